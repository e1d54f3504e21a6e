package org.billwright.money;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Currency;

/**
 * An exact amount of one currency, at the scale of the currency's minor unit (ISO 4217: JPY 0, USD 2, BHD 3).
 *
 * @param unit the ISO 4217 alphabetic code
 * @param value the amount in major units; its scale is always the currency's number of minor digits
 */
public record Money(String unit, BigDecimal value) {
    /** The largest number of digits before the decimal point that an amount may have. */
    public static final int MAX_INTEGER_DIGITS = 15;

    /** Sets the value to the currency's scale; an amount that this would round is an IllegalArgumentException. */
    public Money {
        int digits = minorDigits(unit);
        if (value.stripTrailingZeros().scale() > digits) {
            throw new IllegalArgumentException(unit + " has " + digits + " decimals, " + value.toPlainString() + " has "
                    + value.stripTrailingZeros().scale());
        }
        if (value.precision() - value.scale() > MAX_INTEGER_DIGITS) {
            throw new AmountTooLargeException();
        }
        value = value.setScale(digits, RoundingMode.UNNECESSARY);
    }

    /** An exact amount as a text of any length, rounded to the minor unit, half away from zero. */
    public static String roundedText(String unit, BigDecimal exact) {
        return exact.setScale(minorDigits(unit), RoundingMode.HALF_UP).toPlainString();
    }

    /** An exact amount rounded to the minor unit, half away from zero. */
    public static Money rounded(String unit, BigDecimal exact) {
        return new Money(unit, exact.setScale(minorDigits(unit), RoundingMode.HALF_UP));
    }

    /** Whether it is the code of a currency with a minor unit. */
    public static boolean isCurrency(String unit) {
        try {
            return minorDigits(unit) >= 0;
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    /** Zero in this currency. */
    public static Money zero(String unit) {
        return new Money(unit, BigDecimal.ZERO);
    }

    /** The number of decimals of a currency. An unknown ISO 4217 code is an IllegalArgumentException. */
    public static int minorDigits(String unit) {
        int digits;
        try {
            digits = Currency.getInstance(unit).getDefaultFractionDigits();
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("'" + unit + "' is not an ISO 4217 currency", e);
        }
        if (digits < 0) {
            throw new IllegalArgumentException(unit + " has no minor unit");
        }
        return digits;
    }

    /** The sum; both must be of one currency. */
    public Money plus(Money other) {
        return new Money(sameUnit(other), value.add(other.value));
    }

    /** The difference; both must be of one currency. */
    public Money minus(Money other) {
        return new Money(sameUnit(other), value.subtract(other.value));
    }

    /** This amount, or zero if it is negative. */
    public Money orZero() {
        return value.signum() < 0 ? zero(unit) : this;
    }

    /** The lesser of both; both must be of one currency. */
    public Money lesser(Money other) {
        return new Money(sameUnit(other), value.min(other.value));
    }

    /** The smallest amount of a currency, such as 0.01. */
    public static BigDecimal minorUnit(String unit) {
        return BigDecimal.ONE.movePointLeft(minorDigits(unit));
    }

    /** -1, 0 or 1. */
    public int signum() {
        return value.signum();
    }

    private String sameUnit(Money other) {
        if (!unit.equals(other.unit)) {
            throw new IllegalArgumentException(unit + " and " + other.unit + " cannot be added or subtracted");
        }
        return unit;
    }
}
