package org.billwright.server;

import io.quarkus.qute.Engine;
import io.vertx.ext.web.Router;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.billwright.access.Authenticator;
import org.billwright.access.Caller;
import org.billwright.access.Entitlement;
import org.billwright.access.Role;
import org.billwright.console.Assets;
import org.billwright.console.Console;
import org.billwright.console.SignIn;
import org.billwright.console.session.BrowserProtocol;
import org.billwright.console.session.Sessions;
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
     * Adds its routes, where it is enabled.
     *
     * @param operations what it is made over, by the path that they are below
     */
    void addTo(Router router, Map<String, List<Route>> operations, RequestTimers timers) {
        var settings = resources.settings();
        if (!settings.console().enabled()) {
            return;
        }
        var zone = settings.console().timeZone();
        var sessions = settings.auth().open()
                ? Optional.<Sessions>empty()
                : Optional.of(new Sessions(
                        resources.writes(), access.clients(), settings.console().session(), resources.clock()));
        var console = new Console(
                new LocalOperations(operations),
                sessions,
                resources.http().path(TmfVersion.V5),
                zone,
                resources.clock(),
                templates);
        var signIn = sessions.map(
                        known -> new SignIn(known, access.clients(), resources.refusals(), zone, templates).routes())
                .orElse(List.of());
        server(router, Authenticator.open(visitor()), timers)
                .add(
                        Console.PATH,
                        Stream.concat(new Assets().routes().stream(), signIn.stream())
                                .toList());
        server(router, authenticator(sessions), timers).add(Console.PATH, console.routes());
    }

    private Authenticator authenticator(Optional<Sessions> sessions) {
        return sessions.map(known -> Authenticator.closed(
                        List.of(known), resources.settings().servedTenants()))
                .orElseGet(access::authenticator);
    }

    /** The limit of its own keeps people and programs from taking each other's places. */
    private HttpServer server(Router router, Authenticator authenticator, RequestTimers timers) {
        return new HttpServer(
                router,
                resources.http(),
                new BrowserProtocol(this::failure),
                authenticator,
                ConfigRecords.channelLimit(resources.settings()),
                resources.refusals(),
                timers);
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
