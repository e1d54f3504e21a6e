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

/** The styles, scripts and the icon of the console: those of libraries, from their webjars, and its own. */
public final class Assets {
    /** Types by the ending of a name. */
    private static final Map<String, String> TYPES =
            Map.of("css", "text/css;charset=utf-8", "js", "text/javascript;charset=utf-8", "svg", "image/svg+xml");

    private static final String WEBJARS = "/META-INF/resources/webjars/";

    private static final Map<String, String> FILES = Map.ofEntries(
            Map.entry("bootstrap.css", WEBJARS + "bootstrap/5.3.8/css/bootstrap.min.css"),
            Map.entry("htmx.js", WEBJARS + "htmx.org/2.0.10/dist/htmx.min.js"),
            Map.entry("sse.js", WEBJARS + "htmx-ext-sse/2.2.2/sse.js"),
            Map.entry("console.css", "/org/billwright/console/console.css"),
            Map.entry("console.js", "/org/billwright/console/console.js"),
            Map.entry("icon.svg", "/org/billwright/console/icon.svg"));

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
        return List.of(Route.pages(Permission.READ, "assets/:name", List.copyOf(TYPES.values()), this::file));
    }

    private Future<Response> file(ApiRequest call) {
        var name = call.parameter("name");
        var content = contents.get(name);
        if (content == null) {
            return Future.failedFuture(new ProblemException(new Problem.UnknownUrl(call.path())));
        }
        var type = TYPES.get(name.substring(name.lastIndexOf('.') + 1));
        return Future.succeededFuture(new Response(
                200,
                Map.of("Content-Type", Objects.requireNonNull(type), "Cache-Control", "public, max-age=3600"),
                content));
    }
}
