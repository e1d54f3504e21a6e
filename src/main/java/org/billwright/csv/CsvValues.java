package org.billwright.csv;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.DecimalNode;
import com.fasterxml.jackson.databind.node.TextNode;
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
import java.util.Optional;
import org.billwright.json.AttributeType;
import org.billwright.json.DateTimes;
import org.billwright.problem.Problem;
import org.billwright.problem.ProblemException;
import org.billwright.problem.QuotedInput;

/**
 * The format of numbers and date-times.
 *
 * @param zone the time zone of days, and of times without an offset
 */
record CsvValues(CsvNumbers numbers, DateTimeFormatter dates, ZoneId zone) {
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
    JsonNode value(String column, AttributeType type, String text, Optional<String> currency) {
        return switch (type) {
            case TEXT, LINK, ANY -> TextNode.valueOf(text);
            case NUMBER -> DecimalNode.valueOf(numbers.value(column, text, currency));
            case BOOLEAN -> BooleanNode.valueOf(bool(column, text.strip()));
            case DATE_TIME -> TextNode.valueOf(time(column, text.strip()));
        };
    }

    /** The text that {@link #value} reads as this value. */
    String text(AttributeType type, JsonNode value, Optional<String> currency) {
        return switch (type) {
            case TEXT, LINK, ANY, BOOLEAN -> value.asText();
            case NUMBER -> value.isNumber() ? numbers.text(value.decimalValue(), currency) : value.asText();
            case DATE_TIME ->
                DateTimes.parse(value.asText())
                        .map(time -> dates.format(time.atZoneSameInstant(zone)))
                        .orElse(value.asText());
        };
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
