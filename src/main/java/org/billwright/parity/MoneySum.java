package org.billwright.parity;

import java.math.BigDecimal;

/**
 * A sum of differences in one currency.
 *
 * @param sum right less left
 * @param absolute the sum of the absolute differences of bills
 */
public record MoneySum(BigDecimal sum, BigDecimal absolute) {
    static MoneySum of(BigDecimal amount) {
        return new MoneySum(amount, amount.abs());
    }

    MoneySum plus(MoneySum other) {
        return new MoneySum(sum.add(other.sum), absolute.add(other.absolute));
    }
}
