package org.billwright.json;

import java.time.Clock;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.time.temporal.ChronoUnit;
import java.util.regex.Pattern;

/** Points in time as documents hold them: RFC 3339, in UTC where this program writes them. */
public final class Times {
    private static final DateTimeFormatter RFC_3339 = DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSSX");
    private static final Pattern FORM =
            Pattern.compile("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d(\\.\\d{1,9})?(Z|[+-]\\d\\d:\\d\\d)");

    private Times() {}

    /** Now, to the millisecond. */
    public static OffsetDateTime now(Clock clock) {
        return OffsetDateTime.ofInstant(clock.instant(), ZoneOffset.UTC).truncatedTo(ChronoUnit.MILLIS);
    }

    /** As a document holds it. */
    public static String format(OffsetDateTime time) {
        return RFC_3339.format(time.withOffsetSameInstant(ZoneOffset.UTC));
    }

    static boolean isDateTime(String text) {
        if (!FORM.matcher(text).matches()) {
            return false;
        }
        try {
            return OffsetDateTime.parse(text)
                            .withOffsetSameInstant(ZoneOffset.UTC)
                            .getYear()
                    >= 1;
        } catch (DateTimeParseException e) {
            return false;
        }
    }
}
