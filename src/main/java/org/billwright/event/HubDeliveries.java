package org.billwright.event;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Semaphore;

/**
 * The deliveries of one subscription that this process has claimed. A number of them is on the way at a time; the others wait for these,
 * so that the next one begins when one has ended, and not when the database was asked again.
 */
final class HubDeliveries {
    /** A subscriber that answers in this time is given its next deliveries in advance. */
    private static final Duration QUICK = Duration.ofMillis(500);

    /** Claimed in all, as a multiple of those on the way. The lease is longer than so many attempts one after the other. */
    private static final int CLAIMED_IN_ADVANCE = 3;

    private final int parallel;
    private final Semaphore places;
    private final Queue<Claimed> waiting = new ConcurrentLinkedQueue<>();

    /** Claimed, and how it ended is not known to the worker. This and the next are of the worker's thread alone. */
    private int claimed;

    private boolean isQuick;

    /**
     * A claimed delivery.
     *
     * @param claimedAt of {@link System#nanoTime()}
     */
    record Claimed(Hub hub, DeliveryStore.Due due, long claimedAt) {}

    /** How a delivery ended: the failure, or empty if it was received. */
    record Outcome(Claimed delivery, Duration took, Optional<String> failure) {
        Hub hub() {
            return delivery.hub();
        }

        DeliveryStore.Due due() {
            return delivery.due();
        }

        boolean wasReceived() {
            return failure.isEmpty();
        }
    }

    /** So many deliveries at a time. */
    HubDeliveries(int parallel) {
        this.parallel = parallel;
        this.places = new Semaphore(parallel);
    }

    /** How many more may be claimed. */
    int free() {
        return (isQuick ? CLAIMED_IN_ADVANCE : 1) * parallel - claimed;
    }

    /** Adds a claimed delivery, which waits until {@link #next} returns it. */
    void add(Claimed delivery) {
        claimed++;
        waiting.add(delivery);
    }

    /** Those that begin now. Any thread may call it; {@link #ended} is called for each. */
    List<Claimed> next() {
        var next = new ArrayList<Claimed>();
        while (!waiting.isEmpty() && places.tryAcquire()) {
            var delivery = waiting.poll();
            if (delivery == null) {
                places.release(); // another thread took it; one that was added meanwhile is seen by the next round
            } else {
                next.add(delivery);
            }
        }
        return next;
    }

    /** A delivery that had begun has ended. Any thread may call it. */
    void ended() {
        places.release();
    }

    /** The worker has seen how a delivery ended. */
    void completed(Outcome outcome) {
        claimed--;
        isQuick = outcome.wasReceived() && outcome.took().compareTo(QUICK) < 0;
    }

    /** Takes those that have not begun. */
    List<Claimed> takeWaiting() {
        var all = new ArrayList<Claimed>();
        for (var next = waiting.poll(); next != null; next = waiting.poll()) {
            all.add(next);
        }
        claimed -= all.size();
        return all;
    }

    boolean isEmpty() {
        return claimed == 0;
    }
}
