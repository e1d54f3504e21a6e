package org.billwright.console.page;

import io.vertx.core.Future;
import java.util.List;
import org.billwright.http.Response;
import org.billwright.json.Links;

/** A document of a bill, which may be shown inside a page of the console. */
public final class ShownDocument {
    /** The media types of documents. */
    public static final List<String> TYPES = List.of("text/html", "application/pdf", "application/xml");

    private static final String POLICY = "default-src 'none'; style-src 'unsafe-inline'; img-src data:;"
            + " base-uri 'none'; form-action 'none'; frame-ancestors 'self'";

    private ShownDocument() {}

    /** The {@code document} of the bill with the {@code id} in the path. */
    public static Future<Response> of(ConsoleRequest request) {
        var target =
                request.tmf("customerBill/" + Links.segment(request.request().id()) + "/billDocument/"
                        + Links.segment(request.request().parameter("document")));
        var query = request.request().rawQuery();
        return request.response(target + (query.isEmpty() ? "" : "?" + query))
                .map(response -> response.with("Content-Security-Policy", POLICY));
    }
}
