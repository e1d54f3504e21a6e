package org.billwright.server;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.quarkus.qute.Location;
import io.quarkus.qute.Template;
import io.quarkus.runtime.ShutdownEvent;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.ext.web.Router;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.billwright.access.Permission;
import org.billwright.audit.AuditShape;
import org.billwright.audit.AuditTrail;
import org.billwright.bill.BillPatch;
import org.billwright.bill.BillShape;
import org.billwright.channel.ChannelApi;
import org.billwright.cycle.CycleShape;
import org.billwright.document.BillDocumentOperations;
import org.billwright.event.CallbackGuard;
import org.billwright.event.DeliveryMetrics;
import org.billwright.event.EventDispatcher;
import org.billwright.event.EventShape;
import org.billwright.event.HubOperations;
import org.billwright.event.HubQueries;
import org.billwright.event.HubShape;
import org.billwright.event.PublishMetrics;
import org.billwright.http.ApiDocuments;
import org.billwright.http.AuditedReads;
import org.billwright.http.ConcurrencyLimit;
import org.billwright.http.HttpServer;
import org.billwright.http.ReadOperations;
import org.billwright.http.Route;
import org.billwright.http.UploadHandler;
import org.billwright.json.TmfVersion;
import org.billwright.load.ExportOperations;
import org.billwright.load.ImportOperations;
import org.billwright.load.ImportQueue;
import org.billwright.load.PersonImportData;
import org.billwright.ondemand.OnDemandCreation;
import org.billwright.ondemand.OnDemandShape;
import org.billwright.ondemand.OnDemandWorker;
import org.billwright.privacy.PersonalDataOperations;
import org.billwright.query.ResourceSchema;
import org.billwright.rate.RateShape;
import org.billwright.store.Database;
import org.billwright.store.ReadPool;
import org.billwright.store.Sql;
import org.billwright.store.TransactionRunner;
import org.billwright.store.WakeUpSignal;
import org.jboss.logging.Logger;

/** The server: every part made by hand and put together here, once. */
@ApplicationScoped
public class Server {
    private static final Logger LOG = Logger.getLogger("org.billwright");
    /** What events are about, in each version. */
    public static final HubQueries EVENTS = new HubQueries(Map.of(
            TmfVersion.V4, EventShape.of(TmfVersion.V4, BillShape.V4.shape(), OnDemandShape.V4.shape()),
            TmfVersion.V5, EventShape.of(TmfVersion.V5, BillShape.V5.shape(), OnDemandShape.V5.shape())));

    /** Connections of their own, so that telling of changes and making them do not wait for each other. */
    private static final int EVENT_CONNECTIONS = 5;

    private static final String OPERATORS_PATH = "/operations/v1/";
    private static final String OPERATORS_DOCUMENT = "/META-INF/operations.yaml";

    private static final String DOCUMENT_V5 = "/META-INF/tmf678-v5.yaml";

    private final Settings settings;
    private final Database database;
    private final Database eventDatabase;
    private final Database exportDatabase;
    private final ReadPool reads;
    private final AuditTrail trail;
    private final AuditedReads watched;
    private final TransactionRunner writes;
    private final OnDemandWorker worker;
    private final ImportQueue imports;
    private final Template billPage;
    private final Vertx vertx;
    private final Clock clock;
    private final MeterRegistry metrics;
    private final CallbackGuard guard;
    private final Map<String, List<Route>> operations = new LinkedHashMap<>();
    private Optional<Authentication> door = Optional.empty();
    private Optional<ChannelApi> channel = Optional.empty();
    private Optional<EventDispatcher> delivery = Optional.empty();

    Server(
            Settings settings,
            Vertx vertx,
            Clock clock,
            MeterRegistry metrics,
            @Location("bill.html") Template billPage) {
        this.settings = settings;
        this.billPage = billPage;
        this.vertx = vertx;
        this.clock = clock;
        this.metrics = metrics;
        this.guard = new CallbackGuard(ConfigMapping.events(settings).callbacks(), CallbackGuard.SYSTEM);
        var config = ConfigMapping.database(settings);
        LOG.infof("store: %s", config);
        this.database = Database.open(config);
        this.eventDatabase = Database.open(config.withPool(EVENT_CONNECTIONS));
        this.exportDatabase = Database.open(config.withPool(settings.limits().exports()));
        this.reads = ReadPool.open(vertx, config);
        this.trail = new AuditTrail(
                database, clock, settings.audit().reads(), settings.audit().sealing());
        this.watched = new AuditedReads(reads, trail, clock);
        this.writes = new TransactionRunner(vertx, database);
        this.worker = new OnDemandWorker(database, clock);
        this.imports = new ImportQueue(
                database, clock, settings.imports().folder(), settings.imports().rejectsKept());
    }

