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

/** Serves operations over HTTP: finds the operation, makes the checks that every request needs, responds to every failure. */
public final class HttpServer {
    private final Router router;
    private final HttpConfig config;
    private final ErrorHandler errors;
    private final RequestAdmission admission;
    private final RequestListener listener;
    private final BodyHandler body;
    private final Map<String, Handler<RoutingContext>> malformedUrls = new LinkedHashMap<>();

    /** A server whose operations are added to this router. */
    public HttpServer(
            Router router,
            HttpConfig config,
            ClientProtocol protocol,
            Authenticator authenticator,
            ConcurrencyLimit limit,
            RefusedCredentials refusals,
            RequestListener listener) {
        this.router = router;
        this.config = config;
        this.errors = new ErrorHandler(config, protocol, listener);
        this.listener = listener;
        this.body = BodyHandler.create(false).setMergeFormAttributes(false).setBodyLimit(config.maxBodyBytes());
        this.admission = new RequestAdmission(protocol, authenticator, limit, refusals, config);
    }

    /** Lets pages of these origins use what is added from now on. */
    public void allowOrigins(List<String> origins) {
        CrossOrigin.allow(router, origins, errors);
    }

    /** Adds operations below a path that ends in a slash; a method that none of them has gets 405. */
    public void add(String base, List<Route> routes) {
        var byPath = new LinkedHashMap<String, Map<HttpMethod, Route>>();
        for (var route : routes) {
            byPath.computeIfAbsent(route.path(), p -> new LinkedHashMap<>()).put(route.method(), route);
        }
        byPath.forEach((path, methods) -> router.route(base + path)
                .handler(context -> {
                    ObservedRequest.begin(context, base, path, listener);
                    admission.admit(context, methods);
                })
                .handler(this::receive)
                .handler(context -> dispatch(context, base))
                .failureHandler(errors::handle));
    }

    private void receive(RoutingContext context) {
        var route = RequestContext.of(context).route();
        if (route.upload().isPresent()) {
            requireReadable(context, route);
            route.upload().orElseThrow().receive(context, config.bodyTimeout());
        } else if (route.consumes().isEmpty()) {
            context.next();
        } else {
            body.handle(context);
        }
    }

    /** Has this handler respond to malformed URLs below a path, in place of the TMF error. */
    public void answerMalformedUrls(String path, Handler<RoutingContext> handler) {
        malformedUrls.put(path, handler);
    }

    /** Responds to URLs below a path that no operation has. Call it after all operations below it. */
    public void answerUnknownUrls(String path) {
        router.route(path + "*").handler(errors::unknownUrl).failureHandler(errors::handle);
    }

    /** Responds to URLs that no operation has. Call it last. */
    public void answerUnknownUrls() {
        router.route().last().handler(errors::unknownUrl).failureHandler(errors::handle);
        router.errorHandler(
                400,
                context -> malformedUrls.entrySet().stream()
                        .filter(other ->
                                String.valueOf(context.request().path()).startsWith(other.getKey()))
                        .findFirst()
                        .map(Map.Entry::getValue)
                        .orElse(errors::malformedUrl)
                        .handle(context));
    }

    private void dispatch(RoutingContext context, String base) {
        var request = RequestContext.of(context);
        request.bodyArrived();
        request.permit().beginToWork();
        var route = request.route();
        ContentNegotiation.requireAcceptable(context, route.produces());
        requireReadable(context, route);
        requireStorableId(context, route);
        var root = root(context);
        var message = RequestMessage.of(context);
        var sent = handle(route, new ApiRequest(context, request, message, root, root + base, config.maxBodyBytes()))
                .compose(response -> {
                    request.permit().hold(response.body().length());
                    return response.send(context, request.correlationId(), request.permit()::giveBack);
                });
        request.permit().holdUntil(sent);
        sent.onFailure(context::fail);
    }

    private static Future<Response> handle(Route route, ApiRequest request) {
        try {
            return route.handler().apply(request);
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
        ContentCoding.requireReadable(
                context, route.upload().isPresent() ? UploadHandler.CODINGS : ContentCoding.OF_REQUESTS);
    }

    /** No stored id has the character U+0000: PostgreSQL has no text with it. */
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
