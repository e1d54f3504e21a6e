package org.billwright.json;

import java.time.Clock;
import java.time.DateTimeException;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

/** Points in time as documents hold them: RFC 3339, in UTC where this program writes them. */
public final class DateTimes {
    private static final DateTimeFormatter RFC_3339 = DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSSX");
    private static final String DATE_TIME_FORM = "0000-00-00T00:00:00";
    private static final int OFFSET_CHARACTERS = "+00:00".length();
    private static final int NANO_DIGITS = 9;

    private DateTimes() {}

    /** Now, to the millisecond. */
    public static OffsetDateTime now(Clock clock) {
        return OffsetDateTime.ofInstant(clock.instant(), ZoneOffset.UTC).truncatedTo(ChronoUnit.MILLIS);
    }

    /** As a document holds it. */
    public static String format(OffsetDateTime time) {
        return RFC_3339.format(time.withOffsetSameInstant(ZoneOffset.UTC));
    }

    static boolean isDateTime(String text) {
        return read(text)
                .filter(time -> time.withOffsetSameInstant(ZoneOffset.UTC).getYear() >= 1)
                .isPresent();
    }

    /** A point in time in this form, or nothing. By hand, for the library's parser costs ten times as much. */
    public static Optional<OffsetDateTime> read(String text) {
        if (!hasForm(text)) {
            return Optional.empty();
        }
        try {
            int zone = text.endsWith("Z") ? text.length() - 1 : text.length() - OFFSET_CHARACTERS;
            return Optional.of(OffsetDateTime.of(
                    number(text, 0, 4),
                    number(text, 5, 7),
                    number(text, 8, 10),
                    number(text, 11, 13),
                    number(text, 14, 16),
                    number(text, 17, 19),
                    nanos(text, zone),
                    offset(text, zone)));
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }

    private static boolean hasForm(String text) {
        for (int i = 0; i < DATE_TIME_FORM.length(); i++) {
            if (i >= text.length() || !fits(text.charAt(i), DATE_TIME_FORM.charAt(i))) {
                return false;
            }
        }
        int at = DATE_TIME_FORM.length();
        if (at < text.length() && text.charAt(at) == '.') {
            int first = at + 1;
            at = first;
            while (at < text.length() && fits(text.charAt(at), '0')) {
                at++;
            }
            if (at == first || at - first > NANO_DIGITS) {
                return false;
            }
        }
        return zoneHasForm(text, at);
    }

    private static boolean zoneHasForm(String text, int from) {
        if (text.length() - from == 1) {
            return text.charAt(from) == 'Z';
        }
        return text.length() - from == OFFSET_CHARACTERS
                && (text.charAt(from) == '+' || text.charAt(from) == '-')
                && fits(text.charAt(from + 1), '0')
                && fits(text.charAt(from + 2), '0')
                && text.charAt(from + 3) == ':'
                && fits(text.charAt(from + 4), '0')
                && fits(text.charAt(from + 5), '0');
    }

    private static boolean fits(char given, char form) {
        return form == '0' ? given >= '0' && given <= '9' : given == form;
    }

    private static int number(String text, int from, int to) {
        int number = 0;
        for (int i = from; i < to; i++) {
            number = 10 * number + text.charAt(i) - '0';
        }
        return number;
    }

    private static int nanos(String text, int zone) {
        int from = Math.min(DATE_TIME_FORM.length() + 1, zone);
        int nanos = number(text, from, zone);
        for (int digits = zone - from; digits < NANO_DIGITS; digits++) {
            nanos *= 10;
        }
        return nanos;
    }

    private static ZoneOffset offset(String text, int zone) {
        if (text.charAt(zone) == 'Z') {
            return ZoneOffset.UTC;
        }
        int sign = text.charAt(zone) == '-' ? -1 : 1;
        return ZoneOffset.ofHoursMinutes(
                sign * number(text, zone + 1, zone + 3), sign * number(text, zone + 4, zone + 6));
    }
}
