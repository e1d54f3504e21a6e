package org.billwright.server;

import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.qute.Engine;
import io.quarkus.qute.Location;
import io.quarkus.qute.Template;
import io.quarkus.runtime.ShutdownDelayInitiatedEvent;
import io.quarkus.runtime.ShutdownEvent;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.ext.web.Router;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.billwright.http.ApiDocuments;
import org.billwright.http.ClientProtocol;
import org.billwright.http.HttpServer;
import org.billwright.http.OwnHosts;
import org.billwright.http.Route;
import org.billwright.http.TrustedProxies;
import org.billwright.http.UnambiguousRequest;
import org.billwright.json.TmfVersion;
import org.billwright.store.PlanRenewal;
import org.billwright.store.Replica;
import org.billwright.store.Sql;
import org.jboss.logging.Logger;

/** The server: the list of its modules, and the order in which they start and stop. */
@ApplicationScoped
public class Server {
    private static final Logger LOG = Logger.getLogger("org.billwright");
    private static final Duration PING_TIMEOUT = Duration.ofSeconds(2);
    private static final String OPERATORS_PATH = "/operations/v1/";

    /** The document of v4 here, and that of v5 below: wherever the API is. Swagger UI has these. */
    private static final String DOCUMENT = "/q/openapi";

    private final Optional<Telemetry> telemetry;
    private final ServerResources resources;
    private final MeterRegistry metrics;
    private final Template billPage;
    private final Engine templates;
    private final List<ServerModule> modules = new ArrayList<>();
    private final Map<String, List<Route>> operations = new LinkedHashMap<>();
    private List<Route> pages = List.of();
    private final WorkerHealth workers = new WorkerHealth(WorkerHealth.LONGEST_RUN);
    private Optional<Authentication> authentication = Optional.empty();
    private final Draining draining;

    Server(
            Settings settings,
            Vertx vertx,
            Clock clock,
            MeterRegistry metrics,
            @Location("bill.html") Template billPage,
            Engine templates) {
        this.telemetry = Telemetry.open(settings.telemetry(), metrics);
        this.resources = new ServerResources(settings, vertx, clock);
        this.draining = new Draining(vertx);
        this.metrics = metrics;
        this.billPage = billPage;
        this.templates = templates;
    }

    void start(@Observes Router router) {
        SettingVariables.unknown(System.getenv().keySet())
                .forEach(name -> LOG.warnf("%s is no setting, and is ignored: docs/settings.md has all names", name));
        resources.database().migrate();
        router.route().order(Integer.MIN_VALUE).handler(draining);
        router.route().order(Integer.MIN_VALUE).handler(new UnambiguousRequest());
        var settings = resources.settings();
        router.route()
                .order(Integer.MIN_VALUE)
                .handler(new TrustedProxies(settings.trustedProxies().orElse(List.of())));
        if (settings.auth().open()) {
            router.route().order(Integer.MIN_VALUE).handler(new OwnHosts(settings.publicUrl()));
        }
        var http = openModules(router);
        settings.corsOrigins().ifPresent(http::allowOrigins);
        for (var version : TmfVersion.values()) {
            addRoutes(resources.http().path(version), modules.stream().map(module -> module.tmfRoutes(version)));
        }
        addRoutes(OPERATORS_PATH, modules.stream().map(ServerModule::operatorRoutes));
        var partyRoles = new PartyRolesModule(resources);
        addRoutes(partyRoles.path(), Stream.of(partyRoles.routes()));
        operations.forEach(http::add);
        serveDocument(router, resources.http().path(TmfVersion.V4), "/META-INF/openapi.yaml", DOCUMENT);
        serveDocument(router, resources.http().path(TmfVersion.V5), "/META-INF/tmf678-v5.yaml", DOCUMENT + "/v5");
        serveDocument(router, OPERATORS_PATH, "/META-INF/operations.yaml");
        serveDocument(router, partyRoles.path(), "/META-INF/party-roles.yaml");
        modules.forEach(module -> module.addTo(router, http));
        pages = new ConsoleModule(resources, authentication.orElseThrow(), templates)
                .addTo(router, operations, metrics);
        http.answerUnknownUrls();
        modules.forEach(module -> module.register(metrics));
        modules.stream().flatMap(module -> module.workers().stream()).forEach(workers::add);
        workers.register(metrics);
        RequestMetrics.register(metrics, resources.refusals());
        RequestMetrics.register(metrics, resources);
        BuildInfo.register(metrics);
        modules.forEach(ServerModule::start);
        new PlanRenewal(resources.database(), resources.reads()).start(resources.vertx(), resources.writes());
        resources.replica().ifPresent(Replica::start);
        LOG.infof("TMF678 v4 and v5 at %s", resources.http().basePath());
    }

