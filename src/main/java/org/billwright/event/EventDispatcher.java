package org.billwright.event;

import io.vertx.core.Vertx;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.billwright.event.callback.CallbackGuard;
import org.billwright.store.Database;
import org.billwright.work.TransactionalQueue;
import org.billwright.work.WakeUpSignal;
import org.billwright.work.WorkerLoop;

/**
 * The way of an event after its transaction: it gets a position, is dispatched to the subscriptions of its tenant, and delivered. Any number
 * of processes may do so at once, and any may be killed: a delivery is in the database until it was received. Each step is a loop of its
 * own, so that none waits for another.
 */
public final class EventDispatcher implements AutoCloseable {
    private static final int BATCH = 1_000;
    private static final String DISPATCH = "event-dispatch";
    private static final int DISPATCHING_THREADS = 2;
    /** How late an event of another process may be seen; those of this process signal. */
    private static final Duration POLL = Duration.ofSeconds(1);

    /** A pause after each run that was not a full batch, so that the next run has more events. */
    private static final Duration PAUSE = Duration.ofMillis(50);

    private static final Duration METRICS_PERIOD = Duration.ofSeconds(5);
    private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(2);
    private static final Duration PURGE_PERIOD = Duration.ofMinutes(10);

    private final Database database;
    private final EventsConfig config;
    private final WebhookClient webhooks;
    private final DeliveryWorker deliveries;
    private final Optional<KafkaPublisher> publisher;
    private final DeliveryMetrics metrics = new DeliveryMetrics();
    private final WakeUpSignal assigned = new WakeUpSignal();
    private final List<WorkerLoop> loops;
    private long lastPurge = System.nanoTime();

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
        this.config = config;
        var matcher = new HubMatcher(queries);
        this.webhooks = new WebhookClient(vertx, config, guard, queries, clock);
        this.deliveries = new DeliveryWorker(database, webhooks, config, metrics);
        var tenants = new TenantDispatch(database, matcher, deliveries::signal);
        var apart = new ApartDispatch(database, matcher, deliveries::signal);
        var replays = new ReplayQueue(database, matcher, deliveries::signal);
        this.publisher = config.kafka().map(kafka -> new KafkaPublisher(database, queries, kafka, clock));
        this.loops = List.of(
                loop("events", signal, this::assignPositions),
                loop(DISPATCH, assigned, queue(tenants)),
                loop("event-dispatch-apart", new WakeUpSignal(), queue(apart)),
                loop("event-replay", new WakeUpSignal(), queue(replays)),
                loop("event-maintenance", new WakeUpSignal(), this::maintain));
        loops.forEach(loop -> loop.start(loop.name().equals(DISPATCH) ? DISPATCHING_THREADS : 1));
    }

    private static WorkerLoop loop(String name, WakeUpSignal signal, WorkerLoop.Task task) {
        return new WorkerLoop(name, signal, WorkerLoop.AFTER_FAILURE, CLOSE_TIMEOUT, task);
    }

    private Duration assignPositions() throws InterruptedException {
        int count = database.acrossTenants(tx -> DispatchStore.assignPositions(tx, BATCH));
        if (count > 0) {
            assigned.signal();
            publisher.ifPresent(KafkaPublisher::signal);
        }
        if (count == BATCH) {
            return Duration.ZERO;
        }
        Thread.sleep(PAUSE);
        return POLL;
    }

    private WorkerLoop.Task queue(TransactionalQueue<?> queue) {
        return () -> queue.processNext(database) ? Duration.ZERO : POLL;
    }

    private Duration maintain() {
        metrics.update(database.acrossTenants(MaintenanceStore::backlog));
        if (System.nanoTime() - lastPurge > PURGE_PERIOD.toNanos()) {
            lastPurge = System.nanoTime();
            purge();
        }
        return METRICS_PERIOD;
    }

    private void purge() {
        var topics = config.kafka().map(KafkaConfig::topic).stream().toList();
        new EventPurge(database, config.retention(), topics).run(loops.getLast()::shouldContinue);
    }

    /** The metrics of deliveries to subscriptions. */
    public DeliveryMetrics deliveryMetrics() {
        return metrics;
    }

    /** The metrics of Kafka, if it is configured. */
    public Optional<PublishMetrics> publishMetrics() {
        return publisher.map(KafkaPublisher::metrics);
    }

    /** The loops. */
    public List<WorkerLoop> workers() {
        return Stream.of(
                        loops.stream(),
                        Stream.of(deliveries.loop()),
                        publisher.stream().map(KafkaPublisher::loop))
                .flatMap(each -> each)
                .toList();
    }

    @Override
    public void close() {
        loops.forEach(WorkerLoop::close);
        publisher.ifPresent(KafkaPublisher::close);
        deliveries.close();
        webhooks.close();
    }
}
