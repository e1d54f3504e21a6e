package org.billwright.run;

/**
 * What is configured about bill runs.
 *
 * @param chunkSize how many accounts are planned or billed in one transaction
 * @param separateApprover whether a plan is approved by another person than who made it
 */
public record RunPolicy(int chunkSize, boolean separateApprover) {
    /** The accounts of a chunk, unless it is configured. */
    public static final int DEFAULT_CHUNK_SIZE = 1_000;

    /** Where nothing is configured. */
    public static final RunPolicy DEFAULT = new RunPolicy(DEFAULT_CHUNK_SIZE, false);

    /** Rejects a size below 1. */
    public RunPolicy {
        if (chunkSize < 1) {
            throw new IllegalArgumentException("a chunk has 1 account or more");
        }
    }
}
