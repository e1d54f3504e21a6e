package org.billwright.http;

import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Limits the bytes of the responses that are held in memory until their clients have read them, in all and of each caller. Small responses
 * are not counted: the number of connections limits them.
 */
public final class ResponseBytes {
    /** A response of fewer bytes is not counted. */
    static final long COUNTED_FROM = 16_384;

    private final long max;
    private final long maxOfCaller;
    private final AtomicLong held = new AtomicLong();
    private final ConcurrentHashMap<String, Long> heldByCaller = new ConcurrentHashMap<>();

    /** At most so many bytes, and so many of one caller. A single response may have more, where there is no other. */
    public ResponseBytes(long max, long maxOfCaller) {
        this.max = max;
        this.maxOfCaller = maxOfCaller;
    }

    /** The bytes that are held. */
    public long held() {
        return held.get();
    }

    /**
     * Adds to the bytes that a response holds already; false where they would be too many, and nothing is added.
     *
     * @param before the bytes that it holds already
     */
    boolean tryAdd(long before, long bytes) {
        long now = held.addAndGet(bytes);
        if (now > max && now != before + bytes) {
            held.addAndGet(-bytes);
            return false;
        }
        return true;
    }

    /** The same of a caller. */
    boolean tryAddOf(String caller, long before, long bytes) {
        long now = heldByCaller.merge(caller, bytes, Long::sum);
        if (now > maxOfCaller && now != before + bytes) {
            removeOf(caller, bytes);
            return false;
        }
        return true;
    }

    void remove(long bytes) {
        held.addAndGet(-bytes);
    }

    void removeOf(String caller, long bytes) {
        heldByCaller.computeIfPresent(caller, (id, count) -> count <= bytes ? null : count - bytes);
    }
}
