package org.billwright.ondemand;

import java.util.concurrent.atomic.LongAdder;

/** Metrics of bills on demand: of this process, since its start. */
public final class OnDemandMetrics {
    private final LongAdder attempts = new LongAdder();
    private final LongAdder failed = new LongAdder();

    OnDemandMetrics() {}

    void recordAttempt() {
        attempts.increment();
    }

    void recordFailure() {
        failed.increment();
    }

    /** Attempts to make a bill, those that failed included. */
    public long attempts() {
        return attempts.sum();
    }

    /** Attempts that failed for a technical reason; a request that is rejected is no failure. */
    public long failed() {
        return failed.sum();
    }
}
