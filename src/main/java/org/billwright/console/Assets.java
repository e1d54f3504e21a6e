package org.billwright.console;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.billwright.access.Permission;
import org.billwright.http.ApiRequest;
import org.billwright.http.Response;
import org.billwright.http.Route;
import org.billwright.problem.Problem;
import org.billwright.problem.ProblemException;

/** The styles and scripts of the console: those of libraries, from their webjars, and its own. */
public final class Assets {
    private static final String CSS = "text/css;charset=utf-8";
    private static final String SCRIPT = "text/javascript;charset=utf-8";
    private static final String WEBJARS = "/META-INF/resources/webjars/";

    private static final Map<String, String> FILES = Map.of(
            "bootstrap.css", WEBJARS + "bootstrap/5.3.8/css/bootstrap.min.css",
            "htmx.js", WEBJARS + "htmx.org/2.0.10/dist/htmx.min.js",
            "sse.js", WEBJARS + "htmx-ext-sse/2.2.2/sse.js",
            "console.css", "/org/billwright/console/console.css",
            "console.js", "/org/billwright/console/console.js");

    private final Map<String, Buffer> contents = new HashMap<>();

    /** Reads them. */
    public Assets() {
        FILES.forEach((name, file) -> contents.put(name, read(file)));
    }

    private static Buffer read(String file) {
        try (var in = Objects.requireNonNull(Assets.class.getResourceAsStream(file), file)) {
            return Buffer.buffer(in.readAllBytes());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The routes, below {@link Console#PATH}, which need no session. */
    public List<Route> routes() {
        return List.of(Route.pages(Permission.READ, "assets/:name", List.of(CSS, SCRIPT), this::file));
    }

    private Future<Response> file(ApiRequest call) {
        var name = call.parameter("name");
        var content = contents.get(name);
        if (content == null) {
            return Future.failedFuture(new ProblemException(new Problem.UnknownUrl(call.path())));
        }
        return Future.succeededFuture(new Response(
                200,
                Map.of("Content-Type", name.endsWith(".css") ? CSS : SCRIPT, "Cache-Control", "public, max-age=3600"),
                content));
    }
}
