package org.billwright.event;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.Collectors;
import org.billwright.store.Database;
import org.billwright.work.RetryPolicy;
import org.billwright.work.WakeUpSignal;
import org.billwright.work.WorkerLoop;
import org.jboss.logging.Logger;
import org.jdbi.v3.core.Handle;

/**
 * Delivers to all subscribers. One thread claims what is due and records outcomes; each delivery has a thread of its own. A subscriber has a
 * number of deliveries at a time, and so has a tenant, so that slow ones delay nobody else. A subscription without due deliveries costs
 * nothing.
 */
final class DeliveryWorker implements AutoCloseable {
    private static final Logger LOG = Logger.getLogger("org.billwright.event");
    private static final Duration POLL = Duration.ofSeconds(1);

    /** Subscriptions that one transaction claims deliveries of. */
    private static final int HUBS = 200;

    /** Deliveries of one tenant at a time, in this process. */
    private static final int OF_TENANT = 256;

    /** How long an outcome waits for those of other deliveries in flight, so that one transaction records many. */
    private static final Duration OUTCOME_WAIT = Duration.ofMillis(10);

    private static final RetryPolicy AFTER_FAILURE =
            RetryPolicy.unlimited(Duration.ofSeconds(1), Duration.ofSeconds(1));
    private static final int LEASE_TIMES_TIMEOUT = 4;
    private static final int MAX_NOTED = 10_000;

    private final Database database;
    private final WebhookClient webhooks;
    private final EventsConfig config;
    private final DeliveryMetrics metrics;
    private final Duration lease;
    private final WakeUpSignal signal = new WakeUpSignal();
    private final ConcurrentLinkedQueue<Outcome> ended = new ConcurrentLinkedQueue<>();
    private final WorkerLoop loop;

    private final Map<String, Integer> inFlightOfHub = new HashMap<>();
    private final Map<String, Integer> inFlightOfTenant = new HashMap<>();
    /** Outcomes that are not in the database yet. */
    private final List<Outcome> unrecorded = new ArrayList<>();
    /** When failed deliveries of this process are due again, as far ahead as the next poll. */
    private final PriorityQueue<Long> retries = new PriorityQueue<>();
    /** Subscriptions whose last delivery failed, so that only the first failure is logged. */
    private final Set<String> failing = new HashSet<>();

    /** When the last delivery to a subscription was written. */
    private final Map<String, Long> notedAt = new HashMap<>();

    private String lastHub = "";

    /** A claimed delivery on its way. */
    private record Started(Hub hub, DeliveryStore.Due due, long claimedAt) {}

    /** How a delivery ended: the failure, or empty if it was received. */
    private record Outcome(Started started, Optional<String> failure) {
        Hub hub() {
            return started.hub();
        }

        DeliveryStore.Due due() {
            return started.due();
        }
    }

    /** Starts to deliver. */
    DeliveryWorker(Database database, WebhookClient webhooks, EventsConfig config, DeliveryMetrics metrics) {
        this.database = database;
        this.webhooks = webhooks;
        this.config = config;
        this.metrics = metrics;
        this.lease = config.timeout().multipliedBy(LEASE_TIMES_TIMEOUT);
        this.loop = new WorkerLoop("event-delivery", signal, AFTER_FAILURE, Duration.ofSeconds(2), this::runOnce);
        loop.start(1);
    }

    /** Wakes the worker: deliveries were queued. */
    void signal() {
        signal.signal();
    }

    WorkerLoop loop() {
        return loop;
    }

    private Duration runOnce() throws InterruptedException {
        takeEnded();
        long claimedAt = System.nanoTime();
        var claim = database.acrossTenants(tx -> {
            record(tx);
            return claim(tx, claimedAt);
        });
        unrecorded.clear();
        lastHub = claim.isLastPage() ? "" : claim.lastHub();
        claim.started().forEach(this::start);
        return claim.isLastPage() ? untilNextRun() : Duration.ZERO;
    }

    /** Takes the deliveries that have ended by now, and those that end in a moment. */
    private void takeEnded() throws InterruptedException {
        poll();
        long end = System.nanoTime() + OUTCOME_WAIT.toNanos();
        while (!unrecorded.isEmpty() && !inFlightOfHub.isEmpty() && System.nanoTime() < end) {
            boolean signalled = signal.await(Duration.ofNanos(Math.max(1, end - System.nanoTime())));
            LOG.tracef("signalled: %s", signalled);
            poll();
        }
    }

    private void poll() {
        for (var next = ended.poll(); next != null; next = ended.poll()) {
            unrecorded.add(next);
            count(next.hub(), -1);
            metrics.record(next.failure().isEmpty());
        }
    }

    private void count(Hub hub, int change) {
        add(inFlightOfHub, hub.id(), change);
        add(inFlightOfTenant, hub.tenant(), change);
    }

    private static void add(Map<String, Integer> counts, String key, int change) {
        int now = counts.getOrDefault(key, 0) + change;
        if (now == 0) {
            counts.remove(key);
        } else {
            counts.put(key, now);
        }
    }

