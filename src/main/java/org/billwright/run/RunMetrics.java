package org.billwright.run;

import java.util.concurrent.atomic.LongAdder;

/** What a worker of bill runs did. */
public final class RunMetrics {
    private final LongAdder planned = new LongAdder();
    private final LongAdder billed = new LongAdder();
    private final LongAdder failed = new LongAdder();

    void recordChunk(boolean isBilled) {
        (isBilled ? billed : planned).increment();
    }

    void recordFailure() {
        failed.increment();
    }

    /** Chunks that were planned. */
    public long planned() {
        return planned.sum();
    }

    /** Chunks that were billed. */
    public long billed() {
        return billed.sum();
    }

    /** Attempts at a chunk that failed. */
    public long failed() {
        return failed.sum();
    }
}
