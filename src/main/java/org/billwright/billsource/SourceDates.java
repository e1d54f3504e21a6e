package org.billwright.billsource;

import static org.billwright.json.JsonValues.text;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.format.DateTimeParseException;
import java.time.temporal.ChronoField;
import java.util.Optional;
import org.billwright.json.DateTimes;

/** Date-times in the forms that bill sources use: ISO 8601, a date alone, and a non-standard form with dots. */
public final class SourceDates {
    /** {@code 2022-12-20T00.00.000Z}: hour, minute and milliseconds, without seconds; in UTC. */
    public static final DateTimeFormatter DOTTED = new DateTimeFormatterBuilder()
            .appendPattern("yyyy-MM-dd'T'HH.mm.SSS'Z'")
            .parseDefaulting(ChronoField.SECOND_OF_MINUTE, 0)
            .toFormatter();

    private SourceDates() {}

    /** Reads any of the forms. Empty where the text has none of them. */
    public static Optional<OffsetDateTime> parse(String text) {
        return DateTimes.parseIso8601(text).or(() -> parseDotted(text)).or(() -> parseDate(text));
    }

    private static Optional<OffsetDateTime> parseDotted(String text) {
        try {
            return Optional.of(LocalDateTime.parse(text, DOTTED).atOffset(ZoneOffset.UTC));
        } catch (DateTimeParseException e) {
            return Optional.empty();
        }
    }

    private static Optional<OffsetDateTime> parseDate(String text) {
        return DateTimes.parseDate(text).map(date -> date.atStartOfDay().atOffset(ZoneOffset.UTC));
    }

    static Optional<OffsetDateTime> of(JsonNode document, String... path) {
        return text(document, path)
                .map(text -> parse(text)
                        .orElseThrow(() -> new SourceFailure.InvalidAnswer("'" + path[0] + "' is not a date-time")));
    }
}
