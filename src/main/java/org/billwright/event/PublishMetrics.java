package org.billwright.event;

import java.util.concurrent.atomic.AtomicLong;

/** Metrics of Kafka. The backlog is read every few seconds; the counters count since the start. */
public final class PublishMetrics {
    private final AtomicLong published = new AtomicLong();
    private final AtomicLong failed = new AtomicLong();
    private volatile PublishBacklog backlog = new PublishBacklog(0, 0);

    /**
     * Events that are not published yet.
     *
     * @param waiting how many
     * @param oldestSeconds the age of the oldest of them
     */
    public record PublishBacklog(long waiting, long oldestSeconds) {}

    void recordPublished(int events) {
        published.addAndGet(events);
    }

    void recordFailure() {
        failed.incrementAndGet();
    }

    void update(PublishBacklog now) {
        backlog = now;
    }

    /** Events that the broker accepted, from this process. */
    public long published() {
        return published.get();
    }

    /** Attempts that failed, of this process; each attempt is a batch. */
    public long failed() {
        return failed.get();
    }

    /** The events that are not published yet, of all processes. */
    public PublishBacklog backlog() {
        return backlog;
    }
}
