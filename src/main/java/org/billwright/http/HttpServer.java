package org.billwright.http;

import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.BodyHandler;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.billwright.access.Authenticator;
import org.billwright.problem.Problem;
import org.billwright.problem.ProblemException;

/** The edge of the server: finds the operation, checks what every request is checked for, answers every failure. */
public final class HttpServer {
    private final Router router;
    private final HttpConfig config;
    private final ErrorHandler failures;
    private final RequestAdmission entrance;
    private final Map<String, Handler<RoutingContext>> malformedUrls = new LinkedHashMap<>();

    /** An edge on this router, behind this gate, with room for this crowd. */
    public HttpServer(Router router, HttpConfig config, Authenticator gate, ConcurrencyLimit crowd) {
        this.router = router;
        this.config = config;
        this.failures = new ErrorHandler(config);
        this.entrance = new RequestAdmission(gate, crowd, config);
    }

    /** Adds operations below a path that ends in a slash, and answers every method that none of them has. */
    public void add(String base, List<Route> routes) {
        var byPath = new LinkedHashMap<String, Map<HttpMethod, Route>>();
        for (var route : routes) {
            byPath.computeIfAbsent(route.path(), p -> new LinkedHashMap<>()).put(route.method(), route);
        }
        byPath.forEach((path, methods) -> {
            router.route(base + path)
                    .handler(context -> entrance.enter(context, methods))
                    .failureHandler(failures::answer);
            var spooling = methods.values().stream()
                    .flatMap(route -> route.spooling().stream())
                    .findFirst();
            if (spooling.isPresent()) {
                router.post(base + path)
                        .handler(context -> {
                            requireReadable(context, RequestAdmission.route(context, methods));
                            spooling.get().receive(context);
                        })
                        .failureHandler(failures::answer);
            } else if (methods.values().stream()
                    .anyMatch(route -> !route.consumes().isEmpty())) {
                var body =
                        BodyHandler.create(false).setMergeFormAttributes(false).setBodyLimit(config.maxBodyBytes());
                router.post(base + path).handler(body);
                router.patch(base + path).handler(body);
            }
            router.route(base + path)
                    .handler(context -> dispatch(context, base, methods))
                    .failureHandler(failures::answer);
        });
    }

    /** Has this handler answer URLs below a path that are not well formed, in place of the TMF error. */
    public void answerMalformedUrls(String path, Handler<RoutingContext> handler) {
        malformedUrls.put(path, handler);
    }

    /** Answers what no operation is at. Call it last. */
    public void answerUnknownUrls() {
        router.route().last().handler(ErrorHandler::unknownUrl).failureHandler(failures::answer);
        router.errorHandler(
                400,
                context -> malformedUrls.entrySet().stream()
                        .filter(other ->
                                String.valueOf(context.request().path()).startsWith(other.getKey()))
                        .findFirst()
                        .map(Map.Entry::getValue)
                        .orElse(ErrorHandler::malformedUrl)
                        .handle(context));
    }

    private void dispatch(RoutingContext context, String base, Map<HttpMethod, Route> methods) {
        RequestAdmission.bodyHasArrived(context);
        var route = RequestAdmission.route(context, methods);
        ContentNegotiation.require(context, route.produces());
        requireReadable(context, route);
        requireStorableId(context, route);
        var root = root(context);
        var answered = call(route, new ApiRequest(context, RequestAdmission.caller(context), root, root + base));
        var sent = answered.compose(answer -> ErrorHandler.send(context, answer));
        RequestAdmission.place(context).keepUntil(sent);
        sent.onFailure(context::fail);
    }

    private static Future<Response> call(Route route, ApiRequest call) {
        try {
            return route.handler().apply(call);
        } catch (ProblemException rejected) {
            return Future.failedFuture(rejected);
        }
    }

    private static void requireReadable(RoutingContext context, Route route) {
        if (route.consumes().isEmpty()) {
            return;
        }
        var given =
                Optional.ofNullable(context.request().getHeader("Content-Type")).orElse("");
        var type = given.split(";", 2)[0].strip();
        if (route.consumes().stream().noneMatch(type::equalsIgnoreCase)) {
            throw new ProblemException(new Problem.UnsupportedMediaType(given, route.consumes()));
        }
    }

    /** No id that is stored has the character U+0000, and PostgreSQL takes no text with it. */
    private static void requireStorableId(RoutingContext context, Route route) {
        var id = context.pathParam("id");
        if (id != null && id.indexOf('\0') >= 0) {
            throw new ProblemException(new Problem.NotFound(route.path().split("/", 2)[0], id));
        }
    }

    private String root(RoutingContext context) {
        return config.publicUrl().orElseGet(() -> ForwardedHeaders.root(context.request()));
    }
}
