package org.billwright.http;

import io.vertx.core.AsyncResult;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.RoutingContext;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.billwright.access.Authenticator;
import org.billwright.access.Caller;
import org.billwright.problem.Problem;
import org.billwright.problem.ProblemException;

/**
 * Admits a request before its body is read: authentication, a permit of the concurrency limit, the operation and its permission. While its
 * caller is not known, a request takes no place from those whose callers are.
 */
final class RequestAdmission {
    /** How long a client may leave responses unread and send more requests over the same connection. */
    private static final Duration UNREAD_TIMEOUT = Duration.ofSeconds(10);

    private final ClientProtocol protocol;
    private final Authenticator authenticator;
    private final ConcurrencyLimit limit;
    private final RefusedCredentials refusals;
    private final Duration bodyTimeout;

    RequestAdmission(
            ClientProtocol protocol,
            Authenticator authenticator,
            ConcurrencyLimit limit,
            RefusedCredentials refusals,
            HttpConfig config) {
        this.protocol = protocol;
        this.authenticator = authenticator;
        this.limit = limit;
        this.refusals = refusals;
        this.bodyTimeout = config.bodyTimeout();
    }

    /** Passes the request to the next handler, or refuses it. The body is paused meanwhile. */
    void admit(RoutingContext routing, Map<HttpMethod, Route> methods) {
        var request = RequestContext.begin(routing);
        if (routing.response().writeQueueFull()) {
            whenResponsesAreRead(routing, () -> admit(routing, request, methods));
        } else {
            admit(routing, request, methods);
        }
    }

    /** The responses of a client that pipelines requests without reading would pile up in memory. */
    private static void whenResponsesAreRead(RoutingContext routing, Runnable next) {
        var request = routing.request().pause();
        long timer = routing.vertx()
                .setTimer(
                        UNREAD_TIMEOUT.toMillis(),
                        expired -> request.connection().close());
        routing.response().drainHandler(drained -> {
            routing.response().drainHandler(null);
            if (routing.vertx().cancelTimer(timer)) {
                request.resume();
                try {
                    next.run();
                } catch (ProblemException rejected) {
                    routing.fail(rejected);
                }
            }
        });
    }

    private void admit(RoutingContext routing, RequestContext request, Map<HttpMethod, Route> methods) {
        var incoming = routing.request();
        var end = RequestEnd.of(routing);
        var credentials = protocol.credentials(incoming);
        var address = RemoteAddress.of(incoming);
        var authenticated = authenticator.caller(credentials, address);
        if (!authenticated.isComplete()) {
            incoming.pause();
        }
        authenticated
                .onFailure(failure ->
                        refusals.add(failure, authenticator.named(credentials), address, request.correlationId()))
                .onComplete(result -> {
                    incoming.resume();
                    if (!end.isOver()) {
                        proceed(routing, request, result, methods);
                    }
                });
    }

    private void proceed(
            RoutingContext routing,
            RequestContext request,
            AsyncResult<Caller> authenticated,
            Map<HttpMethod, Route> methods) {
        if (authenticated.failed()) {
            routing.fail(authenticated.cause());
            return;
        }
        try {
            request.setPermit(limit.tryAcquire(routing).orElseThrow(ConcurrencyLimit::noPlace));
            var route =
                    permitted(request, authenticated.result(), routing.request().method(), methods);
            if (!route.consumes().isEmpty() && route.upload().isEmpty()) {
                request.limitBody(bodyTimeout);
            }
        } catch (ProblemException refused) {
            routing.fail(refused);
            return;
        }
        routing.next();
    }

    private Route permitted(RequestContext request, Caller caller, HttpMethod method, Map<HttpMethod, Route> methods) {
        request.setCaller(caller);
        request.permit().acquireFor(caller);
        var route = route(method, methods);
        LocalOperations.requireAllowed(caller, route.permission());
        request.setRoute(route);
        if (!route.consumes().isEmpty()) {
            request.permit().beginToReceive();
        }
        return route;
    }

    private static Route route(HttpMethod method, Map<HttpMethod, Route> methods) {
        return Optional.ofNullable(methods.get(method.equals(HttpMethod.HEAD) ? HttpMethod.GET : method))
                .orElseThrow(() -> new ProblemException(new Problem.MethodNotAllowed(method.name(), allowed(methods))));
    }

    private static List<String> allowed(Map<HttpMethod, Route> methods) {
        return methods.keySet().stream()
                .flatMap(m -> m.equals(HttpMethod.GET) ? Stream.of("GET", "HEAD") : Stream.of(m.name()))
                .toList();
    }
}
