package org.billwright.query;

import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.billwright.json.Json;

/** The values of a cursor in the types of their sort attributes. They are as the database gave them, so no limit of filters holds. */
final class CursorValues {
    /** PostgreSQL knows the years 4713 BC to 294276. */
    private static final int FIRST_YEAR = -4_000;

    private static final int LAST_YEAR = 294_000;

    private CursorValues() {}

    /** The values; empty if one is no value of its attribute. */
    static Optional<List<Optional<Operand>>> of(List<ResolvedQuery.SortKey> sort, List<Optional<String>> texts) {
        if (texts.size() != sort.size()) {
            return Optional.empty();
        }
        var values = new ArrayList<Optional<Operand>>();
        for (int i = 0; i < sort.size(); i++) {
            var key = sort.get(i);
            var value = texts.get(i).flatMap(text -> operand(key.field(), text));
            if (value.isEmpty() && (texts.get(i).isPresent() || !key.isOptional())) {
                return Optional.empty();
            }
            values.add(value);
        }
        return Optional.of(List.copyOf(values));
    }

    private static Optional<Operand> operand(Field field, String text) {
        try {
            return switch (field.type()) {
                case TEXT, LINK, ANY ->
                    Optional.of(text).filter(Json::isStorable).map(Operand.Text::new);
                case NUMBER ->
                    Optional.of(text)
                            .filter(t -> t.matches("[-.0-9]+"))
                            .map(BigDecimal::new)
                            .map(Operand.Decimal::new);
                case BOOLEAN -> Optional.of(new Operand.Bool(text.equals("true")));
                case DATE_TIME ->
                    Optional.of(OffsetDateTime.parse(text))
                            .filter(CursorValues::isInRange)
                            .map(Operand.Instant::new);
            };
        } catch (NumberFormatException | DateTimeException e) {
            return Optional.empty();
        }
    }

    private static boolean isInRange(OffsetDateTime time) {
        return time.getYear() > FIRST_YEAR && time.getYear() < LAST_YEAR;
    }
}
