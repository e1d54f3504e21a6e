package org.billwright.money;

import java.math.BigDecimal;

/**
 * A tax that applies to a rate.
 *
 * @param category the tax category, such as VAT
 * @param percent the rate in percent, as EN 16931 BT-119 gives it: 20 is twenty percent; trailing zeros do not count
 */
public record Tax(String category, BigDecimal percent) {
    /** Normalizes the percentage: 20, 20.0 and 2E1 are equal. */
    public Tax {
        percent = percent.signum() == 0 ? BigDecimal.ZERO : percent.stripTrailingZeros();
        if (percent.scale() < 0) {
            percent = percent.setScale(0);
        }
        if (percent.signum() < 0 || percent.compareTo(MAX_PERCENT) > 0) {
            throw new IllegalArgumentException("a tax rate is between 0 and " + MAX_PERCENT + " percent");
        }
    }

    /** The highest rate accepted. */
    public static final BigDecimal MAX_PERCENT = new BigDecimal(1000);

    /** The exact, unrounded tax on an amount. */
    public BigDecimal on(Money base) {
        return base.value().multiply(percent).movePointLeft(2);
    }
}
