package org.billwright.event;

import io.vertx.core.Vertx;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.billwright.event.callback.CallbackGuard;
import org.billwright.problem.ProblemException;
import org.billwright.store.Database;
import org.billwright.work.WakeUpSignal;
import org.billwright.work.WorkerLoop;
import org.jboss.logging.Logger;
import org.jdbi.v3.core.Handle;

/**
 * Queues every event for the subscriptions whose query matches it, and runs a worker for each subscription. Any number of
 * processes may do so at once, and any may be killed: a delivery is in the database until it was received.
 */
public final class EventDispatcher implements AutoCloseable {
    private static final Logger LOG = Logger.getLogger("org.billwright.event");
    private static final int BATCH = 500;
    /** How late an event of another process may be seen; those of this process signal. */
    private static final Duration POLL = Duration.ofSeconds(1);

    /** A pause after each run that was not a full batch, so that the next run has more events. */
    private static final Duration PAUSE = Duration.ofMillis(50);

    private static final Duration METRICS_PERIOD = Duration.ofSeconds(5);
    private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(2);
    private static final Duration PURGE_PERIOD = Duration.ofMinutes(10);

    private final Database database;
    private final HubQueries queries;
    private final EventsConfig config;
    private final Clock clock;
    private final WebhookClient webhooks;
    private final Optional<KafkaPublisher> publisher;
    private final Map<String, HubWorker> workers = new HashMap<>();
    private final WorkerLoop loop;
    private final DeliveryMetrics metrics = new DeliveryMetrics();
    private long lastPurge = System.nanoTime();
    private long lastMetrics = System.nanoTime();

    /** Starts to dispatch. A writer of events sets the signal. */
    public EventDispatcher(
            Vertx vertx,
            Database database,
            HubQueries queries,
            CallbackGuard guard,
            EventsConfig config,
            Clock clock,
            WakeUpSignal signal) {
        this.database = database;
        this.queries = queries;
        this.config = config;
        this.clock = clock;
        this.webhooks = new WebhookClient(vertx, config, guard, queries, clock);
        this.publisher = config.kafka().map(kafka -> new KafkaPublisher(database, queries, kafka, clock));
        this.loop = new WorkerLoop("events", signal, WorkerLoop.AFTER_FAILURE, CLOSE_TIMEOUT, this::runOnce);
        loop.start(1);
    }

    /**
     * The result of one transaction.
     *
     * @param hubs all subscriptions
     * @param receivers those of them that an event was queued for
     * @param events how many events were dispatched
     */
    private record Dispatched(List<Hub> hubs, List<Hub> receivers, int events) {}

    private Duration runOnce() throws InterruptedException {
        var dispatched = dispatchAndSync();
        wakeUp(dispatched);
        updateMetrics();
        purgeIfDue();
        if (dispatched.events() == BATCH) {
            return Duration.ZERO;
        }
        Thread.sleep(PAUSE);
        return POLL;
    }

    /** What is queued is delivered also while dispatching fails. */
    private Dispatched dispatchAndSync() {
        try {
            var dispatched = database.acrossTenants(this::dispatch);
            syncWorkers(dispatched.hubs());
            return dispatched;
        } catch (RuntimeException e) {
            syncWorkers(database.acrossTenants(HubStore::all));
            throw e;
        }
    }

    private Dispatched dispatch(Handle tx) {
        var hubs = HubStore.all(tx);
        var events = DeliveryStore.undispatched(tx, BATCH);
        if (events.isEmpty()) {
            return new Dispatched(hubs, List.of(), 0);
        }
        var receivers =
                hubs.stream().filter(hub -> enqueue(tx, hub, events) > 0).toList();
        DeliveryStore.dispatched(tx, events);
        return new Dispatched(hubs, receivers, events.size());
    }

    /** A query that fails, although it worked when it was registered, must not stop the other subscriptions. */
    private int enqueue(Handle tx, Hub hub, List<Long> events) {
        tx.savepoint("hub");
        try {
            var condition = queries.condition(hub.version(), hub.query(), hub.base());
            int enqueued = DeliveryStore.enqueue(tx, hub, condition, events, clock.instant());
            tx.releaseSavepoint("hub");
            return enqueued;
        } catch (ProblemException | IllegalStateException e) {
            LOG.errorf("%s: its query failed: %s", hub, e.getMessage());
            tx.rollbackToSavepoint("hub");
            return 0;
        }
    }

    /** Starts a worker for each new subscription and stops those of removed ones. */
    private void syncWorkers(List<Hub> hubs) {
        var present = hubs.stream().map(Hub::id).collect(Collectors.toSet());
        workers.entrySet().removeIf(worker -> {
            boolean removed = !present.contains(worker.getKey());
            if (removed) {
                worker.getValue().close();
            }
            return removed;
        });
        for (var hub : hubs) {
            workers.computeIfAbsent(hub.id(), id -> new HubWorker(hub, database, webhooks, config, clock, metrics));
        }
    }

    private void wakeUp(Dispatched dispatched) {
        dispatched
                .receivers()
                .forEach(hub -> Optional.ofNullable(workers.get(hub.id())).ifPresent(HubWorker::signal));
        if (dispatched.events() > 0) {
            publisher.ifPresent(KafkaPublisher::signal);
        }
    }

    /** The metrics of deliveries to subscriptions. */
    public DeliveryMetrics deliveryMetrics() {
        return metrics;
    }

    /** The metrics of Kafka, if it is configured. */
    public Optional<PublishMetrics> publishMetrics() {
        return publisher.map(KafkaPublisher::metrics);
    }

    private void updateMetrics() {
        if (System.nanoTime() - lastMetrics > METRICS_PERIOD.toNanos()) {
            lastMetrics = System.nanoTime();
            metrics.update(database.acrossTenants(tx -> DeliveryStore.backlog(tx, clock.instant())));
        }
    }

    private void purgeIfDue() {
        if (System.nanoTime() - lastPurge > PURGE_PERIOD.toNanos()) {
            lastPurge = System.nanoTime();
            purge();
        }
    }

    /** Deletes events that are older than the retention, a batch at a time; returns how many. */
    public int purge() {
        var before = clock.instant().minus(config.retention());
        var topics = config.kafka().map(KafkaConfig::topic).stream().toList();
        int purged = 0;
        int last;
        do {
            last = database.acrossTenants(tx -> DeliveryStore.purge(tx, before, topics, BATCH));
            purged += last;
        } while (last == BATCH && !loop.isClosing());
        return purged;
    }

    @Override
    public void close() {
        loop.close();
        publisher.ifPresent(KafkaPublisher::close);
        workers.values().forEach(HubWorker::close);
        webhooks.close();
    }
}
