package org.billwright.channel;

import java.util.Arrays;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.billwright.billsource.SourceRate;

/** What a line of a bill is, by the codes of the billing systems behind channels. */
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
    /** Payment; never a line of this face. */
    PAY,
    /** Package. */
    PKG,
    /** Scheduled. */
    SCH,
    /** Service. */
    SVC,
    /** Tax and fees; never a line of this face. */
    TAX,
    /** Calls. */
    TEL,
    /** Total. */
    TOT;

    /** What no business shows here. */
    static final Set<String> NEVER = Set.of(PAY.name(), TAX.name());

    /** What a business shows that does not say. */
    static Set<String> shown() {
        var codes = new TreeSet<String>();
        Arrays.stream(values())
                .map(LineType::name)
                .filter(code -> !NEVER.contains(code))
                .forEach(codes::add);
        return codes;
    }

    /**
     * The code of a rate: the billing system's own where the rate has it, else by the standard's kind of rate. What is
     * neither is a service, so that no charge goes unseen.
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
