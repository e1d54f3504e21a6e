package org.billwright.money;

import java.math.BigDecimal;

/**
 * An amount as rating computes it: usage has fractions of a minor unit, which a bill rounds.
 *
 * @param unit the ISO 4217 alphabetic code
 * @param value in major units, with {@link #MAX_DECIMALS} decimals at most
 */
public record RatedAmount(String unit, BigDecimal value) {
    /** The largest number of decimals. */
    public static final int MAX_DECIMALS = 8;

    /** Rejects an unknown currency, too many decimals and too many digits. */
    public RatedAmount {
        Money.minorDigits(unit);
        if (value.stripTrailingZeros().scale() > MAX_DECIMALS) {
            throw new IllegalArgumentException(
                    "a rated amount has at most " + MAX_DECIMALS + " decimals, " + value.toPlainString() + " has "
                            + value.stripTrailingZeros().scale());
        }
        if (value.precision() - value.scale() > Money.MAX_INTEGER_DIGITS) {
            throw new AmountTooLargeException();
        }
    }
}
