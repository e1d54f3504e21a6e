package org.billwright.imports.job;

import java.util.List;
import java.util.Locale;
import org.billwright.imports.apply.AccountCheck;

/**
 * How an import ended.
 *
 * @param job its id
 * @param counts of all its lines, those before it was resumed included
 * @param differences how many bills have lines that do not add up
 * @param refundWarnings the accounts with more refunds than their payments have as returned, the first of them
 */
public record ImportReport(
        String job,
        End end,
        ImportCounts counts,
        long differences,
        AccountCheck.MissingAccounts missingAccounts,
        List<String> refundWarnings) {
    /** The list is copied. */
    public ImportReport {
        refundWarnings = List.copyOf(refundWarnings);
    }

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
