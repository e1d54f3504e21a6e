package org.billwright.statement;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.util.Optional;
import org.billwright.json.JsonValues;

/**
 * The days of a period in a time zone.
 *
 * @param first the first day
 * @param last the last day, which belongs to the period
 */
public record Days(LocalDate first, LocalDate last) {
    private static final Duration LEAST = Duration.ofNanos(1_000);

    /** The days of a TMF678 TimePeriod, whose end does not belong to it. Without a start or an end it has no days. */
    static Optional<Days> of(JsonNode document, String name, ZoneId zone) {
        var start = JsonValues.dateTime(document, name, "startDateTime");
        var end = JsonValues.dateTime(document, name, "endDateTime");
        return start.flatMap(from -> end.map(to -> new Days(day(from, zone), day(last(from, to), zone))));
    }

    private static OffsetDateTime last(OffsetDateTime start, OffsetDateTime end) {
        return end.isAfter(start) ? end.minus(LEAST) : end;
    }

    /** The day of a time in a time zone. */
    static LocalDate day(OffsetDateTime time, ZoneId zone) {
        return time.atZoneSameInstant(zone).toLocalDate();
    }
}
