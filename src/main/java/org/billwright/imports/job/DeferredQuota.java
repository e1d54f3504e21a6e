package org.billwright.imports.job;

import org.billwright.imports.apply.ConstraintViolation;
import org.billwright.imports.check.InputRecord;

/**
 * What waits for its bills, in the store. It is bounded in lines, and in bytes as well, for a document may have millions of them.
 *
 * @param bytes of the lines, as they came
 */
record DeferredQuota(long lines, long bytes) {
    /** How many lines may wait. */
    static final long MOST_LINES = 1_000_000;

    /** How many bytes they may have together. */
    static final long MOST_BYTES = 4_000_000_000L;

    /** Why a line is refused that would have to wait and cannot. */
    static final String FULL = ConstraintViolation.NO_BILL + ", and no more than " + MOST_LINES + " lines or "
            + MOST_BYTES + " bytes can wait for theirs";

    /** Whether so long a line can wait too. */
    boolean hasRoomFor(InputRecord line) {
        return lines < MOST_LINES && bytes + line.bytes().length <= MOST_BYTES;
    }

    /** With this line. */
    DeferredQuota plus(InputRecord line) {
        return new DeferredQuota(lines + 1, bytes + line.bytes().length);
    }
}