    /** Opens the modules. They are started and closed in this order. */
    private HttpServer openModules(Router router) {
        modules.add(CyclesModule.open(resources));
        var access = Authentication.open(resources);
        authentication = Optional.of(access);
        var limit = ConfigRecords.concurrencyLimit(
                resources.settings(), Runtime.getRuntime().availableProcessors());
        RequestMetrics.register(metrics, "tmf678", limit);
        modules.add(new AccountsModule(resources));
        var documents = DocumentsModule.open(resources, billPage, router, new RequestTimers(metrics));
        modules.add(new BillsModule(resources, documents.ofValidated()));
        modules.add(documents);
        modules.add(new PaymentsModule(resources));
        modules.add(new RatesModule(resources));
        modules.add(EventsModule.open(resources));
        modules.add(new TaxesModule(resources));
        modules.add(new CreditNotesModule(resources));
        modules.add(new RebillModule(resources));
        modules.add(new DisputesModule(resources));
        modules.add(CollectionModule.open(resources));
        modules.add(RunsModule.open(resources));
        modules.add(new OverviewModule(resources));
        modules.add(OnDemandModule.open(resources));
        var imports = ImportsModule.open(resources);
        modules.add(new AuditModule(resources));
        modules.add(new MachineClientsModule(resources));
        modules.add(new PrivacyModule(resources, imports.queue()));
        modules.add(RetentionModule.open(resources));
        modules.add(imports);
        modules.add(ExportsModule.open(resources));
        modules.add(ChannelModule.open(resources, access.clients(), new RequestTimers(metrics)));
        return new HttpServer(
                router,
                resources.http(),
                ClientProtocol.API,
                access.authenticator(),
                limit,
                resources.refusals(),
                new RequestTimers(metrics));
    }

    private void addRoutes(String path, Stream<List<Route>> routes) {
        operations.put(
                path,
                routes.flatMap(List::stream)
                        .map(route ->
                                resources.replica().map(route::recordingChanges).orElse(route))
                        .toList());
    }

    /** Serves the document of the API below a path there, and at other addresses. */
    private void serveDocument(Router router, String path, String document, String... more) {
        var url = resources.http().publicUrl().orElse("") + path.substring(0, path.length() - 1);
        var paths = Stream.concat(Stream.of(path + "openapi.yaml"), Stream.of(more));
        ApiDocuments.serve(router, document, url, paths.toArray(String[]::new));
    }

    /** All operations, by the path that they are below, which ends in a slash. */
    Map<String, List<Route>> operations() {
        return Collections.unmodifiableMap(operations);
    }

    /** The pages of the console, below {@code /console/}. */
    List<Route> pages() {
        return pages;
    }

    /** How many requests are in flight. */
    double requestsInFlight() {
        return RequestMetrics.inFlight(metrics);
    }

    /** The background work. */
    WorkerHealth workers() {
        return workers;
    }

    /** Completes where the database answers in time, whatever the queries of callers do. */
    Future<Long> ping() {
        return resources
                .health()
                .number(resources.settings().tenant(), new Sql().text("select 1::bigint"))
                .timeout(PING_TIMEOUT.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** From now on readiness is down, and requests are served until the drain time is over. */
    void drain(@Observes ShutdownDelayInitiatedEvent event) {
        LOG.infof("stopping in %s", resources.settings().drainTime());
        draining.begin();
    }

    void stop(@Observes ShutdownEvent event) {
        modules.forEach(ServerModule::close);
        authentication.ifPresent(Authentication::close);
        resources.close();
        telemetry.ifPresent(Telemetry::close);
        LOG.info("stopped");
    }
}
