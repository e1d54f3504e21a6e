package org.billwright.billingrule;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Locale;
import java.util.Optional;
import org.billwright.money.Money;

/**
 * A bill that is far above what the bills of its account usually are.
 *
 * @param charges of the bill, with taxes and without the balance of earlier bills
 * @param usual the median of the bills before it
 * @param bills how many those are
 */
public record BillShock(Money charges, Money usual, int bills) {
    /** In median absolute deviations. */
    private static final BigDecimal LEAST_DISTANCE = BigDecimal.valueOf(5);

    /** In parts of the median. */
    private static final BigDecimal LEAST_FACTOR = new BigDecimal("1.3");

    /** Whether a bill with these charges is a shock. With fewer than three bills before it, none is. */
    public static Optional<BillShock> of(Money charges, BillHistory history) {
        return of(charges, history.usual(charges.unit()));
    }

    static Optional<BillShock> of(Money charges, Optional<BillHistory.Usual> known) {
        return known.filter(usual -> usual.median().signum() > 0)
                .filter(usual -> usual.distance(charges.value()).compareTo(LEAST_DISTANCE) >= 0)
                .filter(usual -> charges.value().compareTo(usual.median().multiply(LEAST_FACTOR)) >= 0)
                .map(usual -> new BillShock(charges, Money.rounded(charges.unit(), usual.median()), usual.bills()));
    }

    /** How many times the usual amount it is, to one decimal. */
    public BigDecimal factor() {
        return charges.value().divide(usual.value(), 1, RoundingMode.HALF_UP);
    }

    /** The reason in plain words, in Spanish where a language begins with {@code es}, else in English. */
    public String text(String language) {
        var format = language.toLowerCase(Locale.ROOT).startsWith("es")
                ? "Los cargos de esta factura son %s %s: %s veces lo habitual, %s %s (mediana de las últimas %d facturas)."
                : "The charges of this bill are %s %s: %s times the usual amount of %s %s (the median of the last %d bills).";
        return format.formatted(
                charges.value().toPlainString(),
                charges.unit(),
                factor().toPlainString(),
                usual.value().toPlainString(),
                usual.unit(),
                bills);
    }
}
