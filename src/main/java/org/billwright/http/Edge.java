package org.billwright.http;

import io.vertx.core.Future;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.MIMEHeader;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.BodyHandler;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import org.billwright.problem.Problem;
import org.billwright.problem.Rejected;

/** The edge of the server: finds the operation, checks what every request is checked for, answers every failure. */
public final class Edge {
    static final String CORRELATION_ID = "X-Correlation-ID";

    /** How long a correlation id may be, in characters. */
    public static final int MAX_CORRELATION_CHARACTERS = 128;

    private final Router router;
    private final EdgeConfig config;
    private final Failures failures;

    /** An edge on this router. */
    public Edge(Router router, EdgeConfig config) {
        this.router = router;
        this.config = config;
        this.failures = new Failures(config.maxBodyBytes());
    }

    /** Serves the operations below {@code basePath/version}, and answers every method that has none. */
    public void serve(String version, List<Route> routes) {
        var base = config.basePath() + "/" + version + "/";
        var byPath = new LinkedHashMap<String, Map<HttpMethod, Route>>();
        for (var route : routes) {
            byPath.computeIfAbsent(route.path(), p -> new LinkedHashMap<>()).put(route.method(), route);
        }
        byPath.forEach((path, methods) -> {
            if (methods.values().stream().anyMatch(route -> !route.consumes().isEmpty())) {
                var body = BodyHandler.create(false).setBodyLimit(config.maxBodyBytes());
                router.post(base + path).handler(body);
                router.patch(base + path).handler(body);
            }
            router.route(base + path)
                    .handler(context -> dispatch(context, base, methods))
                    .failureHandler(failures::answer);
        });
    }

    /** Answers what no operation is at. Call it last. */
    public void serveNothingElse() {
        router.route().last().handler(Failures::unknownUrl).failureHandler(failures::answer);
        router.errorHandler(400, Failures::malformedUrl);
    }

    private void dispatch(RoutingContext context, String base, Map<HttpMethod, Route> methods) {
        var correlationId = correlationId(context);
        context.put(CORRELATION_ID, correlationId);
        var method = context.request().method();
        var route = methods.get(method.equals(HttpMethod.HEAD) ? HttpMethod.GET : method);
        if (route == null) {
            throw new Rejected(new Problem.MethodNotAllowed(method.name(), allowed(methods)));
        }
        requireAcceptable(context, route);
        requireReadable(context, route);
        var root = root(context);
        call(route, new Call(context, config.tenant(), root, root + base))
                .onSuccess(answer -> Failures.send(context, answer))
                .onFailure(context::fail);
    }

    private static Future<Answer> call(Route route, Call call) {
        try {
            return route.handler().apply(call);
        } catch (Rejected rejected) {
            return Future.failedFuture(rejected);
        }
    }

    private static List<String> allowed(Map<HttpMethod, Route> methods) {
        return methods.keySet().stream()
                .flatMap(m -> m.equals(HttpMethod.GET) ? Stream.of("GET", "HEAD") : Stream.of(m.name()))
                .toList();
    }

    private static String correlationId(RoutingContext context) {
        var given = context.request().getHeader(CORRELATION_ID);
        if (given == null) {
            return UUID.randomUUID().toString();
        }
        if (given.isEmpty()
                || given.length() > MAX_CORRELATION_CHARACTERS
                || !given.chars().allMatch(c -> c > 31 && c < 127)) {
            throw new Rejected(new Problem.InvalidValue(
                    CORRELATION_ID, given, "1 to " + MAX_CORRELATION_CHARACTERS + " visible ASCII characters"));
        }
        return given;
    }

    private static void requireAcceptable(RoutingContext context, Route route) {
        var accept = context.request().getHeader("Accept");
        if (accept == null || accept.equals("*/*") || accept.equals(route.produces())) {
            return;
        }
        var produced = route.produces().split("/", 2);
        boolean acceptable = context.parsedHeaders().accept().stream()
                .anyMatch(range -> range.weight() > 0 && covers(range, produced[0], produced[1]));
        if (!acceptable) {
            throw new Rejected(new Problem.NotAcceptable(accept, List.of(route.produces())));
        }
    }

    private static boolean covers(MIMEHeader range, String type, String subtype) {
        return (range.component().equals("*") || range.component().equals(type))
                && (range.subComponent().equals("*") || range.subComponent().equals(subtype));
    }

    private static void requireReadable(RoutingContext context, Route route) {
        if (route.consumes().isEmpty()) {
            return;
        }
        var given =
                Optional.ofNullable(context.request().getHeader("Content-Type")).orElse("");
        var type = given.split(";", 2)[0].strip();
        if (route.consumes().stream().noneMatch(type::equalsIgnoreCase)) {
            throw new Rejected(new Problem.UnsupportedMediaType(given, route.consumes()));
        }
    }

    private String root(RoutingContext context) {
        if (config.publicUrl().isPresent()) {
            return config.publicUrl().get();
        }
        var request = context.request();
        var prefix = Optional.ofNullable(request.getHeader("X-Forwarded-Prefix"))
                .map(given -> given.replaceAll("/+$", ""))
                .filter(given -> given.matches("(/[A-Za-z0-9._~-]+)+"))
                .orElse("");
        return request.scheme() + "://" + request.authority() + prefix;
    }
}
