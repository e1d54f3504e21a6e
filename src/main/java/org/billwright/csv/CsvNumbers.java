package org.billwright.csv;

import java.math.BigDecimal;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.regex.Pattern;
import org.billwright.json.Json;
import org.billwright.money.Money;
import org.billwright.problem.ProblemException;
import org.billwright.problem.QuotedInput;

/**
 * The format of numbers.
 *
 * @param grouping the separator of groups of digits; U+0000 for none
 * @param impliedDecimals how many of the last digits are decimals; empty for amounts in minor units of their currency
 * @param styles what numbers may have besides a sign in front
 * @param currencySigns the currency of each text that may stand beside a number
 */
record CsvNumbers(
        char decimal,
        char grouping,
        OptionalInt impliedDecimals,
        Set<Style> styles,
        Map<String, String> currencySigns) {
    private static final Pattern NUMBER = Pattern.compile("(?:\\d+(?:\\.\\d+)?|\\.\\d+)(?:[eE][+-]?\\d{1,2})?");

    /** What a number may have besides a sign in front. */
    enum Style {
        PARENTHESES("parentheses"),
        TRAILING_MINUS("trailingMinus"),
        EXPONENT("exponent");

        private final String word;

        Style(String word) {
            this.word = word;
        }

        String word() {
            return word;
        }
    }

    /** Whether an amount is read by its currency. */
    boolean needsUnit() {
        return impliedDecimals.isEmpty() || !currencySigns.isEmpty();
    }

    /** The number in a text; an invalid or ambiguous one is a {@link ProblemException} with the column's name. */
    BigDecimal value(String column, String text, Optional<String> unit) {
        var spelled = new Spelling(column, text, unit);
        var digits = spelled.digits();
        ProblemException.unless(
                digits.length() <= Json.MAX_NUMBER_DIGITS
                        && NUMBER.matcher(digits).matches()
                        && (styles.contains(Style.EXPONENT)
                                || digits.toLowerCase(Locale.ROOT).indexOf('e') < 0),
                column,
                "must be a decimal number with '" + decimal + "' before its decimals, not '" + QuotedInput.of(text)
                        + "'");
        var number = new BigDecimal(digits);
        var scaled = number.movePointLeft(decimals(column, number, unit));
        ProblemException.unless(Json.isStorable(scaled), column, "has too many digits: '" + QuotedInput.of(text) + "'");
        return spelled.isNegative() ? scaled.negate() : scaled;
    }

    /** The text that {@link #value} reads as this number. */
    String text(BigDecimal value, Optional<String> unit) {
        var written = value.movePointRight(decimals("unit", BigDecimal.ZERO, unit));
        ProblemException.unless(
                impliedDecimals.isPresent() || written.stripTrailingZeros().scale() <= 0,
                "value",
                "is no whole number of minor units: " + value.toPlainString());
        return (impliedDecimals.isPresent() ? written : written.setScale(0))
                .toPlainString()
                .replace('.', decimal);
    }

    private int decimals(String column, BigDecimal number, Optional<String> unit) {
        if (impliedDecimals.isPresent()) {
            return impliedDecimals.getAsInt();
        }
        ProblemException.unless(unit.isPresent(), column, "is in minor units, and its currency is empty");
        ProblemException.unless(
                number.stripTrailingZeros().scale() <= 0, column, "must be a whole number of minor units");
        try {
            return Money.minorDigits(unit.get());
        } catch (IllegalArgumentException e) {
            ProblemException.unless(
                    false, column, "is in minor units of the unknown currency '" + QuotedInput.of(unit.get()) + "'");
            throw e;
        }
    }

    /** One spelling of a number, taken apart from outside. */
    private final class Spelling {
        private final String column;
        private final String text;
        private final Optional<String> unit;
        private String rest;
        private boolean hasSign;
        private boolean isNegative;
        private boolean hasCurrency;

        Spelling(String column, String text, Optional<String> unit) {
            this.column = column;
            this.text = text;
            this.unit = unit;
            this.rest = text.strip();
            if (styles.contains(Style.PARENTHESES) && rest.startsWith("(") && rest.endsWith(")")) {
                rest = rest.substring(1, rest.length() - 1).strip();
                sign(true);
            }
            leadingSign();
            currency(true);
            leadingSign();
            currency(false);
            if (styles.contains(Style.TRAILING_MINUS) && rest.endsWith("-")) {
                rest = rest.substring(0, rest.length() - 1).strip();
                sign(true);
            }
            currency(false);
        }

        boolean isNegative() {
            return isNegative;
        }

        private void sign(boolean negative) {
            ProblemException.unless(!hasSign, column, "has two signs: '" + QuotedInput.of(text) + "'");
            hasSign = true;
            isNegative = negative;
        }

        private void leadingSign() {
            if (rest.startsWith("-") || rest.startsWith("+")) {
                sign(rest.startsWith("-"));
                rest = rest.substring(1).strip();
            }
        }

        private void currency(boolean isInFront) {
            var sign = currencySigns.keySet().stream()
                    .filter(key -> isInFront ? rest.startsWith(key) : rest.endsWith(key))
                    .max(Comparator.comparingInt(String::length));
            if (sign.isEmpty() || hasCurrency) {
                return;
            }
            hasCurrency = true;
            int length = sign.get().length();
            rest = (isInFront ? rest.substring(length) : rest.substring(0, rest.length() - length)).strip();
            var currency = Optional.ofNullable(currencySigns.get(sign.get())).orElseThrow();
            ProblemException.unless(
                    unit.equals(Optional.of(currency)),
                    column,
                    "is in " + currency + ", and the currency of the record is "
                            + unit.map(QuotedInput::of)
                                    .filter(given -> !given.isEmpty())
                                    .orElse("empty"));
        }

        /** The digits with a point before their decimals; groups that are none are left as they are, and are no number. */
        String digits() {
            var ungrouped = grouping == 0 || !isGrouped() ? rest : rest.replace(String.valueOf(grouping), "");
            return decimal == '.' ? ungrouped : ungrouped.replace('.', '?').replace(decimal, '.');
        }

        /** Whether the separators stand between groups: the last has three digits, others two or three. */
        private boolean isGrouped() {
            int end = rest.indexOf(decimal);
            var groups = List.of(
                    (end < 0 ? rest : rest.substring(0, end)).split(Pattern.quote(String.valueOf(grouping)), -1));
            return (end < 0 || rest.indexOf(grouping, end) < 0)
                    && groups.size() > 1
                    && groups.getLast().length() == 3
                    && groups.stream().allMatch(group -> !group.isEmpty() && group.length() <= 3)
                    && groups.subList(1, groups.size()).stream().allMatch(group -> group.length() >= 2);
        }
    }
}
