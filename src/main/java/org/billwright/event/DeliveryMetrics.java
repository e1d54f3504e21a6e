package org.billwright.event;

import java.util.concurrent.atomic.AtomicLong;

/** Metrics of deliveries. The backlog is read every few seconds; the counters count since the start. */
public final class DeliveryMetrics {
    private final AtomicLong delivered = new AtomicLong();
    private final AtomicLong failed = new AtomicLong();
    private volatile DeliveryBacklog backlog = new DeliveryBacklog(0, 0, 0);

    /**
     * Deliveries that are not done.
     *
     * @param waiting deliveries that are due or will be retried
     * @param deadLettered deliveries that failed at all attempts
     * @param oldestSeconds the age of the oldest event that waits
     */
    public record DeliveryBacklog(long waiting, long deadLettered, long oldestSeconds) {}

    /** Counts an attempt. */
    void record(boolean wasDelivered) {
        (wasDelivered ? delivered : failed).incrementAndGet();
    }

    void update(DeliveryBacklog now) {
        backlog = now;
    }

    /** Deliveries that were received, by this process. */
    public long delivered() {
        return delivered.get();
    }

    /** Attempts that failed, of this process. */
    public long failed() {
        return failed.get();
    }

    /** The deliveries that are not done, of all processes. */
    public DeliveryBacklog backlog() {
        return backlog;
    }
}
