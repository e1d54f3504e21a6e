package org.billwright.event;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import org.billwright.store.Database;
import org.jboss.logging.Logger;
import org.jdbi.v3.core.Handle;

/**
 * Tells one subscriber, in a thread of its own, so that a slow or dead one delays nobody else. It sleeps until something came
 * back from the subscriber, something was put there for it, or something that failed is due; and looks by itself now and
 * then, for other processes put things there too, or die with what they claimed.
 */
final class HubWorker {
    private static final Logger LOG = Logger.getLogger("org.billwright.event");
    private static final Duration POLL = Duration.ofSeconds(1);

    /** How long what came back waits for others under way, so that a transaction is for many of them. */
    private static final Duration GATHERING = Duration.ofMillis(10);

    private static final long PAUSE_AFTER_FAILURE_MS = 1_000;
    private static final int LEASE_TIMES_TIMEOUT = 4;

    private final Hub hub;
    private final Database database;
    private final WebhookClient postman;
    private final EventsConfig config;
    private final Clock clock;
    private final DeliveryMetrics counts;
    private final LinkedBlockingQueue<WorkerMessage> words = new LinkedBlockingQueue<>();
    /** When to try again, of this process's own failures, as far ahead as the next poll. */
    private final PriorityQueue<Instant> retries = new PriorityQueue<>();

    private int inFlight;
    private volatile boolean closing;

    /** What wakes the worker. */
    private sealed interface WorkerMessage {
        /** A delivery came to its end. */
        record Outcome(DeliveryStore.Due due, Optional<String> failure) implements WorkerMessage {}

        /** Something may be due. */
        record Nudged() implements WorkerMessage {}
    }

    HubWorker(
            Hub hub,
            Database database,
            WebhookClient postman,
            EventsConfig config,
            Clock clock,
            DeliveryMetrics counts) {
        this.hub = hub;
        this.database = database;
        this.postman = postman;
        this.config = config;
        this.clock = clock;
        this.counts = counts;
        Thread.ofVirtual().name("hub-" + hub.id()).start(this::work);
    }

    /** Tells that something was put there for this subscriber. */
    void somethingDue() {
        words.add(new WorkerMessage.Nudged());
    }

    private void work() {
        var known = List.<WorkerMessage.Outcome>of();
        while (!closing) {
            try {
                turn(known);
                known = outcomes();
            } catch (InterruptedException e) {
                return;
            } catch (RuntimeException e) {
                LOG.errorf("%s: deliveries cannot be read or written, tried again: %s", hub, e);
                known = List.of();
                pause();
            }
        }
    }

    /** Waits until there is something to do; gives what is known by then. */
    private List<WorkerMessage.Outcome> outcomes() throws InterruptedException {
        var known = new ArrayList<WorkerMessage.Outcome>();
        hear(known, untilNextTurn());
        long end = System.nanoTime() + GATHERING.toNanos();
        while (!known.isEmpty() && known.size() < inFlight && System.nanoTime() < end) {
            hear(known, Duration.ofNanos(end - System.nanoTime()));
        }
        return known;
    }

    private void hear(List<WorkerMessage.Outcome> known, Duration atMost) throws InterruptedException {
        var heard = new ArrayList<WorkerMessage>();
        Optional.ofNullable(words.poll(atMost.toNanos(), TimeUnit.NANOSECONDS)).ifPresent(heard::add);
        words.drainTo(heard);
        for (var word : heard) {
            if (word instanceof WorkerMessage.Outcome outcome) {
                known.add(outcome);
            }
        }
    }

    private Duration untilNextTurn() {
        return retries.isEmpty() ? POLL : Duration.between(clock.instant(), retries.element());
    }

    private void turn(List<WorkerMessage.Outcome> known) {
        var now = clock.instant();
        var lease = now.plus(config.timeout().multipliedBy(LEASE_TIMES_TIMEOUT));
        retries.removeIf(retry -> !retry.isAfter(now));
        inFlight -= known.size();
        known.forEach(outcome -> counts.told(outcome.failure().isEmpty()));
        int free = config.parallel() - inFlight;
        if (free == 0) {
            return;
        }
        var claimed = database.acrossTenants(tx -> {
            settle(tx, known);
            return DeliveryStore.claim(tx, hub, free, now, lease);
        });
        inFlight += claimed.size();
        claimed.forEach(due -> postman.deliver(hub, due)
                .onSuccess(done -> words.add(new WorkerMessage.Outcome(due, Optional.empty())))
                .onFailure(failure ->
                        words.add(new WorkerMessage.Outcome(due, Optional.of(String.valueOf(failure.getMessage()))))));
    }

    private void settle(Handle tx, List<WorkerMessage.Outcome> known) {
        var delivered = known.stream()
                .filter(outcome -> outcome.failure().isEmpty())
                .map(outcome -> outcome.due().seq())
                .toList();
        if (!delivered.isEmpty()) {
            DeliveryStore.delivered(tx, hub, delivered);
        }
        known.forEach(outcome -> outcome.failure().ifPresent(reason -> failed(tx, outcome.due(), reason)));
    }

    private void failed(Handle tx, DeliveryStore.Due due, String reason) {
        if (due.attempts() >= config.attempts()) {
            LOG.warnf("%s: event %s parked after %d attempts: %s", hub, due.eventId(), due.attempts(), reason);
            DeliveryStore.park(tx, hub, due.seq(), reason);
            return;
        }
        var pause = config.pause(due.attempts(), ThreadLocalRandom.current().nextDouble());
        var retry = clock.instant().plus(pause);
        DeliveryStore.retryLater(tx, hub, due.seq(), retry, reason);
        if (pause.compareTo(POLL) < 0) {
            retries.add(retry);
        }
    }

    private void pause() {
        try {
            Thread.sleep(PAUSE_AFTER_FAILURE_MS);
        } catch (InterruptedException e) {
            closing = true;
        }
    }

    /**
     * Stops at the next turn; what is under way is told again when its lease ends. The thread is not interrupted, for that
     * would break the connection that it may be using.
     */
    void stop() {
        closing = true;
        somethingDue();
    }
}
