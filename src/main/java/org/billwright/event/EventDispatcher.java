package org.billwright.event;

import io.vertx.core.Vertx;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import org.billwright.problem.ProblemException;
import org.billwright.store.Database;
import org.billwright.store.WakeUpSignal;
import org.billwright.store.WorkerLoop;
import org.jboss.logging.Logger;
import org.jdbi.v3.core.Handle;

/**
 * Gives every event to those who asked for it, and has a worker for each of them. Any number of processes may do so at
 * once, and any may be killed: what is to be told stands in the store until it was.
 */
public final class EventDispatcher implements AutoCloseable {
    private static final Logger LOG = Logger.getLogger("org.billwright.event");
    private static final int BATCH = 500;
    /** How late an event of another process may be seen; those of this one are told of. */
    private static final Duration POLL = Duration.ofSeconds(1);

    /** Between two turns, however many events there are: so that a turn is for many of them. */
    private static final Duration BREATH = Duration.ofMillis(50);

    private static final Duration COUNTING = Duration.ofSeconds(5);
    private static final Duration LAST_TURN = Duration.ofSeconds(2);
    private static final Duration HOUSEKEEPING = Duration.ofMinutes(10);

    private final Database database;
    private final HubQueries queries;
    private final EventsConfig config;
    private final Clock clock;
    private final WebhookClient postman;
    private final Optional<KafkaPublisher> stream;
    private final Map<String, HubWorker> workers = new HashMap<>();
    private final WorkerLoop turns;
    private final DeliveryMetrics counts = new DeliveryMetrics();
    private long lastHousekeeping = System.nanoTime();
    private long lastCount = System.nanoTime();

    /** Starts telling. Who writes events gives the nudge. */
    public EventDispatcher(
            Vertx vertx,
            Database database,
            HubQueries queries,
            CallbackGuard guard,
            EventsConfig config,
            Clock clock,
            WakeUpSignal arrivals) {
        this.database = database;
        this.queries = queries;
        this.config = config;
        this.clock = clock;
        this.postman = new WebhookClient(vertx, config, guard, queries, clock);
        this.stream = config.stream().map(kafka -> new KafkaPublisher(database, queries, kafka, clock));
        this.turns = new WorkerLoop("events", arrivals, POLL, LAST_TURN, this::work);
        turns.start(1);
    }

    private boolean work() throws InterruptedException {
        int dispatched = turn();
        housekeeping();
        if (dispatched < BATCH) {
            Thread.sleep(BREATH);
        }
        return dispatched == BATCH;
    }

    /** Gives out a batch, and wakes those who got something of it. */
    private int turn() {
        var woken = new ArrayList<HubWorker>();
        int dispatched = database.acrossTenants(tx -> dispatch(tx, woken));
        woken.forEach(HubWorker::somethingDue);
        if (dispatched > 0) {
            stream.ifPresent(KafkaPublisher::eventsArrived);
        }
        return dispatched;
    }

    private int dispatch(Handle tx, List<HubWorker> woken) {
        var hubs = HubStore.all(tx);
        employ(hubs);
        var events = DeliveryStore.undispatched(tx, BATCH);
        if (events.isEmpty()) {
            return 0;
        }
        for (var hub : hubs) {
            if (enqueue(tx, hub, events) > 0) {
                Optional.ofNullable(workers.get(hub.id())).ifPresent(woken::add);
            }
        }
        DeliveryStore.dispatched(tx, events);
        return events.size();
    }

    /** A query that cannot be run, though it could when it was registered, must not stop the others. */
    private int enqueue(Handle tx, Hub hub, List<Long> events) {
        tx.savepoint("hub");
        try {
            var condition = queries.condition(hub.version(), hub.query(), hub.base());
            int enqueued = DeliveryStore.enqueue(tx, hub, condition, events, clock.instant());
            tx.releaseSavepoint("hub");
            return enqueued;
        } catch (ProblemException | IllegalStateException e) {
            LOG.errorf("%s: its query cannot be run: %s", hub, e.getMessage());
            tx.rollbackToSavepoint("hub");
            return 0;
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
    public DeliveryMetrics counts() {
        return counts;
    }

    /** What an operator watches of Kafka, where it is configured. */
    public Optional<PublishMetrics> streamCounts() {
        return stream.map(KafkaPublisher::counts);
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
        var before = clock.instant().minus(config.retention());
        var topics = config.stream().map(KafkaConfig::topic).stream().toList();
        int forgotten = 0;
        int last;
        do {
            last = database.acrossTenants(tx -> DeliveryStore.forget(tx, before, topics, BATCH));
            forgotten += last;
        } while (last == BATCH && !turns.isClosing());
        return forgotten;
    }

    @Override
    public void close() {
        turns.close();
        stream.ifPresent(KafkaPublisher::close);
        workers.values().forEach(HubWorker::stop);
        postman.close();
    }
}
