package org.billwright.imports.server;

import org.billwright.problem.FileErrors;
import org.billwright.store.SqlErrors;
import org.jdbi.v3.core.JdbiException;

/** What ended an import before its last line. */
final class ImportFailure {
    private ImportFailure() {}

    /** Whether the same import can succeed later: the failure is about the database, the connection or the disk, not about a line. */
    static boolean isTemporary(Throwable failure) {
        return FileErrors.isDiskFull(failure) || (failure instanceof JdbiException && SqlErrors.isTemporary(failure));
    }

    /** The reason as a sentence for a client, which names nothing of the program. */
    static String problem(Throwable failure) {
        if (FileErrors.isDiskFull(failure)) {
            return "the disk of the server or of the database is full; the import goes on when there is space";
        }
        return switch (failure) {
            case IllegalStateException e -> String.valueOf(e.getMessage());
            case JdbiException e ->
                "the database does not accept a line"
                        + SqlErrors.sqlState(e)
                                .map(state -> " (SQLSTATE " + state + ")")
                                .orElse("") + "; see the log";
            default -> "a defect of this server ended the import; see the log";
        };
    }
}
