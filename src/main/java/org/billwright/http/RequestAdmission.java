package org.billwright.http;

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

/** Admits a request before its body is read: a permit of the concurrency limit, authentication, the operation and its permission. */
final class RequestAdmission {
    /** How long a client may leave responses unread and send more requests over the same connection. */
    private static final Duration UNREAD_TIMEOUT = Duration.ofSeconds(10);

    private final Authenticator authenticator;
    private final ConcurrencyLimit limit;
    private final Duration bodyTimeout;

    RequestAdmission(Authenticator authenticator, ConcurrencyLimit limit, HttpConfig config) {
        this.authenticator = authenticator;
        this.limit = limit;
        this.bodyTimeout = config.bodyTimeout();
    }

    /** Passes the request to the next handler, or refuses it. The body is paused meanwhile. */
    void admit(RoutingContext routing, Map<HttpMethod, Route> methods) {
        var request = RequestContext.begin(routing);
        requireAsciiTarget(routing.request().uri());
        requireOneHost(routing.request().headers().getAll("Host"));
        if (routing.response().writeQueueFull()) {
            whenResponsesAreRead(routing, () -> admit(routing, request, methods));
        } else {
            admit(routing, request, methods);
        }
    }

    /** HTTP does not say what other characters of a target mean (RFC 9112 §3.2): a filter by them would find nothing. */
    private static void requireAsciiTarget(String target) {
        if (target.chars().anyMatch(c -> c <= ' ' || c > '~')) {
            throw new ProblemException(new Problem.MalformedQuery(
                    "a URL has ASCII characters alone; others are percent-encoded as UTF-8, such as %C3%A9"));
        }
    }

    /** RFC 9112 §3.2. Proxies may not agree on which one counts. */
    private static void requireOneHost(List<String> hosts) {
        if (hosts.size() > 1) {
            throw new ProblemException(new Problem.MalformedQuery("the request has several Host headers"));
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
        request.setPermit(limit.tryAcquire(routing).orElseThrow(ConcurrencyLimit::noPlace));
        var incoming = routing.request();
        var authenticated = authenticator.caller(Optional.ofNullable(incoming.getHeader("Authorization")));
        if (!authenticated.isComplete()) {
            incoming.pause();
        }
        authenticated
                .map(caller -> permitted(request, caller, incoming.method(), methods))
                .onSuccess(route -> {
                    incoming.resume();
                    if (!routing.response().closed()) {
                        if (!route.consumes().isEmpty() && route.upload().isEmpty()) {
                            request.limitBody(bodyTimeout);
                        }
                        routing.next();
                    }
                })
                .onFailure(failure -> {
                    incoming.resume();
                    routing.fail(failure);
                });
    }

    private Route permitted(RequestContext request, Caller caller, HttpMethod method, Map<HttpMethod, Route> methods) {
        request.setCaller(caller);
        request.permit().acquireFor(caller);
        var route = route(method, methods);
        var permission = route.permission();
        if (!permission.allows(caller)) {
            throw new ProblemException(new Problem.Forbidden(
                    permission.isForLimited() || !caller.entitlement().isLimited()
                            ? "the credentials have no role that may do this"
                            : "the credentials are limited to some bills, and this is about all"));
        }
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
