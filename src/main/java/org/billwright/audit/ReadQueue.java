package org.billwright.audit;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Reads that wait to be written into the trail, bounded by the memory that they take. A read is counted until it is written. A tenant
 * has half of the memory at most, so that one whose reads cannot be written leaves some to others. From half of a bound on, callers
 * are slowed down more and more; at the bound, reads are refused.
 */
final class ReadQueue {
    private static final Duration LONGEST_DELAY = Duration.ofSeconds(1);

    private final long maxBytes;
    private final long maxBytesOfTenant;
    private final ConcurrentLinkedQueue<AuditEvent> events = new ConcurrentLinkedQueue<>();
    private final AtomicLong bytes = new AtomicLong();
    private final Map<String, AtomicLong> bytesByTenant = new ConcurrentHashMap<>();
    private final AtomicInteger size = new AtomicInteger();

    ReadQueue(long maxBytes) {
        this.maxBytes = maxBytes;
        this.maxBytesOfTenant = Math.max(1, maxBytes / 2);
    }

    /** Adds a read; false where the queue is full, or its tenant's half of it. */
    boolean offer(AuditEvent event) {
        long weight = event.weight();
        var ofTenant = bytesOf(event.caller().tenant());
        if (!added(ofTenant, weight, maxBytesOfTenant)) {
            return false;
        }
        if (!added(bytes, weight, maxBytes)) {
            ofTenant.addAndGet(-weight);
            return false;
        }
        size.incrementAndGet();
        return events.offer(event);
    }

    private static boolean added(AtomicLong bytes, long weight, long max) {
        if (bytes.addAndGet(weight) > max) {
            bytes.addAndGet(-weight);
            return false;
        }
        return true;
    }

    private AtomicLong bytesOf(String tenant) {
        return bytesByTenant.computeIfAbsent(tenant, first -> new AtomicLong());
    }

    /** How long a caller of this tenant is to wait for its response now. */
    Duration delay(String tenant) {
        var ofTenant = delay(bytesOf(tenant).get(), maxBytesOfTenant);
        var ofAll = delay(bytes.get(), maxBytes);
        return ofTenant.compareTo(ofAll) > 0 ? ofTenant : ofAll;
    }

    private static Duration delay(long bytes, long max) {
        long half = max / 2;
        long above = bytes - half;
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
        for (var event : taken) {
            bytes.addAndGet(-event.weight());
            bytesOf(event.caller().tenant()).addAndGet(-event.weight());
        }
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
