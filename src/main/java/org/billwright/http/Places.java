package org.billwright.http;

import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/** Places for requests, so many in all and so many of each caller. */
public final class Places {
    private final int max;
    private final int maxOfCaller;
    private final AtomicInteger taken = new AtomicInteger();
    private final ConcurrentHashMap<String, Integer> takenByCaller = new ConcurrentHashMap<>();

    /** So many places, of which one caller may have so many. */
    public Places(int max, int maxOfCaller) {
        this.max = max;
        this.maxOfCaller = maxOfCaller;
    }

    int maxOfCaller() {
        return maxOfCaller;
    }

    /** The number of places that are taken. */
    int taken() {
        return taken.get();
    }

    /** Takes a place, if there is one. */
    public boolean tryTake() {
        if (taken.incrementAndGet() > max) {
            taken.decrementAndGet();
            return false;
        }
        return true;
    }

    /** Counts a place that was taken among its caller's; false where the caller has no more. */
    public boolean tryTakeFor(String caller) {
        if (takenByCaller.merge(caller, 1, Integer::sum) > maxOfCaller) {
            giveBackOf(caller);
            return false;
        }
        return true;
    }

    /** Gives a place back. */
    public void giveBack() {
        taken.decrementAndGet();
    }

    /** Counts a place among those of its caller no more. */
    public void giveBackOf(String caller) {
        takenByCaller.compute(caller, (id, count) -> count == null || count <= 1 ? null : count - 1);
    }
}
