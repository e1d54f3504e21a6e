package org.billwright.event;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ThreadLocalRandom;
import org.billwright.store.Database;
import org.billwright.work.Lease;
import org.billwright.work.RetryPolicy;
import org.billwright.work.WakeUpSignal;
import org.billwright.work.WorkerLoop;
import org.jboss.logging.Logger;
import org.jdbi.v3.core.Handle;

/**
 * Delivers to one subscriber, in a thread of its own, so that a slow or unreachable one does not delay the others. It waits until a
 * delivery has ended, an event is queued for the subscriber, or a retry is due; and it polls, because other processes queue
 * events too, or may stop while they hold claimed deliveries.
 */
final class HubWorker implements AutoCloseable {
    private static final Logger LOG = Logger.getLogger("org.billwright.event");
    private static final Duration POLL = Duration.ofSeconds(1);

    /** How long an outcome waits for those of other deliveries in flight, so that one transaction records many. */
    private static final Duration OUTCOME_WAIT = Duration.ofMillis(10);

    private static final RetryPolicy AFTER_FAILURE =
            RetryPolicy.unlimited(Duration.ofSeconds(1), Duration.ofSeconds(1));
    private static final int LEASE_TIMES_TIMEOUT = 4;

    private final Hub hub;
    private final Database database;
    private final WebhookClient webhooks;
    private final EventsConfig config;
    private final Clock clock;
    private final DeliveryMetrics metrics;
    private final WakeUpSignal signal = new WakeUpSignal();
    private final ConcurrentLinkedQueue<Outcome> ended = new ConcurrentLinkedQueue<>();
    /** When failed deliveries of this process are due again, as far ahead as the next poll. */
    private final PriorityQueue<Instant> retries = new PriorityQueue<>();

    private final WorkerLoop loop;
    private int inFlight;

    /** How a delivery ended: the failure, or empty if it was received. */
    private record Outcome(DeliveryStore.Due due, Optional<String> failure) {}

    /** Starts to deliver. */
    HubWorker(
            Hub hub,
            Database database,
            WebhookClient webhooks,
            EventsConfig config,
            Clock clock,
            DeliveryMetrics metrics) {
        this.hub = hub;
        this.database = database;
        this.webhooks = webhooks;
        this.config = config;
        this.clock = clock;
        this.metrics = metrics;
        this.loop = new WorkerLoop(hub.toString(), signal, AFTER_FAILURE, Duration.ZERO, this::runOnce);
        loop.start(1);
    }

    /** Wakes the worker: an event was queued for this subscriber. */
    void signal() {
        signal.signal();
    }

    private Duration runOnce() throws InterruptedException {
        var outcomes = outcomes();
        inFlight -= outcomes.size();
        outcomes.forEach(outcome -> metrics.record(outcome.failure().isEmpty()));
        claim(outcomes).forEach(this::deliver);
        return untilNextRun();
    }

    /** The deliveries that have ended by now. */
    private List<Outcome> outcomes() throws InterruptedException {
        var outcomes = takeEnded(List.of());
        long end = System.nanoTime() + OUTCOME_WAIT.toNanos();
        while (!outcomes.isEmpty() && outcomes.size() < inFlight && System.nanoTime() < end) {
            boolean signalled = signal.await(Duration.ofNanos(end - System.nanoTime()));
            LOG.tracef("%s: signalled: %s", hub, signalled);
            outcomes = takeEnded(outcomes);
        }
        return outcomes;
    }

    private List<Outcome> takeEnded(List<Outcome> before) {
        var outcomes = new ArrayList<>(before);
        for (var next = ended.poll(); next != null; next = ended.poll()) {
            outcomes.add(next);
        }
        return outcomes;
    }

    /** Records outcomes and claims as many due deliveries as may be started, in one transaction. */
    private List<DeliveryStore.Due> claim(List<Outcome> outcomes) {
        var now = clock.instant();
        retries.removeIf(retry -> !retry.isAfter(now));
        int free = config.parallel() - inFlight;
        if (free == 0) {
            return List.of();
        }
        var lease = new Lease(now, now.plus(config.timeout().multipliedBy(LEASE_TIMES_TIMEOUT)));
        var claimed = database.acrossTenants(tx -> {
            record(tx, outcomes);
            return DeliveryStore.claim(tx, hub, free, lease);
        });
        inFlight += claimed.size();
        return claimed;
    }

    private void deliver(DeliveryStore.Due due) {
        webhooks.deliver(hub, due)
                .onSuccess(done -> end(new Outcome(due, Optional.empty())))
                .onFailure(failure -> end(new Outcome(due, Optional.of(String.valueOf(failure.getMessage())))));
    }

    private void end(Outcome outcome) {
        ended.add(outcome);
        signal.signal();
    }

    private Duration untilNextRun() {
        return retries.isEmpty() ? POLL : Duration.between(clock.instant(), retries.element());
    }

    private void record(Handle tx, List<Outcome> outcomes) {
        var delivered = outcomes.stream()
                .filter(outcome -> outcome.failure().isEmpty())
                .map(outcome -> outcome.due().seq())
                .toList();
        if (!delivered.isEmpty()) {
            DeliveryStore.delivered(tx, hub, delivered);
        }
        outcomes.forEach(outcome -> outcome.failure().ifPresent(reason -> failed(tx, outcome.due(), reason)));
    }

    private void failed(Handle tx, DeliveryStore.Due due, String reason) {
        config.retry()
                .delayAfter(due.attempts(), ThreadLocalRandom.current().nextDouble())
                .ifPresentOrElse(delay -> retryLater(tx, due, delay, reason), () -> deadLetter(tx, due, reason));
    }

    private void retryLater(Handle tx, DeliveryStore.Due due, Duration delay, String reason) {
        var retry = clock.instant().plus(delay);
        DeliveryStore.retryLater(tx, hub, due.seq(), retry, reason);
        if (delay.compareTo(POLL) < 0) {
            retries.add(retry);
        }
    }

    private void deadLetter(Handle tx, DeliveryStore.Due due, String reason) {
        LOG.warnf("%s: event %s dead-lettered after %d attempts: %s", hub, due.eventId(), due.attempts(), reason);
        DeliveryStore.deadLetter(tx, hub, due.seq(), reason);
    }

    /** Stops before the next run, without waiting. What is in flight is delivered again when its lease ends. */
    @Override
    public void close() {
        loop.close();
    }
}
