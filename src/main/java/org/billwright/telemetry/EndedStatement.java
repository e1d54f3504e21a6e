package org.billwright.telemetry;

import java.util.Optional;

/**
 * A statement to the database that has ended, without its text and values.
 *
 * @param operation what it does: {@code SELECT}
 * @param table the first one that it names
 * @param began in the order of {@link System#nanoTime()}, as is
 * @param ended its end
 * @param error the SQLSTATE, or the kind of failure, if it failed
 */
public record EndedStatement(String operation, String table, long began, long ended, Optional<String> error) {}
