package org.billwright.http;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.billwright.problem.Problem;

/** Serves OpenAPI documents that are written by hand, each with the URL of its API. */
public final class ApiDocuments {
    private static final String TYPE = "application/yaml;charset=utf-8";
    private static final List<String> METHODS = List.of("GET", "HEAD", "OPTIONS");
    private static final String SERVER = "\nservers:\n  - url: ";

    private ApiDocuments() {}

    /** Serves a document of the class path at these paths, as that of the API with this URL. */
    public static void serve(Router router, String resource, String server, String... paths) {
        var document = Buffer.buffer(withServer(read(resource), server));
        var response = new Response(200, Map.of("Content-Type", TYPE), document);
        for (var path : paths) {
            router.route(path).handler(context -> {
                if (isRead(context)) {
                    send(context, response);
                } else {
                    refuse(context);
                }
            });
        }
    }

    /** By no pattern: at a start, which searches all documents, the code of patterns is not compiled yet. */
    private static String withServer(String document, String server) {
        int begin = document.indexOf(SERVER) + SERVER.length();
        int end = document.indexOf('\n', begin);
        return document.substring(0, begin) + '\'' + server + '\'' + document.substring(end);
    }

    private static boolean isRead(RoutingContext context) {
        var method = context.request().method();
        return method.equals(HttpMethod.GET) || method.equals(HttpMethod.HEAD);
    }

    private static void refuse(RoutingContext context) {
        var method = context.request().method();
        send(
                context,
                method.equals(HttpMethod.OPTIONS)
                        ? Response.empty(204).with("Allow", String.join(", ", METHODS))
                        : ProblemMapping.response(new Problem.MethodNotAllowed(method.name(), METHODS)));
    }

    private static void send(RoutingContext context, Response response) {
        response.send(context, RequestContext.of(context).correlationId()).onFailure(context::fail);
    }

    private static String read(String resource) {
        try (var in = ApiDocuments.class.getResourceAsStream(resource)) {
            return new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
