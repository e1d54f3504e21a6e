package org.billwright.proof.explanation;

import java.math.BigDecimal;
import java.util.List;
import java.util.Locale;

/** What a line of a bill is for. */
public enum LineKind {
    /** A charge of every period. */
    RECURRING("recurring"),
    /** What was used. */
    USAGE("usage"),
    /** A charge that comes once. */
    ONE_OFF("oneOff"),
    /** A discount or allowance. */
    DISCOUNT("discount"),
    /** A credit or correction. */
    ADJUSTMENT("adjustment");

    private static final List<String> ONCE = List.of("nonrecurring", "onetime", "oneoff", "penalty");

    private final String code;

    LineKind(String code) {
        this.code = code;
    }

    /** As it is shown. */
    public String code() {
        return code;
    }

    /**
     * By the words of the types that TMF678 and billers use.
     *
     * @param type the {@code appliedBillingRateType}, or empty
     * @param net the amount without taxes
     * @param name of the line, or empty
     */
    public static LineKind of(String type, BigDecimal net, String name) {
        var word = type.toLowerCase(Locale.ROOT);
        if (word.contains("discount")
                || word.contains("allowance")
                || (net.signum() < 0 && name.toLowerCase(Locale.ROOT).contains("discount"))) {
            return DISCOUNT;
        }
        if (word.contains("usage")) {
            return USAGE;
        }
        if (ONCE.stream().anyMatch(word::contains)) {
            return ONE_OFF;
        }
        if (word.contains("recurring")) {
            return RECURRING;
        }
        return word.contains("credit") || word.contains("adjustment") || net.signum() < 0 ? ADJUSTMENT : RECURRING;
    }
}
