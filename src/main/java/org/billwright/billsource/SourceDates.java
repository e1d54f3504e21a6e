package org.billwright.billsource;

import static org.billwright.json.JsonValues.text;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.format.DateTimeParseException;
import java.time.temporal.ChronoField;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** Points in time in the forms that sources have: RFC 3339, a day alone, and one with dots that is no standard's. */
public final class SourceDates {
    /** {@code 2022-12-20T00.00.000Z}: hour, minute and milliseconds, without seconds; in UTC. */
    public static final DateTimeFormatter DOTTED = new DateTimeFormatterBuilder()
            .appendPattern("yyyy-MM-dd'T'HH.mm.SSS'Z'")
            .parseDefaulting(ChronoField.SECOND_OF_MINUTE, 0)
            .toFormatter();

    private static final List<Function<String, OffsetDateTime>> FORMS = List.of(
            OffsetDateTime::parse,
            text -> LocalDateTime.parse(text, DOTTED).atOffset(ZoneOffset.UTC),
            text -> LocalDate.parse(text).atStartOfDay().atOffset(ZoneOffset.UTC));

    private SourceDates() {}

    /** Reads any of the forms. */
    public static Optional<OffsetDateTime> parse(String text) {
        return FORMS.stream().flatMap(form -> read(form, text).stream()).findFirst();
    }

    private static Optional<OffsetDateTime> read(Function<String, OffsetDateTime> form, String text) {
        try {
            return Optional.of(form.apply(text));
        } catch (DateTimeParseException e) {
            return Optional.empty();
        }
    }

    static Optional<OffsetDateTime> of(JsonNode document, String... path) {
        return text(document, path)
                .map(text -> parse(text)
                        .orElseThrow(() -> new SourceFailure.InvalidAnswer("'" + path[0] + "' is no point in time")));
    }
}
