package org.billwright.imports.job;

import java.util.Locale;
import org.billwright.imports.apply.AccountCheck;

/**
 * How an import ended.
 *
 * @param job its id
 * @param counts of all its lines, those before it was resumed included
 * @param differences how many bills have lines that do not add up
 */
public record ImportReport(
        String job, End end, ImportCounts counts, long differences, AccountCheck.MissingAccounts missingAccounts) {
    /** The ways to end. */
    public enum End {
        /** After the last line. */
        DONE,
        /** More lines were rejected than allowed; the import can be resumed. */
        STOPPED,
        /** The import was cancelled. */
        CANCELLED,
        /** The process is shutting down; the next one resumes the import. */
        INTERRUPTED;

        String code() {
            return name().toLowerCase(Locale.ROOT);
        }
    }
}
