package org.billwright.billingrule;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.List;
import java.util.Optional;
import org.billwright.money.Money;

/**
 * The bills of an account before a date, the newest first.
 *
 * @param bills at most {@link #MAX_BILLS}
 */
public record BillHistory(List<Bill> bills) {
    /** How many bills are looked at: a year of monthly ones. */
    public static final int MAX_BILLS = 12;

    /** With fewer bills it is not known what is usual. */
    static final int MIN_BILLS = 3;

    /** Of an account that had no bill. */
    public static final BillHistory NONE = new BillHistory(List.of());

    /** Bills that are all alike have a deviation of zero; then this part of the median is taken for it. */
    private static final BigDecimal LEAST_DEVIATION = new BigDecimal("0.05");

    private static final BigDecimal TWO = BigDecimal.valueOf(2);

    /**
     * A bill.
     *
     * @param charges the amount with taxes and without the balance of earlier bills
     */
    public record Bill(String id, Money amountDue, Money charges) {}

    /** What the account's bills usually are. */
    record Usual(BigDecimal median, BigDecimal deviation, int bills) {
        /** How many deviations an amount is above the median; negative for below. */
        BigDecimal distance(BigDecimal amount) {
            return amount.subtract(median).divide(deviation, 2, RoundingMode.HALF_UP);
        }
    }

    /** The last bill. */
    public Optional<Bill> last() {
        return bills.stream().findFirst();
    }

    /** The median of the charges in a currency, and the median absolute deviation from it; at least 5 % of the median, and a minor unit. */
    Optional<Usual> usual(String currency) {
        var charges = bills.stream()
                .map(Bill::charges)
                .filter(amount -> amount.unit().equals(currency))
                .map(Money::value)
                .toList();
        if (charges.size() < MIN_BILLS) {
            return Optional.empty();
        }
        var median = median(charges);
        var deviation = median(charges.stream()
                        .map(value -> value.subtract(median).abs())
                        .toList())
                .max(median.abs().multiply(LEAST_DEVIATION))
                .max(Money.minorUnit(currency));
        return Optional.of(new Usual(median, deviation, charges.size()));
    }

    private static BigDecimal median(List<BigDecimal> values) {
        var sorted = values.stream().sorted().toList();
        int middle = sorted.size() / 2;
        return sorted.size() % 2 == 1
                ? sorted.get(middle)
                : sorted.get(middle - 1).add(sorted.get(middle)).divide(TWO);
    }
}
