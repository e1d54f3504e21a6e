package org.billwright.channel;

import java.util.Arrays;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.billwright.billsource.SourceRate;

/** The type of a bill's line, in the codes of the billing systems behind the channels. */
enum LineType {
    /** Account details. */
    ACD,
    /** Adjustment. */
    ADJ,
    /** Declined. */
    DCL,
    /** Event. */
    EVT,
    /** Internet access. */
    ISP,
    /** Offer. */
    OFF,
    /** Adjustment of an offer. */
    OMA,
    /** Offer management. */
    OMD,
    /** Payment; never shown as a line. */
    PAY,
    /** Package. */
    PKG,
    /** Scheduled. */
    SCH,
    /** Service. */
    SVC,
    /** Tax and fees; never shown as a line. */
    TAX,
    /** Calls. */
    TEL,
    /** Total. */
    TOT;

    /** The types that no business shows. */
    static final Set<String> NEVER = Set.of(PAY.name(), TAX.name());

    /** The types that a business shows by default. */
    static Set<String> shownByDefault() {
        var codes = new TreeSet<String>();
        Arrays.stream(values())
                .map(LineType::name)
                .filter(code -> !NEVER.contains(code))
                .forEach(codes::add);
        return codes;
    }

    /**
     * The code of a rate: the billing system's own if the rate has one, else by the standard's type of rate. Any other
     * rate is a service, so that no charge is hidden.
     */
    static String of(SourceRate rate) {
        return rate.lineType().or(() -> rate.rateType().flatMap(LineType::code)).orElse(SVC.name());
    }

    private static Optional<String> code(String rateType) {
        return switch (rateType) {
            case "usageCharge" -> Optional.of(TEL.name());
            case "credit", "charge", "appliedBillingCredit", "appliedBillingCharge" -> Optional.of(ADJ.name());
            case "payment" -> Optional.of(PAY.name());
            case "tax" -> Optional.of(TAX.name());
            default ->
                Arrays.stream(values())
                        .map(LineType::name)
                        .filter(rateType::equals)
                        .findFirst();
        };
    }
}
