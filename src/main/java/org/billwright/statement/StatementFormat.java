package org.billwright.statement;

import java.math.BigDecimal;
import java.text.NumberFormat;
import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.time.format.FormatStyle;
import java.util.Currency;
import java.util.Locale;
import java.util.Optional;
import org.billwright.money.Money;

/** Amounts, numbers and days as a language and its country write them. For one thread. */
public final class StatementFormat {
    private final Locale locale;
    private final DateTimeFormatter days;

    /** By this language and country. */
    public StatementFormat(Locale locale) {
        this.locale = locale;
        this.days = DateTimeFormatter.ofLocalizedDate(FormatStyle.MEDIUM).localizedBy(locale);
    }

    /** A number with the decimals of the currency, without the currency. */
    public String number(Amount amount) {
        return withDecimals(NumberFormat.getNumberInstance(locale), amount);
    }

    /** An amount with its currency. */
    public String money(Amount amount) {
        if (!Money.isCurrency(amount.unit())) {
            return amount.unit() + " " + number(amount);
        }
        var format = NumberFormat.getCurrencyInstance(locale);
        format.setCurrency(Currency.getInstance(amount.unit()));
        return withDecimals(format, amount);
    }

    /** More decimals than the currency has are not rounded away. */
    private static String withDecimals(NumberFormat format, Amount amount) {
        int minor = Money.isCurrency(amount.unit()) ? Money.minorDigits(amount.unit()) : 0;
        int decimals = Math.max(minor, amount.value().stripTrailingZeros().scale());
        format.setMinimumFractionDigits(decimals);
        format.setMaximumFractionDigits(decimals);
        return format.format(amount.value());
    }

    /** A number as it is. */
    public String number(BigDecimal value) {
        var format = NumberFormat.getNumberInstance(locale);
        format.setMaximumFractionDigits(Math.max(0, value.stripTrailingZeros().scale()));
        return format.format(value);
    }

    /** A price of one unit, with at least the decimals of the currency. */
    public String price(BigDecimal price, Optional<String> unit) {
        int minor = unit.filter(Money::isCurrency).map(Money::minorDigits).orElse(0);
        var format = NumberFormat.getNumberInstance(locale);
        format.setMinimumFractionDigits(minor);
        format.setMaximumFractionDigits(
                Math.max(minor, price.stripTrailingZeros().scale()));
        return format.format(price);
    }

    /** A whole number. */
    public String number(int value) {
        return NumberFormat.getIntegerInstance(locale).format(value);
    }

    /** A percentage, where 21 is 21 percent. */
    public String percent(BigDecimal percent) {
        var format = NumberFormat.getPercentInstance(locale);
        format.setMaximumFractionDigits(Math.max(0, percent.stripTrailingZeros().scale()));
        return format.format(percent.movePointLeft(2));
    }

    /** A day. */
    public String day(LocalDate day) {
        return day.format(days);
    }

    /** The days of a period, the last one included. */
    public String days(Days period) {
        return period.first().equals(period.last())
                ? day(period.first())
                : day(period.first()) + " – " + day(period.last());
    }
}
