package org.billwright.csv;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.DecimalNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.chrono.IsoEra;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.format.ResolverStyle;
import java.time.temporal.ChronoField;
import java.util.Locale;
import java.util.regex.Pattern;
import org.billwright.json.AttributeType;
import org.billwright.json.DateTimes;
import org.billwright.json.Json;
import org.billwright.problem.Problem;
import org.billwright.problem.ProblemException;
import org.billwright.problem.QuotedInput;

/**
 * The format of numbers and date-times.
 *
 * @param grouping the separator of groups of digits; U+0000 for none
 * @param impliedDecimals how many of the last digits are decimals, without a separator
 * @param zone the time zone of days, and of times without an offset
 */
record CsvValues(char decimal, char grouping, int impliedDecimals, DateTimeFormatter dates, ZoneId zone) {
    private static final Pattern NUMBER = Pattern.compile("[+-]?\\d+(\\.\\d+)?");

    private static final OffsetDateTime SAMPLE = OffsetDateTime.of(2026, 2, 3, 16, 5, 6, 0, ZoneOffset.UTC);
    private static final String UNWRITABLE = "cannot be written so that it would be read again";

    /** ISO 8601: a day, or a time with or without an offset. */
    static final DateTimeFormatter ISO = new DateTimeFormatterBuilder()
            .append(DateTimeFormatter.ISO_LOCAL_DATE)
            .optionalStart()
            .appendLiteral('T')
            .append(DateTimeFormatter.ISO_LOCAL_TIME)
            .optionalStart()
            .appendOffsetId()
            .toFormatter(Locale.ROOT)
            .withResolverStyle(ResolverStyle.STRICT);

    /** Days or times of this pattern; 31 February is invalid. An invalid pattern is an {@link IllegalArgumentException}. */
    static DateTimeFormatter dates(String pattern) {
        return new DateTimeFormatterBuilder()
                .parseCaseInsensitive()
                .appendPattern(pattern)
                .parseDefaulting(ChronoField.ERA, IsoEra.CE.getValue())
                .toFormatter(Locale.ENGLISH)
                .withResolverStyle(ResolverStyle.STRICT);
    }

    /** The JSON value of a field's text, which is not empty; an invalid text is a {@link ProblemException} with the column's name. */
    JsonNode value(String column, AttributeType type, String text) {
        return switch (type) {
            case TEXT, LINK, ANY -> TextNode.valueOf(text);
            case NUMBER -> DecimalNode.valueOf(number(column, text.strip()));
            case BOOLEAN -> BooleanNode.valueOf(bool(column, text.strip()));
            case DATE_TIME -> TextNode.valueOf(time(column, text.strip()));
        };
    }

    /** The text that {@link #value} reads as this value. */
    String text(AttributeType type, JsonNode value) {
        return switch (type) {
            case TEXT, LINK, ANY, BOOLEAN -> value.asText();
            case NUMBER -> value.isNumber() ? number(value.decimalValue()) : value.asText();
            case DATE_TIME ->
                DateTimes.parse(value.asText())
                        .map(time -> dates.format(time.atZoneSameInstant(zone)))
                        .orElse(value.asText());
        };
    }

    private String number(BigDecimal value) {
        return value.movePointRight(impliedDecimals).toPlainString().replace('.', decimal);
    }

    /** A date format that cannot be read as it is written, such as one with 12 hours without AM and PM, is a {@link ProblemException}. */
    void requireWritable() {
        try {
            var written = dates.format(SAMPLE.atZoneSameInstant(zone));
            ProblemException.unless(
                    dates.format(at(written).atZoneSameInstant(zone)).equals(written), "dateFormat", UNWRITABLE);
        } catch (DateTimeException e) {
            throw new ProblemException(new Problem.InvalidBody("dateFormat", UNWRITABLE));
        }
    }

    private BigDecimal number(String column, String text) {
        var ungrouped = grouping == 0 ? text : text.replace(String.valueOf(grouping), "");
        var plain = decimal == '.' ? ungrouped : ungrouped.replace('.', '?').replace(decimal, '.');
        ProblemException.unless(
                plain.length() <= Json.MAX_NUMBER_DIGITS
                        && NUMBER.matcher(plain).matches(),
                column,
                "must be a decimal number with '" + decimal + "' before its decimals, not '" + QuotedInput.of(text)
                        + "'");
        return new BigDecimal(plain).movePointLeft(impliedDecimals);
    }

    private static boolean bool(String column, String text) {
        boolean isTrue = text.equalsIgnoreCase("true");
        ProblemException.unless(
                isTrue || text.equalsIgnoreCase("false"),
                column,
                "must be true or false, not '" + QuotedInput.of(text) + "'");
        return isTrue;
    }

    private String time(String column, String text) {
        try {
            return DateTimes.format(at(text));
        } catch (DateTimeException e) {
            throw new ProblemException(new Problem.InvalidBody(
                    column, "is no date of the form that the mapping says: '" + QuotedInput.of(text) + "'"));
        }
    }

    private OffsetDateTime at(String text) {
        var parsed =
                dates.parseBest(text, OffsetDateTime::from, ZonedDateTime::from, LocalDateTime::from, LocalDate::from);
        return switch (parsed) {
            case OffsetDateTime offset -> offset;
            case ZonedDateTime zoned -> zoned.toOffsetDateTime();
            case LocalDateTime local -> local.atZone(zone).toOffsetDateTime();
            case LocalDate day -> day.atStartOfDay(zone).toOffsetDateTime();
            default -> throw new DateTimeException("neither a day nor a time");
        };
    }
}
