package org.billwright.store;

import java.sql.Types;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.function.Function;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.argument.Argument;
import org.jdbi.v3.core.argument.ArgumentFactory;
import org.jdbi.v3.core.mapper.ColumnMapper;

/**
 * Binds and reads dates and times as the driver knows them itself. The classes of {@code java.sql} count in the calendar and the time zone
 * of the process, where days of before 1900 are others.
 */
final class JavaTime {
    private JavaTime() {}

    static void register(Jdbi jdbi) {
        register(jdbi, LocalDate.class, Types.DATE, LocalDate.class, Function.identity(), Function.identity());
        register(
                jdbi,
                OffsetDateTime.class,
                Types.TIMESTAMP_WITH_TIMEZONE,
                OffsetDateTime.class,
                Function.identity(),
                Function.identity());
        register(
                jdbi,
                Instant.class,
                Types.TIMESTAMP_WITH_TIMEZONE,
                OffsetDateTime.class,
                instant -> instant.atOffset(ZoneOffset.UTC),
                OffsetDateTime::toInstant);
    }

    private static <T, D> void register(
            Jdbi jdbi, Class<T> type, int sqlType, Class<D> ofDriver, Function<T, D> bound, Function<D, T> read) {
        jdbi.registerArgument((ArgumentFactory) (declared, value, config) -> declared.equals(type)
                ? Optional.of(argument(
                        sqlType, Optional.ofNullable(value).map(type::cast).map(bound)))
                : Optional.empty());
        ColumnMapper<T> mapper = (row, column, context) -> {
            var value = row.getObject(column, ofDriver);
            return value == null ? null : read.apply(value);
        };
        jdbi.registerColumnMapper(type, mapper);
    }

    private static Argument argument(int sqlType, Optional<?> value) {
        return (position, statement, context) -> {
            if (value.isPresent()) {
                statement.setObject(position, value.get());
            } else {
                statement.setNull(position, sqlType);
            }
        };
    }
}
