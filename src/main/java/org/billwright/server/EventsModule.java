package org.billwright.server;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.billwright.access.Permission;
import org.billwright.bill.BillShape;
import org.billwright.dispute.DisputeShape;
import org.billwright.event.DeliveryMetrics;
import org.billwright.event.EventDeliveryOperations;
import org.billwright.event.EventDispatcher;
import org.billwright.event.EventShape;
import org.billwright.event.EventsConfig;
import org.billwright.event.HubOperations;
import org.billwright.event.HubQueries;
import org.billwright.event.HubShape;
import org.billwright.event.KafkaConfig;
import org.billwright.event.PublishMetrics;
import org.billwright.event.callback.CallbackGuard;
import org.billwright.http.HttpConfig;
import org.billwright.http.ReadOperations;
import org.billwright.http.Route;
import org.billwright.json.TmfVersion;
import org.billwright.ondemand.OnDemandShape;
import org.billwright.query.ResourceSchema;
import org.billwright.work.RetryPolicy;
import org.billwright.work.WakeUpSignal;
import org.billwright.work.WorkerLoop;

/** Events: subscriptions to them, their delivery to subscribers and to Kafka. */
public record EventsModule(
        ServerResources resources, EventsConfig config, CallbackGuard guard, Optional<EventDispatcher> dispatcher)
        implements ServerModule {
    /** The queries of subscriptions: the resources that events are about, in each version. */
    public static final HubQueries QUERIES = new HubQueries(Map.of(
            TmfVersion.V4, eventShape(TmfVersion.V4),
            TmfVersion.V5, eventShape(TmfVersion.V5)));

    /** Connections of their own: delivering events and changing bills do not wait for each other. */
    private static final int CONNECTIONS = 8;

    private static ResourceSchema eventShape(TmfVersion version) {
        return EventShape.of(
                version,
                BillShape.of(version).shape(),
                OnDemandShape.of(version).shape(),
                DisputeShape.of(version));
    }

    /** Starts the delivery, where this process is to deliver. */
    static EventsModule open(ServerResources resources) {
        var config = config(resources.settings().events(), resources.http());
        var guard = new CallbackGuard(config.callbacks(), CallbackGuard.SYSTEM_RESOLVER);
        if (!resources.settings().events().delivered()) {
            return new EventsModule(resources, config, guard, Optional.empty());
        }
        var dispatcher = new EventDispatcher(
                resources.vertx(),
                resources.dedicatedPool(CONNECTIONS),
                QUERIES,
                guard,
                config,
                resources.clock(),
                resources.database().shared(WakeUpSignal.class));
        return new EventsModule(resources, config, guard, Optional.of(dispatcher));
    }

    static EventsConfig config(EventsSettings settings, HttpConfig http) {
        var callbacks = new CallbackGuard.Policy(
                settings.httpsRequired(), settings.allowedCallbacks().orElse(List.of()));
        var kafka = settings.kafka();
        var base = http.publicUrl().orElse("") + http.path(kafka.version());
        var publishing = kafka.bootstrapServers()
                .map(servers -> ConfigRecords.fill(
                        KafkaConfig.class, kafka, Map.of("bootstrapServers", servers, "base", base)));
        var retry = new RetryPolicy(settings.attempts(), settings.firstRetry(), settings.longestRetry());
        return ConfigRecords.fill(
                EventsConfig.class, settings, Map.of("callbacks", callbacks, "kafka", publishing, "retry", retry));
    }

    @Override
    public List<Route> tmfRoutes(TmfVersion version) {
        var hubs = new ReadOperations(resources.auditedReads(), Permission.SUBSCRIBE, HubShape.of(version));
        return new HubOperations(resources.writes(), hubs, QUERIES, guard, config, resources.clock()).routes();
    }

    @Override
    public List<Route> operatorRoutes() {
        return new EventDeliveryOperations(resources.auditedReads(), resources.writes(), resources.clock()).routes();
    }

    @Override
    public List<WorkerLoop> workers() {
        return dispatcher.map(EventDispatcher::workers).orElse(List.of());
    }

    @Override
    public void register(MeterRegistry metrics) {
        dispatcher.ifPresent(delivery -> {
            register(metrics, delivery.deliveryMetrics());
            delivery.publishMetrics().ifPresent(counts -> register(metrics, counts));
        });
    }

    private static void register(MeterRegistry metrics, DeliveryMetrics counts) {
        FunctionCounter.builder("billwright.events.delivered", counts, DeliveryMetrics::delivered)
                .register(metrics);
        FunctionCounter.builder("billwright.events.failed.attempts", counts, DeliveryMetrics::failed)
                .register(metrics);
        metrics.gauge("billwright.events.waiting", counts, c -> c.backlog().waiting());
        metrics.gauge(
                "billwright.events.dead.lettered", counts, c -> c.backlog().deadLettered());
        metrics.gauge("billwright.events.lag.seconds", counts, c -> c.backlog().oldestSeconds());
    }

    private static void register(MeterRegistry metrics, PublishMetrics counts) {
        FunctionCounter.builder("billwright.events.kafka.sent", counts, PublishMetrics::published)
                .register(metrics);
        FunctionCounter.builder("billwright.events.kafka.failed.attempts", counts, PublishMetrics::failed)
                .register(metrics);
        metrics.gauge(
                "billwright.events.kafka.waiting", counts, c -> c.backlog().waiting());
        metrics.gauge(
                "billwright.events.kafka.lag.seconds", counts, c -> c.backlog().oldestSeconds());
    }

    @Override
    public void close() {
        dispatcher.ifPresent(EventDispatcher::close);
    }
}
