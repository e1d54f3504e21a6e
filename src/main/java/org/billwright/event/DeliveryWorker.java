package org.billwright.event;

import io.opentelemetry.api.common.Attributes;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.Collectors;
import org.billwright.event.HubDeliveries.Claimed;
import org.billwright.event.HubDeliveries.Outcome;
import org.billwright.store.Database;
import org.billwright.telemetry.Activity;
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
final class DeliveryWorker implements AutoCloseable, WorkerLoop.Task {
    private static final Logger LOG = Logger.getLogger("org.billwright.event");
    private static final Duration POLL = Duration.ofSeconds(1);

    /** Subscriptions that one transaction claims deliveries of. */
    private static final int HUBS = 200;

    /** Claimed deliveries of one tenant at a time, in this process. */
    private static final int OF_TENANT = 256;

    /** How long an outcome waits for those of other deliveries in flight, so that one transaction records many. */
    private static final Duration OUTCOME_WAIT = Duration.ofMillis(10);

    private static final RetryPolicy AFTER_FAILURE =
            RetryPolicy.unlimited(Duration.ofSeconds(1), Duration.ofSeconds(1));
    private static final int LEASE_TIMES_TIMEOUT = 4;

    /** Subscriptions that had deliveries; above it, those without are removed from memory. */
    private static final int MAX_HUBS = 10_000;

    private final Database database;
    private final WebhookClient webhooks;
    private final EventsConfig config;
    private final DeliveryMetrics metrics;
    private final Duration lease;
    private final WakeUpSignal signal = new WakeUpSignal();
    private final ConcurrentLinkedQueue<Outcome> ended = new ConcurrentLinkedQueue<>();
    private final DeliveryOutcomes outcomes;
    private final WorkerLoop loop;

    private final Map<String, HubDeliveries> ofHubs = new HashMap<>();
    private final Map<String, Integer> claimedOfTenant = new HashMap<>();
    private String lastHub = "";

    /** Starts to deliver. */
    DeliveryWorker(Database database, WebhookClient webhooks, EventsConfig config, DeliveryMetrics metrics) {
        this.database = database;
        this.webhooks = webhooks;
        this.config = config;
        this.metrics = metrics;
        this.lease = config.timeout().multipliedBy(LEASE_TIMES_TIMEOUT);
        this.outcomes = new DeliveryOutcomes(config.retry(), POLL);
        this.loop = new WorkerLoop("event-delivery", signal, AFTER_FAILURE, Duration.ofSeconds(2), this);
        loop.start(1);
    }

    /** Wakes the worker: deliveries were queued. */
    void signal() {
        signal.signal();
    }

    WorkerLoop loop() {
        return loop;
    }

    @Override
    public Duration runOnce() throws InterruptedException {
        takeEnded();
        long claimedAt = System.nanoTime();
        var claim = database.acrossTenants(tx -> {
            outcomes.record(tx);
            return claim(tx, claimedAt);
        });
        outcomes.recorded();
        lastHub = claim.isLastPage() ? "" : claim.lastHub();
        claim.deliveries().forEach(this::add);
        claim.deliveries().stream()
                .map(delivery -> delivery.hub().id())
                .distinct()
                .map(this::ofHub)
                .forEach(this::startNext);
        return claim.isLastPage() ? outcomes.untilNextRetry() : Duration.ZERO;
    }

    /** Takes the deliveries that have ended by now, and those that end in a moment. */
    private void takeEnded() throws InterruptedException {
        poll();
        long end = System.nanoTime() + OUTCOME_WAIT.toNanos();
        while (!outcomes.isEmpty() && !claimedOfTenant.isEmpty() && System.nanoTime() < end) {
            boolean signalled = signal.await(Duration.ofNanos(Math.max(1, end - System.nanoTime())));
            LOG.tracef("signalled: %s", signalled);
            poll();
        }
    }

    private void poll() {
        for (var next = ended.poll(); next != null; next = ended.poll()) {
            outcomes.add(next);
            ofHub(next.hub().id()).completed(next);
            claimedOfTenant.computeIfPresent(next.hub().tenant(), (tenant, count) -> count > 1 ? count - 1 : null);
            metrics.record(next.wasReceived());
        }
    }

    /** What a transaction claimed, and whether these were the last subscriptions. */
    private record Claim(List<Claimed> deliveries, String lastHub, boolean isLastPage) {}

