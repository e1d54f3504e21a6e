package org.billwright.http;

import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.handler.CorsHandler;
import java.util.List;
import java.util.Set;
import org.billwright.problem.Problem;

/** Lets pages of other origins use the APIs from a browser (CORS, the Fetch standard §3.2). */
final class CrossOrigin {
    /** Sent by Vert.x where the origin is none of these. */
    static final int REFUSED = 403;

    private static final int PREFLIGHT_SECONDS = 600;
    private static final Set<HttpMethod> METHODS = Set.of(
            HttpMethod.GET, HttpMethod.HEAD, HttpMethod.POST, HttpMethod.PUT, HttpMethod.PATCH, HttpMethod.DELETE);
    private static final Set<String> SENT = Set.of(
            "Authorization",
            "Content-Type",
            "Content-Encoding",
            "If-Match",
            "If-None-Match",
            "Prefer",
            "lob",
            "client_id",
            "client_secret",
            "channelId",
            CorrelationId.HEADER);
    private static final Set<String> EXPOSED = Set.of(
            "Link",
            "X-Total-Count",
            "X-Result-Count",
            "Content-Range",
            "ETag",
            "Location",
            "Allow",
            "Accept",
            "Retry-After",
            "WWW-Authenticate",
            CorrelationId.HEADER);

    private CrossOrigin() {}

    /** Answers preflight requests, and adds the headers to all other responses, for these origins; {@code *} is every origin. */
    static void allow(Router router, List<String> origins, ErrorHandler errors) {
        var cors = CorsHandler.create()
                .allowedMethods(METHODS)
                .allowedHeaders(SENT)
                .exposedHeaders(EXPOSED)
                .maxAgeSeconds(PREFLIGHT_SECONDS);
        origins.forEach(cors::addOrigin);
        router.route()
                .handler(context -> {
                    // For caches: without an Origin, or with another one, the response is another.
                    context.response().headers().add("Vary", "Origin");
                    if (isOwnOrigin(context.request())) {
                        context.next();
                    } else {
                        cors.handle(context);
                    }
                })
                .failureHandler(context -> {
                    if (context.statusCode() == REFUSED) {
                        errors.handle(context);
                    } else {
                        context.next(); // the failure of an operation, whose own handler follows
                    }
                });
    }

    /** A page of this server, such as that of the API documents, is not of another origin. */
    private static boolean isOwnOrigin(HttpServerRequest request) {
        return ForwardedHeaders.origin(request).equalsIgnoreCase(request.getHeader("Origin"));
    }

    static Problem refused(String origin) {
        return new Problem.Forbidden("pages of the origin '" + origin + "' may not use this server");
    }
}
