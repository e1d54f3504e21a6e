package org.billwright.billing;

import java.time.OffsetDateTime;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import org.billwright.money.Money;

/**
 * A part of the amount of a bill, for control totals.
 *
 * @param kind by what the amount is divided
 * @param key the charge type, the tax, or how late usage is
 * @param count of the rates, or of the tax items
 */
public record BillPart(Kind kind, String key, int count, Money amount) {
    private static final String OTHER = "other";

    /** By what amounts are divided. */
    public enum Kind {
        /** The net amounts of rates in balance, by {@code appliedBillingRateType}. */
        CHARGE_TYPE("chargeType"),
        /** The taxes of the bill. */
        TAX("tax"),
        /** The net amounts of rates from before the period, by {@code appliedBillingRateType} and age. They are in the charge types, too. */
        LATE_USAGE("lateUsage");

        private final String code;

        Kind(String code) {
            this.code = code;
        }

        /** As it is stored and shown. */
        public String code() {
            return code;
        }

        /** The kind with this code. */
        public static Kind of(String code) {
            return Arrays.stream(values())
                    .filter(kind -> kind.code.equals(code))
                    .findFirst()
                    .orElseThrow();
        }
    }

    /** How many days before the period usage took place. */
    private enum Age {
        TO_30(30, "to 30 days"),
        TO_60(60, "31 to 60 days"),
        TO_90(90, "61 to 90 days"),
        OLDER(Long.MAX_VALUE, "over 90 days");

        private final long days;
        private final String text;

        Age(long days, String text) {
            this.days = days;
            this.text = text;
        }

        static Age of(OffsetDateTime at, OffsetDateTime start) {
            long days = ChronoUnit.DAYS.between(at, start);
            for (var age : values()) {
                if (days <= age.days) {
                    return age;
                }
            }
            return OLDER;
        }
    }

    /** The parts of a bill, those of one kind by their keys. */
    static List<BillPart> of(BillingResult.Billed billed, UnbilledRates rates, BillingPeriod period) {
        var parts = new TreeMap<String, BillPart>();
        var lines = billed.lines();
        for (int i = 0; i < lines.size(); i++) {
            var line = lines.get(i);
            var rate = rates.facts().get(i);
            if (line.charge().inBalance()) {
                var type = rate.type().orElse(OTHER);
                add(parts, new BillPart(Kind.CHARGE_TYPE, type, 1, line.taxExcluded()));
                late(rate, type, period)
                        .ifPresent(key -> add(parts, new BillPart(Kind.LATE_USAGE, key, 1, line.taxExcluded())));
            }
        }
        billed.taxItems()
                .forEach(tax -> add(parts, new BillPart(Kind.TAX, tax.tax().text(), 1, tax.amount())));
        return new ArrayList<>(parts.values());
    }

    private static Optional<String> late(UnbilledRates.Facts rate, String type, BillingPeriod period) {
        return rate.dates()
                .date()
                .filter(date -> rate.dates().isLate(period))
                .map(date -> type + ", " + Age.of(date, period.start()).text);
    }

    private static void add(TreeMap<String, BillPart> parts, BillPart part) {
        parts.merge(part.kind.code + ' ' + part.key, part, BillPart::plus);
    }

    /** The sum of two parts of one kind and key. */
    public BillPart plus(BillPart other) {
        return new BillPart(kind, key, count + other.count, amount.plus(other.amount));
    }
}
