package org.billwright.cycle;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** How often a bill cycle recurs. Months are counted from January, so that every frequency divides a year. */
public enum BillingFrequency {
    /** A billing date in each month. */
    MONTHLY("monthly", "month", 1),
    /** January, March, May, July, September, November. */
    EVERY_TWO_MONTHS("everyTwoMonths", "twoMonths", 2),
    /** January, April, July, October. */
    QUARTERLY("quarterly", "quarter", 3),
    /** January, May, September. */
    EVERY_FOUR_MONTHS("everyFourMonths", "fourMonths", 4),
    /** January, July. */
    HALF_YEARLY("halfYearly", "halfYear", 6),
    /** January. */
    YEARLY("yearly", "year", 12);

    private final String code;
    private final String period;
    private final int months;

    BillingFrequency(String code, String period, int months) {
        this.code = code;
        this.period = period;
        this.months = months;
    }

    /** As {@code frequency} has it. */
    public String code() {
        return code;
    }

    /** The length of a period, as {@code billingPeriod} has it. */
    public String period() {
        return period;
    }

    /** The months between two billing dates. */
    public int months() {
        return months;
    }

    static Optional<BillingFrequency> of(String code) {
        return Arrays.stream(values())
                .filter(frequency -> frequency.code.equals(code))
                .findFirst();
    }

    static Optional<BillingFrequency> ofPeriod(String period) {
        return Arrays.stream(values())
                .filter(frequency -> frequency.period.equals(period))
                .findFirst();
    }

    static List<String> codes() {
        return Arrays.stream(values()).map(BillingFrequency::code).toList();
    }

    static List<String> periods() {
        return Arrays.stream(values()).map(BillingFrequency::period).toList();
    }
}
