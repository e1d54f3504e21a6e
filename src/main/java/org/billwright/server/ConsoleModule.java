package org.billwright.server;

import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.qute.Engine;
import io.vertx.ext.web.Router;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.billwright.access.Authenticator;
import org.billwright.access.Caller;
import org.billwright.access.Entitlement;
import org.billwright.access.Role;
import org.billwright.console.Assets;
import org.billwright.console.Console;
import org.billwright.console.FirstPage;
import org.billwright.console.OpenIdSignIn;
import org.billwright.console.SignIn;
import org.billwright.console.session.BrowserProtocol;
import org.billwright.console.session.OpenIdProvider;
import org.billwright.console.session.SentForms;
import org.billwright.console.session.Sessions;
import org.billwright.http.ClientProtocol;
import org.billwright.http.ConcurrencyLimit;
import org.billwright.http.HttpServer;
import org.billwright.http.LocalOperations;
import org.billwright.http.Route;
import org.billwright.json.TmfVersion;
import org.billwright.problem.Problem;

/** The console: pages over the operations of the APIs. */
final class ConsoleModule {
    private final ServerResources resources;
    private final Authentication access;
    private final Engine templates;

    ConsoleModule(ServerResources resources, Authentication access, Engine templates) {
        this.resources = resources;
        this.access = access;
        this.templates = templates;
    }

    /**
     * Adds its routes, where it is enabled, and the path {@code /}.
     *
     * @param operations what it is made over, by the path that they are below
     * @return the routes of its pages
     */
    List<Route> addTo(Router router, Map<String, List<Route>> operations, MeterRegistry metrics) {
        var timers = new RequestTimers(metrics);
        var settings = resources.settings();
        server(router, ClientProtocol.API, Authenticator.open(visitor()), timers)
                .add("/", new FirstPage(settings.console().enabled(), documents()).routes());
        if (!settings.console().enabled()) {
            return List.of();
        }
        var browsers = new BrowserProtocol(this::failure);
        var zone = settings.console().timeZone();
        var sessions = settings.auth().open()
                ? Optional.<Sessions>empty()
                : Optional.of(new Sessions(
                        resources.writes(), access.clients(), settings.console().session(), resources.clock()));
        var console = new Console(
                new LocalOperations(operations),
                sessions,
                new SentForms(resources.writes(), resources.clock()),
                resources.http().path(TmfVersion.V5),
                zone,
                settings.console().selfCareTenants().orElse(Set.of()),
                resources.clock(),
                templates);
        var signIn = sessions.map(known -> signIn(known).routes()).orElse(List.of());
        server(router, browsers, Authenticator.open(visitor()), timers)
                .add(
                        Console.PATH,
                        Stream.concat(new Assets().routes().stream(), signIn.stream())
                                .toList());
        var pages = console.routes();
        var limit = ConfigRecords.channelLimit(settings);
        RequestMetrics.register(metrics, "console", limit);
        var server = server(router, browsers, authenticator(sessions), limit, timers);
        server.add(Console.PATH, pages);
        server.answerUnknownUrls(Console.PATH);
        return pages;
    }

    private Map<String, String> documents() {
        var documents = new LinkedHashMap<String, String>();
        documents.put("TMF678 v4", resources.http().path(TmfVersion.V4) + "openapi.yaml");
        documents.put("TMF678 v5", resources.http().path(TmfVersion.V5) + "openapi.yaml");
        documents.put("operations", "/operations/v1/openapi.yaml");
        documents.put("dxp-ux", "/dxp-ux/v1/openapi.yaml");
        return documents;
    }

    private SignIn signIn(Sessions sessions) {
        var settings = resources.settings();
        var providers = new ArrayList<OpenIdProvider>();
        settings.auth()
                .issuers()
                .forEach((name, issuer) -> issuer.consoleClientId()
                        .map(client -> new OpenIdProvider.Config(
                                name, issuer.issuer(), client, issuer.consoleClientSecret(), issuer.consoleScopes()))
                        .map(OpenIdProvider::new)
                        .ifPresent(providers::add));
        var openId = new OpenIdSignIn(
                sessions, providers, access.tokens(), ConfigRecords.servedTenants(settings), resources.writes());
        return new SignIn(
                sessions,
                access.clients(),
                openId,
                resources.refusals(),
                settings.console().timeZone(),
                templates);
    }

    private Authenticator authenticator(Optional<Sessions> sessions) {
        return sessions.map(known ->
                        Authenticator.closed(List.of(known), ConfigRecords.servedTenants(resources.settings())))
                .orElseGet(access::authenticator);
    }

    private HttpServer server(
            Router router, ClientProtocol protocol, Authenticator authenticator, RequestTimers timers) {
        return server(router, protocol, authenticator, ConfigRecords.channelLimit(resources.settings()), timers);
    }

    /** The limit of its own keeps people and programs from taking each other's places. */
    private HttpServer server(
            Router router,
            ClientProtocol protocol,
            Authenticator authenticator,
            ConcurrencyLimit limit,
            RequestTimers timers) {
        return new HttpServer(router, resources.http(), protocol, authenticator, limit, resources.refusals(), timers);
    }

    private String failure(Problem problem, int status) {
        return templates
                .getTemplate("console/failure.html")
                .data("title", status + " " + problem.reason())
                .data("message", problem.message())
                .render();
    }

    /** Whoever loads styles or signs in: sees nothing. */
    private static Caller visitor() {
        return new Caller("visitor", "", EnumSet.of(Role.READER), new Entitlement.All());
    }
}
