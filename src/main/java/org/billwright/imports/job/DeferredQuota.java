package org.billwright.imports.job;

import org.billwright.imports.check.InputRecord;

/**
 * How much of an import is deferred. It is limited in lines, and in bytes as well, for a PDF document may have millions of them.
 *
 * @param bytes the length of the deferred lines as they are in the source
 */
record DeferredQuota(long lines, long bytes) {
    /** How many lines can be deferred. */
    static final long MAX_LINES = 1_000_000;

    /** How many bytes the deferred lines can have in total. */
    static final long MAX_BYTES = 4_000_000_000L;

    /** The end of the reason to reject a line that cannot be deferred. */
    static final String EXCEEDED =
            ", and no more than " + MAX_LINES + " lines or " + MAX_BYTES + " bytes can be deferred";

    /** Whether the line can be deferred too. */
    boolean allows(InputRecord line) {
        return lines < MAX_LINES && bytes + line.bytes().length <= MAX_BYTES;
    }

    /** With this line. */
    DeferredQuota plus(InputRecord line) {
        return new DeferredQuota(lines + 1, bytes + line.bytes().length);
    }
}
