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
    private final NumberFormat numbers;
    private final NumberFormat amounts;
    private final NumberFormat percentages;
    private final DateTimeFormatter days;

    /** By this language and country. */
    public StatementFormat(Locale locale) {
        this.numbers = NumberFormat.getNumberInstance(locale);
        this.amounts = NumberFormat.getCurrencyInstance(locale);
        this.percentages = NumberFormat.getPercentInstance(locale);
        this.days = DateTimeFormatter.ofLocalizedDate(FormatStyle.MEDIUM).localizedBy(locale);
    }

    /** A number with the decimals of the currency, without the currency. */
    public String number(Amount amount) {
        return format(numbers, amount.value(), minorDigits(amount.unit()));
    }

    /** An amount with its currency. */
    public String money(Amount amount) {
        if (!Money.isCurrency(amount.unit())) {
            return amount.unit() + " " + number(amount);
        }
        amounts.setCurrency(Currency.getInstance(amount.unit()));
        return format(amounts, amount.value(), minorDigits(amount.unit()));
    }

    /** A number as it is. */
    public String number(BigDecimal value) {
        return format(numbers, value, 0);
    }

    /** A price of one unit, with at least the decimals of the currency. */
    public String price(BigDecimal price, Optional<String> unit) {
        return format(numbers, price, unit.map(StatementFormat::minorDigits).orElse(0));
    }

    /** A whole number. */
    public String number(int value) {
        return number(BigDecimal.valueOf(value));
    }

    /** A percentage, where 21 is 21 percent. */
    public String percent(BigDecimal percent) {
        var part = percent.movePointLeft(2);
        percentages.setMaximumFractionDigits(
                Math.max(0, percent.stripTrailingZeros().scale()));
        return percentages.format(part);
    }

    private static int minorDigits(String unit) {
        return Money.isCurrency(unit) ? Money.minorDigits(unit) : 0;
    }

    /** More decimals than the least number of them are not rounded away. */
    private static String format(NumberFormat format, BigDecimal value, int leastDecimals) {
        format.setMaximumFractionDigits(
                Math.max(leastDecimals, value.stripTrailingZeros().scale()));
        format.setMinimumFractionDigits(leastDecimals);
        return format.format(value);
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
