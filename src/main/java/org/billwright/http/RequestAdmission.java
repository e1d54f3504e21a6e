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

/** What a request passes before its body is looked at: room in the server, who asks, whether they may. */
final class RequestAdmission {
    private static final String CALLER = "caller";
    private static final String BODY_TIMER = "bodyTimer";
    private static final String PLACE = "place";

    /** How long a client may leave answers unread and ask on. */
    private static final Duration UNREAD = Duration.ofSeconds(10);

    private final Authenticator gate;
    private final ConcurrencyLimit crowd;
    private final Duration bodyTimeout;

    RequestAdmission(Authenticator gate, ConcurrencyLimit crowd, HttpConfig config) {
        this.gate = gate;
        this.crowd = crowd;
        this.bodyTimeout = config.bodyTimeout();
    }

    /** Goes on to the next handler, or refuses. The body waits meanwhile. */
    void enter(RoutingContext context, Map<HttpMethod, Route> methods) {
        context.put(CorrelationId.HEADER, correlationId(context));
        if (context.response().writeQueueFull()) {
            whenRead(context, () -> admit(context, methods));
        } else {
            admit(context, methods);
        }
    }

    /** A client that asks on without reading its answers would have them pile up. */
    private static void whenRead(RoutingContext context, Runnable go) {
        var request = context.request().pause();
        long limit = context.vertx()
                .setTimer(UNREAD.toMillis(), timer -> request.connection().close());
        context.response().drainHandler(drained -> {
            context.response().drainHandler(null);
            if (context.vertx().cancelTimer(limit)) {
                request.resume();
                try {
                    go.run();
                } catch (ProblemException rejected) {
                    context.fail(rejected);
                }
            }
        });
    }

    private void admit(RoutingContext context, Map<HttpMethod, Route> methods) {
        var place = crowd.enter(context)
                .orElseThrow(() -> new ProblemException(
                        new Problem.Unavailable("the server has as many requests as it can answer")));
        context.put(PLACE, place);
        var request = context.request();
        var asked = gate.caller(Optional.ofNullable(request.getHeader("Authorization")));
        if (!asked.isComplete()) {
            request.pause();
        }
        asked.map(caller -> admitted(context, caller, methods))
                .onSuccess(route -> {
                    request.resume();
                    if (!context.response().closed()) {
                        limitBody(context, route);
                        context.next();
                    }
                })
                .onFailure(failure -> {
                    request.resume();
                    context.fail(failure);
                });
    }

    private Route admitted(RoutingContext context, Caller caller, Map<HttpMethod, Route> methods) {
        context.put(CALLER, caller);
        if (!place(context).isOf(caller)) {
            throw new ProblemException(new Problem.TooManyRequests(
                    "the caller has " + crowd.mostOfCaller()
                            + " requests under way, the most that are answered at a time",
                    Duration.ZERO));
        }
        var route = route(context, methods);
        if (!route.access().allows(caller)) {
            throw new ProblemException(new Problem.Forbidden(
                    route.access().isForLimited() || !caller.entitlement().isLimited()
                            ? "the credentials have no role that may do this"
                            : "the credentials are limited to some bills, and this is about all"));
        }
        return route;
    }

    private void limitBody(RoutingContext context, Route route) {
        if (!route.consumes().isEmpty() && route.spooling().isEmpty()) {
            var problem = new ProblemException(new Problem.BodyTooSlow(bodyTimeout.toSeconds()));
            context.put(BODY_TIMER, context.vertx().setTimer(bodyTimeout.toMillis(), timer -> context.fail(problem)));
            context.addEndHandler(end -> bodyHasArrived(context));
        }
    }

    /** Ends the time in which the body must arrive. */
    static void bodyHasArrived(RoutingContext context) {
        Long timer = context.remove(BODY_TIMER);
        if (timer != null) {
            context.vertx().cancelTimer(timer);
        }
    }

    /** The request's place, once it has entered. */
    static ConcurrencyLimit.Permit place(RoutingContext context) {
        return Optional.<ConcurrencyLimit.Permit>ofNullable(context.get(PLACE)).orElseThrow();
    }

    /** Who asks, once the request has entered. */
    static Caller caller(RoutingContext context) {
        return Optional.<Caller>ofNullable(context.get(CALLER)).orElseThrow();
    }

    /** The operation that a request is for. */
    static Route route(RoutingContext context, Map<HttpMethod, Route> methods) {
        var method = context.request().method();
        var route = methods.get(method.equals(HttpMethod.HEAD) ? HttpMethod.GET : method);
        if (route == null) {
            throw new ProblemException(new Problem.MethodNotAllowed(method.name(), allowed(methods)));
        }
        return route;
    }

    private static List<String> allowed(Map<HttpMethod, Route> methods) {
        return methods.keySet().stream()
                .flatMap(m -> m.equals(HttpMethod.GET) ? Stream.of("GET", "HEAD") : Stream.of(m.name()))
                .toList();
    }

    private static String correlationId(RoutingContext context) {
        var given = context.request().getHeader(CorrelationId.HEADER);
        if (given == null) {
            return CorrelationId.make();
        }
        if (!CorrelationId.isValid(given)) {
            context.put(CorrelationId.HEADER, CorrelationId.make());
            throw new ProblemException(new Problem.InvalidValue(CorrelationId.HEADER, given, CorrelationId.EXPECTED));
        }
        return given;
    }
}
