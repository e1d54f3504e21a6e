package org.billwright.event;

import io.vertx.core.Vertx;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.billwright.problem.Rejected;
import org.billwright.store.Database;
import org.jboss.logging.Logger;
import org.jdbi.v3.core.Handle;

/**
 * Gives every event to those who asked for it, and has a worker for each of them. Any number of processes may do so at
 * once, and any may be killed: what is to be told stands in the store until it was.
 */
public final class Delivery implements AutoCloseable {
    private static final Logger LOG = Logger.getLogger("org.billwright.event");
    private static final int BATCH = 500;
    private static final Duration POLL = Duration.ofMillis(100);
    private static final Duration COUNTING = Duration.ofSeconds(5);
    private static final Duration LAST_TURN = Duration.ofSeconds(2);
    private static final Duration HOUSEKEEPING = Duration.ofMinutes(10);

    private final Database database;
    private final HubQueries queries;
    private final EventsConfig config;
    private final Clock clock;
    private final Postman postman;
    private final Map<String, HubWorker> workers = new HashMap<>();
    private final Thread thread;
    private volatile boolean closing;
    private final DeliveryCounts counts = new DeliveryCounts();
    private long lastHousekeeping = System.nanoTime();
    private long lastCount = System.nanoTime();

    /** Starts telling. */
    public Delivery(
            Vertx vertx, Database database, HubQueries queries, CallbackGuard guard, EventsConfig config, Clock clock) {
        this.database = database;
        this.queries = queries;
        this.config = config;
        this.clock = clock;
        this.postman = new Postman(vertx, config, guard, queries, clock);
        this.thread = Thread.ofVirtual().name("events").start(this::work);
    }

    private void work() {
        while (!closing) {
            try {
                int dispatched = database.acrossTenants(this::dispatch);
                housekeeping();
                if (dispatched < BATCH) {
                    Thread.sleep(POLL);
                }
            } catch (InterruptedException e) {
                return;
            } catch (RuntimeException e) {
                LOG.errorf("events cannot be read, tried again: %s", e);
                pause();
            }
        }
    }

    private int dispatch(Handle tx) {
        var hubs = HubStore.all(tx);
        employ(hubs);
        var events = DeliveryStore.undispatched(tx, BATCH);
        if (events.isEmpty()) {
            return 0;
        }
        hubs.forEach(hub -> enqueue(tx, hub, events));
        DeliveryStore.dispatched(tx, events);
        return events.size();
    }

    /** A query that cannot be run, though it could when it was registered, must not stop the others. */
    private void enqueue(Handle tx, Hub hub, List<Long> events) {
        tx.savepoint("hub");
        try {
            var condition = queries.condition(hub.version(), hub.query(), hub.base());
            DeliveryStore.enqueue(tx, hub, condition, events, clock.instant());
            tx.releaseSavepoint("hub");
        } catch (Rejected | IllegalStateException e) {
            LOG.errorf("%s: its query cannot be run: %s", hub, e.getMessage());
            tx.rollbackToSavepoint("hub");
        }
    }

    private void employ(List<Hub> hubs) {
        var gone = new TreeSet<>(workers.keySet());
        for (var hub : hubs) {
            gone.remove(hub.id());
            workers.computeIfAbsent(hub.id(), id -> new HubWorker(hub, database, postman, config, clock, counts));
        }
        gone.forEach(id -> {
            var worker = workers.remove(id);
            if (worker != null) {
                worker.stop();
            }
        });
    }

    /** What an operator watches. */
    public DeliveryCounts counts() {
        return counts;
    }

    private void housekeeping() {
        if (System.nanoTime() - lastCount > COUNTING.toNanos()) {
            lastCount = System.nanoTime();
            counts.stands(database.acrossTenants(tx -> DeliveryStore.standing(tx, clock.instant())));
        }
        if (System.nanoTime() - lastHousekeeping > HOUSEKEEPING.toNanos()) {
            lastHousekeeping = System.nanoTime();
            forget();
        }
    }

    /** Deletes events that are older than the retention, a batch at a time; tells how many. */
    public int forget() {
        int forgotten = 0;
        int last;
        do {
            last = database.acrossTenants(
                    tx -> DeliveryStore.forget(tx, clock.instant().minus(config.retention()), BATCH));
            forgotten += last;
        } while (last == BATCH && !closing);
        return forgotten;
    }

    private void pause() {
        try {
            Thread.sleep(Duration.ofSeconds(1));
        } catch (InterruptedException e) {
            closing = true;
        }
    }

    @Override
    public void close() {
        closing = true;
        try {
            thread.join(LAST_TURN);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        workers.values().forEach(HubWorker::stop);
        postman.close();
    }
}
