package org.billwright.document;

import java.util.concurrent.atomic.LongAdder;

/** Counts the bills whose documents were made after their runs. */
public final class DocumentMetrics {
    private final LongAdder made = new LongAdder();
    private final LongAdder failed = new LongAdder();

    void recordMade(int bills) {
        made.add(bills);
    }

    void recordFailure() {
        failed.increment();
    }

    /** Bills that have got documents. */
    public double made() {
        return made.doubleValue();
    }

    /** Bills whose documents could not be made. */
    public double failed() {
        return failed.doubleValue();
    }
}