    /** What a transaction claimed, and whether these were the last subscriptions. */
    private record Claim(List<Started> started, String lastHub, boolean isLastPage) {}

    private Claim claim(Handle tx, long claimedAt) {
        var due = DeliveryStore.dueHubs(tx, lastHub, HUBS);
        if (due.isEmpty()) {
            return new Claim(List.of(), "", true);
        }
        var hubs = HubStore.find(tx, due.stream().map(DeliveryStore.DueHub::hub).toList()).stream()
                .collect(Collectors.toMap(Hub::id, hub -> hub));
        var free = free(due, hubs);
        var claimed = free.isEmpty() ? List.<DeliveryStore.Due>of() : DeliveryStore.claim(tx, free, lease);
        var started = claimed.stream()
                .map(delivery -> new Started(Objects.requireNonNull(hubs.get(delivery.hub())), delivery, claimedAt))
                .toList();
        return new Claim(started, due.getLast().hub(), due.size() < HUBS);
    }

    /** How many deliveries of each subscription may be started. */
    private Map<String, Integer> free(List<DeliveryStore.DueHub> due, Map<String, Hub> readable) {
        var free = new LinkedHashMap<String, Integer>();
        var left = new HashMap<String, Integer>();
        for (var next : due) {
            int ofTenant =
                    left.computeIfAbsent(next.tenant(), tenant -> OF_TENANT - inFlightOfTenant.getOrDefault(tenant, 0));
            int ofHub = config.parallel() - inFlightOfHub.getOrDefault(next.hub(), 0);
            int both = Math.min(ofHub, ofTenant);
            if (both > 0 && readable.containsKey(next.hub())) {
                free.put(next.hub(), both);
                left.put(next.tenant(), ofTenant - both);
            }
        }
        return free;
    }

    private void start(Started started) {
        count(started.hub(), 1);
        Thread.ofVirtual().name("event-delivery-" + started.due().eventId()).start(() -> deliver(started));
    }

    /** Nothing is sent if the lease may end before the attempt does: another process may have claimed the delivery by then. */
    private void deliver(Started started) {
        var left = lease.minusNanos(System.nanoTime() - started.claimedAt());
        if (left.compareTo(config.timeout()) < 0) {
            end(new Outcome(started, Optional.of("not sent in time")));
            return;
        }
        webhooks.deliver(started.hub(), started.due())
                .onSuccess(done -> end(new Outcome(started, Optional.empty())))
                .onFailure(failure -> end(new Outcome(started, Optional.of(String.valueOf(failure.getMessage())))));
    }

    private void end(Outcome outcome) {
        ended.add(outcome);
        signal.signal();
    }

    private Duration untilNextRun() {
        long now = System.nanoTime();
        retries.removeIf(retry -> retry <= now);
        return retries.isEmpty() ? POLL : Duration.ofNanos(Math.max(1, retries.element() - now));
    }

    private void record(Handle tx) {
        var delivered = unrecorded.stream()
                .filter(outcome -> outcome.failure().isEmpty())
                .toList();
        if (!delivered.isEmpty()) {
            DeliveryStore.delivered(tx, delivered.stream().map(Outcome::due).toList());
            var hubs = delivered.stream().map(outcome -> outcome.hub().id()).collect(Collectors.toSet());
            long now = System.nanoTime();
            var noted = hubs.stream().filter(hub -> isToBeNoted(hub, now)).toList();
            if (!noted.isEmpty()) {
                HubStatusStore.delivered(tx, noted);
                noted.forEach(hub -> notedAt.put(hub, now));
            }
            failing.removeAll(hubs);
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

    /** The time of the last delivery is written once a second, and at once where the one before failed. */
    private boolean isToBeNoted(String hub, long now) {
        if (notedAt.size() > MAX_NOTED) {
            notedAt.clear();
        }
        var before = notedAt.get(hub);
        return before == null || failing.contains(hub) || now - before > POLL.toNanos();
    }

    private void failed(Handle tx, Outcome outcome, String reason) {
        var due = outcome.due();
        if (failing.add(outcome.hub().id())) {
            LOG.warnf("%s: event %s was not delivered: %s; it is tried again", outcome.hub(), due.eventId(), reason);
        }
        config.retry()
                .delayAfter(due.attempts(), ThreadLocalRandom.current().nextDouble())
                .ifPresentOrElse(
                        delay -> retryLater(tx, due, delay, reason), () -> deadLetter(tx, outcome.hub(), due, reason));
    }

    private void retryLater(Handle tx, DeliveryStore.Due due, Duration delay, String reason) {
        DeliveryStore.retryLater(tx, due, delay, reason);
        if (delay.compareTo(POLL) < 0) {
            retries.add(System.nanoTime() + delay.toNanos());
        }
    }

    private static void deadLetter(Handle tx, Hub hub, DeliveryStore.Due due, String reason) {
        LOG.warnf("%s: event %s dead-lettered after %d attempts: %s", hub, due.eventId(), due.attempts(), reason);
        DeliveryStore.deadLetter(tx, due, reason);
    }

    /** Stops before the next run. What is in flight is delivered again when its lease ends. */
    @Override
    public void close() {
        loop.close();
    }
}
