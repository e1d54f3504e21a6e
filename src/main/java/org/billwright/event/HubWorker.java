package org.billwright.event;

import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import org.billwright.store.Database;
import org.jboss.logging.Logger;
import org.jdbi.v3.core.Handle;

/** Tells one subscriber, in a thread of its own, so that a slow or dead one delays nobody else. */
final class HubWorker {
    private static final Logger LOG = Logger.getLogger("org.billwright.event");
    private static final long POLL_MS = 100;
    private static final long PAUSE_AFTER_FAILURE_MS = 1_000;
    private static final int LEASE_TIMES_TIMEOUT = 4;

    private final Hub hub;
    private final Database database;
    private final Postman postman;
    private final EventsConfig config;
    private final Clock clock;
    private final DeliveryCounts counts;
    private final LinkedBlockingQueue<Outcome> outcomes = new LinkedBlockingQueue<>();
    private int inFlight;
    private volatile boolean closing;

    private record Outcome(DeliveryStore.Due due, Optional<String> failure) {}

    HubWorker(Hub hub, Database database, Postman postman, EventsConfig config, Clock clock, DeliveryCounts counts) {
        this.hub = hub;
        this.database = database;
        this.postman = postman;
        this.config = config;
        this.clock = clock;
        this.counts = counts;
        Thread.ofVirtual().name("hub-" + hub.id()).start(this::work);
    }

    private void work() {
        while (!closing) {
            try {
                work(outcomes());
            } catch (InterruptedException e) {
                return;
            } catch (RuntimeException e) {
                LOG.errorf("%s: deliveries cannot be read or written, tried again: %s", hub, e);
                pause();
            }
        }
    }

    /** What is known by now; waits a moment where there is nothing. */
    private List<Outcome> outcomes() throws InterruptedException {
        var known = new ArrayList<Outcome>();
        if (outcomes.drainTo(known) == 0 && inFlight > 0) {
            Optional.ofNullable(outcomes.poll(POLL_MS, TimeUnit.MILLISECONDS)).ifPresent(known::add);
            outcomes.drainTo(known);
        }
        return known;
    }

    private void work(List<Outcome> known) throws InterruptedException {
        var now = clock.instant();
        var lease = now.plus(config.timeout().multipliedBy(LEASE_TIMES_TIMEOUT));
        inFlight -= known.size();
        known.forEach(outcome -> counts.told(outcome.failure().isEmpty()));
        int free = config.parallel() - inFlight;
        var claimed = database.acrossTenants(tx -> {
            settle(tx, known);
            return free > 0 ? DeliveryStore.claim(tx, hub, free, now, lease) : List.<DeliveryStore.Due>of();
        });
        inFlight += claimed.size();
        claimed.forEach(due -> postman.deliver(hub, due)
                .onSuccess(done -> outcomes.add(new Outcome(due, Optional.empty())))
                .onFailure(
                        failure -> outcomes.add(new Outcome(due, Optional.of(String.valueOf(failure.getMessage()))))));
        if (claimed.isEmpty() && known.isEmpty() && inFlight == 0) {
            Thread.sleep(POLL_MS);
        }
    }

    private void settle(Handle tx, List<Outcome> known) {
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
        DeliveryStore.retryLater(tx, hub, due.seq(), clock.instant().plus(pause), reason);
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
    }
}
