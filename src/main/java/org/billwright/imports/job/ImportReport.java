package org.billwright.imports.job;

import java.util.Locale;

/**
 * How an import ended.
 *
 * @param job by which it is known
 * @param tally of all its lines, those before it was broken off included
 * @param differences how many bills have lines that do not add up
 */
public record ImportReport(String job, End end, ImportCounts tally, long differences) {
    /** Where it ended. */
    public enum End {
        /** After the last line. */
        DONE,
        /** Too many lines were refused; it can go on. */
        STOPPED,
        /** Somebody took it back. */
        CANCELLED,
        /** The process ends; the next goes on. */
        LEFT_OFF;

        String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }
}
