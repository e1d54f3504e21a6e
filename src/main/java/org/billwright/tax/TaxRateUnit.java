package org.billwright.tax;

import java.math.BigDecimal;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** The unit of a tax rate in a document that is imported. Stored tax rates are in percent. */
public enum TaxRateUnit {
    /** 21 is twenty-one percent. */
    PERCENT,
    /** 0.21 is twenty-one percent. */
    FRACTION;

    private static final int PERCENT_DIGITS = 2;

    /** A rate of this unit in percent. */
    public BigDecimal toPercent(BigDecimal rate) {
        return this == FRACTION ? rate.movePointRight(PERCENT_DIGITS) : rate;
    }

    /** A rate in percent in this unit. */
    public BigDecimal ofPercent(BigDecimal percent) {
        return this == FRACTION ? percent.movePointLeft(PERCENT_DIGITS) : percent;
    }

    /** The unit as settings and options have it. */
    public String code() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The unit of this code, if it is one. */
    public static Optional<TaxRateUnit> of(String code) {
        return Arrays.stream(values()).filter(unit -> unit.code().equals(code)).findFirst();
    }
}