    private Claim claim(Handle tx, long claimedAt) {
        var due = DeliveryStore.dueHubs(tx, lastHub, HUBS);
        if (due.isEmpty()) {
            return new Claim(List.of(), "", true);
        }
        var hubs = due.stream()
                .flatMap(next -> next.hub().stream())
                .collect(Collectors.toMap(Hub::id, hub -> hub, (one, other) -> one, LinkedHashMap::new));
        var free = free(hubs.values());
        var claimed = free.isEmpty() ? List.<DeliveryStore.Due>of() : DeliveryStore.claim(tx, free, lease);
        var deliveries = claimed.stream()
                .map(delivery -> new Claimed(Objects.requireNonNull(hubs.get(delivery.hub())), delivery, claimedAt))
                .toList();
        return new Claim(deliveries, due.getLast().id(), due.size() < HUBS);
    }

    /** How many deliveries of each subscription may be claimed. */
    private Map<String, Integer> free(Collection<Hub> due) {
        if (ofHubs.size() > MAX_HUBS) {
            ofHubs.values().removeIf(HubDeliveries::isEmpty);
        }
        var free = new LinkedHashMap<String, Integer>();
        var left = new HashMap<String, Integer>();
        for (var hub : due) {
            int ofTenant =
                    left.computeIfAbsent(hub.tenant(), tenant -> OF_TENANT - claimedOfTenant.getOrDefault(tenant, 0));
            int both = Math.min(ofHub(hub.id()).free(), ofTenant);
            if (both > 0) {
                free.put(hub.id(), both);
                left.put(hub.tenant(), ofTenant - both);
            }
        }
        return free;
    }

    private HubDeliveries ofHub(String hub) {
        return ofHubs.computeIfAbsent(hub, first -> new HubDeliveries(config.parallel()));
    }

    private void add(Claimed delivery) {
        ofHub(delivery.hub().id()).add(delivery);
        claimedOfTenant.merge(delivery.hub().tenant(), 1, Integer::sum);
    }

    private void startNext(HubDeliveries ofHub) {
        if (loop.isClosing()) {
            return;
        }
        for (var delivery : ofHub.next()) {
            Thread.ofVirtual()
                    .name("event-delivery-" + delivery.due().eventId())
                    .start(() -> deliver(ofHub, delivery));
        }
    }

    /** Nothing is sent if the lease may end before the attempt does: another process may have claimed the delivery by then. */
    private void deliver(HubDeliveries ofHub, Claimed delivery) {
        long began = System.nanoTime();
        var left = lease.minusNanos(began - delivery.claimedAt());
        var activity = activity(delivery);
        var attempt = left.compareTo(config.timeout()) < 0
                ? Future.<Void>failedFuture("not sent in time")
                : activity.call(() -> webhooks.deliver(delivery.hub(), delivery.due()));
        attempt.onComplete(done -> {
            var failure = done.succeeded()
                    ? Optional.<String>empty()
                    : Optional.of(String.valueOf(done.cause().getMessage()));
            activity.end(Attributes.empty(), failure.map(DeliveryWorker::kind));
            ended.add(new Outcome(delivery, Duration.ofNanos(System.nanoTime() - began), failure));
            ofHub.ended();
            startNext(ofHub);
            signal.signal();
        });
    }

    /** The status, or that there was none: the reason may name who it is about. */
    private static String kind(String failure) {
        return failure.startsWith("status ") ? failure.substring("status ".length()) : "failed";
    }

    private static Activity activity(Claimed delivery) {
        var due = delivery.due();
        var attributes = Attributes.builder()
                .put("http.request.method", "POST")
                .put("messaging.message.id", due.eventId())
                .put("billwright.event.type", due.type())
                .put("billwright.tenant", delivery.hub().tenant())
                .put("billwright.hub.id", delivery.hub().id())
                .put("billwright.delivery.attempt", due.attempts())
                .build();
        return Activity.delivery(due.type(), attributes, due.trace());
    }

    /** Records what ended, and gives back what did not begin, so that another process delivers it at once. */
    @Override
    public void finish() {
        poll();
        var waiting = ofHubs.values().stream()
                .flatMap(ofHub -> ofHub.takeWaiting().stream())
                .map(Claimed::due)
                .toList();
        database.acrossTenants(tx -> {
            outcomes.record(tx);
            DeliveryStore.giveBack(tx, waiting);
            return waiting;
        });
        outcomes.recorded();
    }

    /** Stops before the next run. What is in flight is delivered again when its lease ends. */
    @Override
    public void close() {
        loop.close();
    }
}
