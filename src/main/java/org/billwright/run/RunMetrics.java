package org.billwright.run;

import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
import org.billwright.run.ChunkStore.ChunkState;

/** What a worker of bill runs did. */
public final class RunMetrics {
    private final LongAdder planned = new LongAdder();
    private final LongAdder billed = new LongAdder();
    private final LongAdder reverted = new LongAdder();
    private final LongAdder failed = new LongAdder();
    private final AtomicLong waiting = new AtomicLong();

    void recordChunk(ChunkState state) {
        switch (state) {
            case TO_PLAN, PLANNED -> planned.increment();
            case TO_BILL, BILLED -> billed.increment();
            case TO_REVERT, REVERTED -> reverted.increment();
        }
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

    /** Chunks whose bills were voided. */
    public long reverted() {
        return reverted.sum();
    }

    void setWaiting(long chunks) {
        waiting.set(chunks);
    }

    /** Chunks of all runs in work that wait for a worker, or are worked on, when this process looked last. */
    public long waiting() {
        return waiting.get();
    }

    /** Attempts at a chunk that failed. */
    public long failed() {
        return failed.sum();
    }
}
