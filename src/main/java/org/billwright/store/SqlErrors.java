package org.billwright.store;

import io.vertx.pgclient.PgException;
import io.vertx.sqlclient.ClosedConnectionException;
import java.io.IOException;
import java.sql.SQLException;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jdbi.v3.core.ConnectionException;
import org.postgresql.util.PSQLException;

/** The cause of a failed statement, by its SQLSTATE. */
public final class SqlErrors {
    private static final String QUERY_CANCELLED = "57014";
    private static final String LOCK_NOT_AVAILABLE = "55P03";

    /** Transactions that did not fit together: a serialization failure or a deadlock, of which PostgreSQL ended this one. */
    private static final Set<String> CONTENTION = Set.of("40001", "40P01");

    /** Classes: the connection, a rolled back transaction, a lack of resources, an intervention of the operator. */
    private static final Set<String> TEMPORARY = Set.of("08", "40", "53", "57", "58");

    /** Classes: a lack of connections, memory or disk, and errors of the system that PostgreSQL runs on. */
    private static final Set<String> EXHAUSTED = Set.of("53", "58");

    private static final String INSUFFICIENT_PRIVILEGE = "42501";

    private static final String INVALID_REGULAR_EXPRESSION = "2201B";

    private SqlErrors() {}

    /** Whether a statement was cancelled by the statement timeout, in itself or while it waited for a row. */
    public static boolean isTimeout(Throwable failure) {
        return sqlState(failure).filter(QUERY_CANCELLED::equals).isPresent();
    }

    /** Whether a statement waited for a lock as long as its transaction allows. */
    public static boolean isLockTimeout(Throwable failure) {
        return sqlState(failure).filter(LOCK_NOT_AVAILABLE::equals).isPresent();
    }

    /** Whether a transaction failed because of others at the same time, so that it may succeed later. */
    public static boolean isContention(Throwable failure) {
        return isTimeout(failure)
                || sqlState(failure)
                        .filter(state -> LOCK_NOT_AVAILABLE.equals(state) || CONTENTION.contains(state))
                        .isPresent();
    }

    /** Whether PostgreSQL ended the transaction in favour of another one, so that the same transaction can be tried at once. */
    public static boolean isEndedForAnother(Throwable failure) {
        return sqlState(failure).filter(CONTENTION::contains).isPresent();
    }

    /** Whether PostgreSQL has no connection, memory or disk left, or its system failed (SQLSTATE classes 53 and 58). */
    public static boolean isExhausted(Throwable failure) {
        return sqlState(failure)
                .filter(state -> EXHAUSTED.contains(state.substring(0, 2)))
                .isPresent();
    }

    /** Whether no connection could be made, or it was lost (SQLSTATE classes 08 and 57P). */
    public static boolean isUnreachable(Throwable failure) {
        return failure instanceof IOException
                || failure instanceof ConnectionException
                || failure instanceof ClosedConnectionException
                || sqlState(failure)
                        .filter(state -> state.startsWith("08") || state.startsWith("57P"))
                        .isPresent();
    }

    /** Whether the user may not do what a statement does. */
    public static boolean isMissingPrivilege(Throwable failure) {
        return sqlState(failure).filter(INSUFFICIENT_PRIVILEGE::equals).isPresent();
    }

    /** Whether a migration says what an administrator of the database has to do first. */
    static boolean isForAdministrator(Throwable failure) {
        return Stream.iterate(failure, cause -> cause != null, Throwable::getCause)
                .filter(PSQLException.class::isInstance)
                .map(cause -> ((PSQLException) cause).getServerErrorMessage())
                .anyMatch(message ->
                        message != null && String.valueOf(message.getHint()).startsWith("as an administrator"));
    }

    /** Whether a value of a row was the cause, and not the statement (SQLSTATE class 22 without invalid regular expressions). */
    public static boolean isAboutData(Throwable failure) {
        return !isInvalidRegex(failure)
                && sqlState(failure).filter(state -> state.startsWith("22")).isPresent();
    }

    /** Whether PostgreSQL rejected a regular expression. */
    public static boolean isInvalidRegex(Throwable failure) {
        return sqlState(failure).filter(INVALID_REGULAR_EXPRESSION::equals).isPresent();
    }

    /** Whether the same work can succeed later: the failure is about the database or the connection, and not about a row. */
    public static boolean isTemporary(Throwable failure) {
        return isUnreachable(failure)
                || sqlState(failure)
                        .filter(state -> TEMPORARY.contains(state.substring(0, 2)) || state.equals(LOCK_NOT_AVAILABLE))
                        .isPresent();
    }

    /** The SQLSTATE of the failure, or of its nearest cause that has one. */
    public static Optional<String> sqlState(Throwable failure) {
        return Stream.iterate(failure, cause -> cause != null, Throwable::getCause)
                .map(SqlErrors::ownSqlState)
                .flatMap(Optional::stream)
                .findFirst();
    }

    private static Optional<String> ownSqlState(Throwable failure) {
        return switch (failure) {
            case PgException pg -> Optional.ofNullable(pg.getSqlState());
            case SQLException sql -> Optional.ofNullable(sql.getSQLState());
            default -> Optional.empty();
        };
    }
}