    void start(@Observes Router router) {
        database.migrate();
        var cycles = new BillCycleOpener(database, writes, settings, clock);
        cycles.load();
        cycles.keepOpen(vertx);
        var door = Authentication.open(settings, vertx, database, writes, clock);
        this.door = Optional.of(door);
        var crowd = ConfigMapping.crowd(settings, Runtime.getRuntime().availableProcessors());
        int channelRequests = settings.limits().channelRequests();
        var channelCrowd = new ConcurrencyLimit(channelRequests, channelRequests);
        watch(crowd, "tmf678");
        watch(channelCrowd, "channel");
        var edge = new HttpServer(router, ConfigMapping.edge(settings), door.gate(), crowd);
        var config = ConfigMapping.edge(settings);
        var v5 = config.basePath() + "/" + TmfVersion.V5.word();
        ApiDocuments.serve(router, v5, DOCUMENT_V5, config.publicUrl().orElse("") + v5);
        if (settings.events().delivered()) {
            var telling = new EventDispatcher(
                    vertx,
                    eventDatabase,
                    EVENTS,
                    guard,
                    ConfigMapping.events(settings),
                    clock,
                    database.shared(WakeUpSignal.class));
            delivery = Optional.of(telling);
            watch(telling.counts());
            telling.streamCounts().ifPresent(this::watch);
        }
        for (var version : TmfVersion.values()) {
            var base = config.basePath() + "/" + version.word() + "/";
            operations.put(base, routes(version));
        }
        operations.put(OPERATORS_PATH, operatorsRoutes());
        var ours = OPERATORS_PATH.substring(0, OPERATORS_PATH.length() - 1);
        ApiDocuments.serve(router, ours, OPERATORS_DOCUMENT, config.publicUrl().orElse("") + ours);
        operations.forEach(edge::serve);
        var face = ChannelApi.open(
                ConfigMapping.channel(settings), vertx, database, watched, writes, door.credentials(), channelCrowd);
        channel = Optional.of(face);
        face.serve(router);
        edge.serveNothingElse(face.path(), face::malformedUrl);
        worker.start(settings.onDemand().workers());
        imports.start();
        LOG.infof("TMF678 v4 and v5 at %s", ConfigMapping.edge(settings).basePath());
    }

    private List<Route> routes(ResourceSchema billSchema, ResourceSchema rateSchema, ResourceSchema requestSchema) {
        var bills = new ReadOperations(watched, Permission.READ, billSchema);
        var rates = new ReadOperations(watched, Permission.READ, rateSchema);
        var requests = new ReadOperations(watched, Permission.READ, requestSchema);
        var routes = new ArrayList<Route>();
        routes.addAll(bills.routes());
        routes.add(new BillPatch(writes, bills, clock).route());
        routes.add(new BillDocumentOperations(reads, bills, billPage).route());
        routes.addAll(rates.routes());
        routes.addAll(requests.routes());
        routes.add(new OnDemandCreation(writes, requests, clock, worker::requestArrived).route());
        return routes;
    }

    /** What operators do beside the standard's operations. */
    private List<Route> operatorsRoutes() {
        var routes = new ArrayList<>(new ReadOperations(watched, Permission.AUDIT, AuditShape.SCHEMA).routes());
        var v5 = ConfigMapping.edge(settings).basePath() + "/" + TmfVersion.V5.word() + "/";
        var traces = new PersonImportData(imports, clock);
        routes.addAll(new PersonalDataOperations(
                        reads, writes, clock, v5, settings.privacy().yearsKept(), traces)
                .routes());
        routes.addAll(importing());
        routes.add(new ExportOperations(exportDatabase, settings.limits().exports(), clock).route());
        return routes;
    }

    private List<Route> routes(TmfVersion version) {
        var routes = new ArrayList<Route>();
        switch (version) {
            case V4 -> routes.addAll(routes(BillShape.V4, RateShape.V4, OnDemandShape.V4));
            case V5 -> {
                routes.addAll(routes(BillShape.V5, RateShape.V5, OnDemandShape.V5));
                routes.addAll(new ReadOperations(watched, Permission.READ, CycleShape.V5).routes());
            }
        }
        var hubs = new ReadOperations(watched, Permission.SUBSCRIBE, HubShape.of(version));
        routes.addAll(new HubOperations(writes, hubs, EVENTS, guard, clock).routes());
        return routes;
    }

    private List<Route> importing() {
        var spooling = new UploadHandler(
                imports.incoming(), settings.imports().maxSize().asLongValue());
        return new ImportOperations(writes, imports, spooling, clock).routes();
    }

    /** All operations, by the path that they are below, which ends in a slash. */
    Map<String, List<Route>> operations() {
        return Collections.unmodifiableMap(operations);
    }

    private void watch(DeliveryMetrics counts) {
        FunctionCounter.builder("billwright.events.delivered", counts, DeliveryMetrics::delivered)
                .register(metrics);
        FunctionCounter.builder("billwright.events.failed.attempts", counts, DeliveryMetrics::failed)
                .register(metrics);
        metrics.gauge("billwright.events.waiting", counts, c -> c.standing().waiting());
        metrics.gauge("billwright.events.parked", counts, c -> c.standing().parked());
        metrics.gauge("billwright.events.lag.seconds", counts, c -> c.standing().oldestSeconds());
    }

    private void watch(PublishMetrics counts) {
        FunctionCounter.builder("billwright.events.kafka.sent", counts, PublishMetrics::sent)
                .register(metrics);
        FunctionCounter.builder("billwright.events.kafka.failed.attempts", counts, PublishMetrics::failed)
                .register(metrics);
        metrics.gauge(
                "billwright.events.kafka.waiting", counts, c -> c.standing().waiting());
        metrics.gauge(
                "billwright.events.kafka.lag.seconds", counts, c -> c.standing().oldestSeconds());
    }

    /** How many requests have places. */
    double requestsUnderWay() {
        return metrics.get("billwright.requests.underway").gauges().stream()
                .mapToDouble(Gauge::value)
                .sum();
    }

    private void watch(ConcurrencyLimit crowd, String face) {
        metrics.gauge("billwright.requests.underway", Tags.of("face", face), crowd, ConcurrencyLimit::size);
    }

    /** Whether the store answers. */
    Future<Long> ping() {
        return reads.number(settings.tenant(), new Sql().text("select 1::bigint"));
    }

    void stop(@Observes ShutdownEvent event) {
        delivery.ifPresent(EventDispatcher::close);
        worker.close();
        imports.close();
        channel.ifPresent(ChannelApi::close);
        door.ifPresent(Authentication::close);
        trail.close();
        writes.close();
        reads.close();
        eventDatabase.close();
        exportDatabase.close();
        database.close();
        LOG.info("stopped");
    }
}
