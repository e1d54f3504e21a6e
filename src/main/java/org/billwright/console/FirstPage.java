package org.billwright.console;

import io.vertx.core.Future;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.billwright.access.Permission;
import org.billwright.console.page.Renderer;
import org.billwright.http.ApiRequest;
import org.billwright.http.Response;
import org.billwright.http.Route;
import org.billwright.json.Json;

/** The path {@code /}: browsers go on to the console, programs get the documents of the APIs. */
public final class FirstPage {
    private static final String JSON = "application/json";
    private static final String HTML = "text/html";

    private final boolean hasConsole;
    private final Map<String, String> documents;

    /**
     * A first page.
     *
     * @param documents the paths of the OpenAPI documents, by the names of the APIs
     */
    public FirstPage(boolean hasConsole, Map<String, String> documents) {
        this.hasConsole = hasConsole;
        this.documents = new LinkedHashMap<>(documents);
    }

    /** The route of the path {@code /}. */
    public List<Route> routes() {
        return List.of(Route.pages(Permission.READ, "", List.of(JSON, HTML), this::show));
    }

    private Future<Response> show(ApiRequest call) {
        boolean isBrowser = call.header("Accept").orElse("").contains(HTML);
        if (hasConsole && isBrowser) {
            return Future.succeededFuture(Renderer.seeOther(Console.PATH));
        }
        var body = Json.object().put("name", "Billwright");
        var apis = body.putArray("api");
        documents.forEach((name, path) -> apis.addObject().put("name", name).put("openapi", call.root() + path));
        if (hasConsole) {
            body.put("console", call.root() + Console.PATH);
        }
        return Future.succeededFuture(Response.json(200, body));
    }
}
