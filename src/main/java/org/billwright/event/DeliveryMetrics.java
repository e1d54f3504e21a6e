package org.billwright.event;

import java.util.concurrent.atomic.AtomicLong;

/** What an operator watches of deliveries. The standing is read every few seconds, the rest counts since the start. */
public final class DeliveryMetrics {
    private final AtomicLong delivered = new AtomicLong();
    private final AtomicLong failed = new AtomicLong();
    private volatile DeliveryBacklog standing = new DeliveryBacklog(0, 0, 0);

    /**
     * What is to be told.
     *
     * @param waiting deliveries
     * @param parked deliveries
     * @param oldestSeconds since the oldest event happened that waits
     */
    public record DeliveryBacklog(long waiting, long parked, long oldestSeconds) {}

    void told(boolean wasDelivered) {
        (wasDelivered ? delivered : failed).incrementAndGet();
    }

    void stands(DeliveryBacklog now) {
        standing = now;
    }

    /** Deliveries that were taken, by this process. */
    public long delivered() {
        return delivered.get();
    }

    /** Attempts that failed, of this process. */
    public long failed() {
        return failed.get();
    }

    /** What is to be told, by all processes. */
    public DeliveryBacklog standing() {
        return standing;
    }
}
