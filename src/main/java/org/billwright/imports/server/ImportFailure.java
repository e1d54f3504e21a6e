package org.billwright.imports.server;

import java.sql.SQLException;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jdbi.v3.core.ConnectionException;
import org.jdbi.v3.core.JdbiException;

/** What ended an import before its last line. */
final class ImportFailure {
    /** Classes of SQLSTATE: the connection, a rolled back transaction, a lack of resources, an intervention of the operator. */
    private static final Set<String> TEMPORARY = Set.of("08", "40", "53", "57");

    private static final String LOCK_NOT_AVAILABLE = "55P03";

    private ImportFailure() {}

    /** Whether the same import can succeed later: the failure is about the database or the connection, not about a line. */
    static boolean isTemporary(Throwable failure) {
        return failure instanceof JdbiException
                && (failure instanceof ConnectionException
                        || sqlState(failure)
                                .filter(state ->
                                        TEMPORARY.contains(state.substring(0, 2)) || state.equals(LOCK_NOT_AVAILABLE))
                                .isPresent());
    }

    /** The reason as a sentence for a client, which names nothing of the program. */
    static String problem(Throwable failure) {
        return switch (failure) {
            case IllegalStateException e -> String.valueOf(e.getMessage());
            case JdbiException e ->
                "the database does not accept a line"
                        + sqlState(e).map(state -> " (SQLSTATE " + state + ")").orElse("") + "; see the log";
            default -> "a defect of this server ended the import; see the log";
        };
    }

    private static Optional<String> sqlState(Throwable failure) {
        return Stream.iterate(failure, cause -> cause != null, Throwable::getCause)
                .filter(SQLException.class::isInstance)
                .map(cause -> ((SQLException) cause).getSQLState())
                .filter(state -> state != null && state.length() == 5)
                .findFirst();
    }
}
