package org.billwright.event;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.Collectors;
import org.billwright.event.HubDeliveries.Outcome;
import org.billwright.work.RetryPolicy;
import org.jboss.logging.Logger;
import org.jdbi.v3.core.Handle;

/** Writes how deliveries ended: received, to be tried again, or dead-lettered. Used by the thread of the worker alone. */
final class DeliveryOutcomes {
    private static final Logger LOG = Logger.getLogger("org.billwright.event");
    private static final int MAX_NOTED = 10_000;

    private final RetryPolicy retry;
    private final Duration poll;

    /** Outcomes that are not in the database yet. */
    private final List<Outcome> unrecorded = new ArrayList<>();
    /** When failed deliveries of this process are due again, as far ahead as the next poll. */
    private final PriorityQueue<Long> retries = new PriorityQueue<>();
    /** Subscriptions whose last delivery failed, so that only the first failure is logged. */
    private final Set<String> failing = new HashSet<>();
    /** When the last delivery to a subscription was written. */
    private final Map<String, Long> notedAt = new HashMap<>();

    /**
     * None yet.
     *
     * @param poll how often the worker looks for due deliveries by itself
     */
    DeliveryOutcomes(RetryPolicy retry, Duration poll) {
        this.retry = retry;
        this.poll = poll;
    }

    void add(Outcome outcome) {
        unrecorded.add(outcome);
    }

    boolean isEmpty() {
        return unrecorded.isEmpty();
    }

    /** How long nothing is due that this process knows of; at most until the next poll. */
    Duration untilNextRetry() {
        long now = System.nanoTime();
        retries.removeIf(time -> time <= now);
        return retries.isEmpty() ? poll : Duration.ofNanos(Math.max(1, retries.element() - now));
    }

    /** The transaction that recorded them was committed. */
    void recorded() {
        unrecorded.clear();
    }

    void record(Handle tx) {
        var received = unrecorded.stream().filter(Outcome::wasReceived).toList();
        if (!received.isEmpty()) {
            received(tx, received);
        }
        var reasons = new LinkedHashMap<String, String>();
        for (var outcome : unrecorded) {
            outcome.failure().ifPresent(reason -> {
                failed(tx, outcome, reason);
                reasons.put(outcome.hub().id(), reason);
            });
        }
        if (!reasons.isEmpty()) {
            HubStatusStore.failed(tx, reasons);
        }
    }

    private void received(Handle tx, List<Outcome> received) {
        DeliveryStore.delivered(tx, received.stream().map(Outcome::due).toList());
        var hubs = received.stream().map(outcome -> outcome.hub().id()).collect(Collectors.toSet());
        long now = System.nanoTime();
        var noted = hubs.stream().filter(hub -> isToBeNoted(hub, now)).toList();
        if (!noted.isEmpty()) {
            HubStatusStore.delivered(tx, noted);
            noted.forEach(hub -> notedAt.put(hub, now));
        }
        failing.removeAll(hubs);
    }

    /** The time of the last delivery is written once a second, and at once where the one before failed. */
    private boolean isToBeNoted(String hub, long now) {
        if (notedAt.size() > MAX_NOTED) {
            notedAt.clear();
        }
        var before = notedAt.get(hub);
        return before == null || failing.contains(hub) || now - before > poll.toNanos();
    }

    private void failed(Handle tx, Outcome outcome, String reason) {
        var due = outcome.due();
        if (failing.add(outcome.hub().id())) {
            LOG.warnf("%s: event %s was not delivered: %s; it is tried again", outcome.hub(), due.eventId(), reason);
        }
        retry.delayAfter(due.attempts(), ThreadLocalRandom.current().nextDouble())
                .ifPresentOrElse(
                        delay -> retryLater(tx, due, delay, reason), () -> deadLetter(tx, outcome.hub(), due, reason));
    }

    private void retryLater(Handle tx, DeliveryStore.Due due, Duration delay, String reason) {
        DeliveryStore.retryLater(tx, due, delay, reason);
        if (delay.compareTo(poll) < 0) {
            retries.add(System.nanoTime() + delay.toNanos());
        }
    }

    private static void deadLetter(Handle tx, Hub hub, DeliveryStore.Due due, String reason) {
        LOG.warnf("%s: event %s dead-lettered after %d attempts: %s", hub, due.eventId(), due.attempts(), reason);
        DeliveryStore.deadLetter(tx, due, reason);
    }
}
