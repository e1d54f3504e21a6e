package org.billwright.json;

import com.ethlo.time.DateTime;
import com.ethlo.time.Field;
import com.ethlo.time.ITU;
import com.ethlo.time.ParseConfig;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

/**
 * The one reader and writer of date-times. Documents hold RFC 3339, which this server writes in UTC; filters and other
 * servers may use the other forms of ISO 8601 too.
 */
public final class DateTimes {
    private static final DateTimeFormatter RFC_3339 = DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSSX");
    private static final String UNKNOWN_LOCAL_OFFSET = "-00:00";
    private static final int MINUTE_DIGITS = 2;
    private static final int FIRST_YEAR = 1;
    private static final int LAST_YEAR = 9999;

    private DateTimes() {}

    /** The current time, to the millisecond. */
    public static OffsetDateTime now(Clock clock) {
        return OffsetDateTime.ofInstant(clock.instant(), ZoneOffset.UTC).truncatedTo(ChronoUnit.MILLIS);
    }

    /** RFC 3339 in UTC with milliseconds, as documents hold it. */
    public static String format(OffsetDateTime time) {
        return RFC_3339.format(time.withOffsetSameInstant(ZoneOffset.UTC));
    }

    /** Whether a document may hold this text as a date-time: RFC 3339, in the years that RFC 3339 can write in UTC. */
    static boolean isDateTime(String text) {
        return parse(text).filter(DateTimes::isInRange).isPresent();
    }

    /** Reads a point in time from a client's request, in UTC: ISO 8601, in the years that documents may have. */
    public static Optional<OffsetDateTime> parsePointInTime(String text) {
        return parseIso8601(text).filter(DateTimes::isInRange).map(time -> time.withOffsetSameInstant(ZoneOffset.UTC));
    }

    private static boolean isInRange(OffsetDateTime time) {
        int year = time.withOffsetSameInstant(ZoneOffset.UTC).getYear();
        return year >= FIRST_YEAR && year <= LAST_YEAR;
    }

    /**
     * Reads RFC 3339 with a capital T and Z, up to nanoseconds. A leap second is not a valid time. Empty where the text
     * has another form.
     */
    public static Optional<OffsetDateTime> parse(String text) {
        var known = withKnownOffset(text);
        if (!endsWithOffset(known)) {
            return Optional.empty();
        }
        try {
            var parsed = ITU.parseLenient(known, ParseConfig.STRICT);
            return isComplete(parsed, known) ? Optional.of(parsed.toOffsetDatetime()) : Optional.empty();
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }

    /** Reads RFC 3339 and the other forms of ISO 8601 that {@link OffsetDateTime#parse} accepts, such as one without seconds. */
    public static Optional<OffsetDateTime> parseIso8601(String text) {
        return parse(text).or(() -> parseByJavaTime(text));
    }

    /** Reads a date without a time, such as 2026-01-31. Empty where the text has another form. */
    public static Optional<LocalDate> parseDate(String text) {
        try {
            return Optional.of(LocalDate.parse(text));
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }

    private static Optional<OffsetDateTime> parseByJavaTime(String text) {
        try {
            return Optional.of(OffsetDateTime.parse(text));
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }

    /** RFC 3339 §4.3 gives -00:00 to a time in UTC whose local offset is unknown. The library rejects it. */
    private static String withKnownOffset(String text) {
        return text.endsWith(UNKNOWN_LOCAL_OFFSET)
                ? text.substring(0, text.length() - UNKNOWN_LOCAL_OFFSET.length()) + "Z"
                : text;
    }

    /** The library reads an offset without its colon, and a small z. */
    private static boolean endsWithOffset(String text) {
        int colon = text.length() - MINUTE_DIGITS - 1;
        return text.endsWith("Z") || (colon >= 0 && text.charAt(colon) == ':');
    }

    /** The library reads a time without seconds, and does not look behind the offset. */
    private static boolean isComplete(DateTime parsed, String text) {
        return parsed.getParseLength() == text.length() && parsed.includesGranularity(Field.SECOND);
    }
}
