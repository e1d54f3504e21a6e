package org.billwright.audit;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Reads that wait to be written into the trail, bounded by the memory that they take. A read is counted until it is written. From
 * half of the bound on, callers are slowed down more and more; at the bound, reads are refused.
 */
final class ReadQueue {
    private static final Duration LONGEST_DELAY = Duration.ofSeconds(1);

    private final long maxBytes;
    private final ConcurrentLinkedQueue<AuditEvent> events = new ConcurrentLinkedQueue<>();
    private final AtomicLong bytes = new AtomicLong();
    private final AtomicInteger size = new AtomicInteger();

    ReadQueue(long maxBytes) {
        this.maxBytes = maxBytes;
    }

    /** Adds a read; false where the queue is full. */
    boolean offer(AuditEvent event) {
        long weight = event.weight();
        if (bytes.addAndGet(weight) > maxBytes) {
            bytes.addAndGet(-weight);
            return false;
        }
        size.incrementAndGet();
        return events.offer(event);
    }

    /** How long a caller is to wait for its response now. */
    Duration delay() {
        long half = maxBytes / 2;
        long above = bytes.get() - half;
        return above <= 0 ? Duration.ZERO : Duration.ofMillis(1 + above * LONGEST_DELAY.toMillis() / Math.max(1, half));
    }

    /** Takes reads of at most about so many bytes, the oldest first. They are counted until {@link #written}. */
    List<AuditEvent> take(long most) {
        var taken = new ArrayList<AuditEvent>();
        long left = most;
        while (left > 0) {
            var event = events.poll();
            if (event == null) {
                break;
            }
            taken.add(event);
            left -= event.weight();
        }
        return taken;
    }

    /** Reads that were taken are written. */
    void written(Collection<AuditEvent> taken) {
        size.addAndGet(-taken.size());
        bytes.addAndGet(-taken.stream().mapToLong(AuditEvent::weight).sum());
    }

    boolean hasMore() {
        return !events.isEmpty();
    }

    int size() {
        return size.get();
    }

    long bytes() {
        return bytes.get();
    }
}
