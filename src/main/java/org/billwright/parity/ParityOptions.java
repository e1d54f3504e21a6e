package org.billwright.parity;

import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;

/**
 * How bills are compared.
 *
 * @param tolerance up to which amounts count as equal, in major units; 0 for exact
 * @param from only bills of this date or later
 * @param to only bills of an earlier date
 * @param maxErrors how many records of each side may be invalid; they are passed over
 * @param temporary the folder for temporary files
 * @param threads that parse and compare
 * @param partitionBytes the size of temporary files up to which one is compared in memory
 * @param groups how many groups are reported one by one
 */
public record ParityOptions(
        BigDecimal tolerance,
        Optional<Instant> from,
        Optional<Instant> to,
        long maxErrors,
        Path temporary,
        int threads,
        long partitionBytes,
        int groups) {
    private static final long LEAST_BYTES = 1_000_000;
    private static final long MOST_BYTES = 64_000_000;
    private static final int SHARE_OF_HEAP = 10;

    /** The size of partitions for a heap of this size: each thread has one of them, as objects, in a part of it. */
    public static long partitionBytes(long heapBytes, int threads) {
        return Math.clamp(heapBytes / ((long) SHARE_OF_HEAP * threads), LEAST_BYTES, MOST_BYTES);
    }

    /** Whether a bill of this date is compared. A bill without a date is. */
    boolean isInRange(Optional<Instant> billDate) {
        return billDate.filter(date -> from.filter(date::isBefore).isPresent()
                        || to.filter(end -> !date.isBefore(end)).isPresent())
                .isEmpty();
    }
}
