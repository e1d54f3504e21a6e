package org.billwright.event;

import java.util.concurrent.atomic.AtomicLong;

/** What an operator watches of Kafka. The standing is read every few seconds, the rest counts since the start. */
public final class PublishMetrics {
    private final AtomicLong sent = new AtomicLong();
    private final AtomicLong failed = new AtomicLong();
    private volatile PublishBacklog standing = new PublishBacklog(0, 0);

    /**
     * What is to be sent.
     *
     * @param waiting events
     * @param oldestSeconds since the oldest of them happened
     */
    public record PublishBacklog(long waiting, long oldestSeconds) {}

    void taken(int events) {
        sent.addAndGet(events);
    }

    void attemptFailed() {
        failed.incrementAndGet();
    }

    void stands(PublishBacklog now) {
        standing = now;
    }

    /** Events that the broker took, from this process. */
    public long sent() {
        return sent.get();
    }

    /** Attempts that failed, of this process; an attempt is a batch. */
    public long failed() {
        return failed.get();
    }

    /** What is to be sent, by any process. */
    public PublishBacklog standing() {
        return standing;
    }
}
