package org.billwright.http;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.RoutingContext;
import java.util.LinkedHashMap;
import java.util.Map;

/** What goes back: status, headers, body. */
public record Answer(int status, Map<String, String> headers, Buffer body) {
    static final String JSON = "application/json;charset=utf-8";

    private static final Buffer EMPTY = Buffer.buffer();

    /** A JSON body. */
    public static Answer json(int status, Buffer body) {
        return new Answer(status, Map.of("Content-Type", JSON), body);
    }

    /** A page for people. */
    public static Answer html(String page) {
        return new Answer(
                200,
                Map.of(
                        "Content-Type", "text/html;charset=utf-8",
                        "Content-Security-Policy", "default-src 'none'; style-src 'unsafe-inline'"),
                Buffer.buffer(page));
    }

    /** No body. */
    public static Answer empty(int status) {
        return new Answer(status, Map.of(), EMPTY);
    }

    /** The same answer with one more header. */
    public Answer with(String name, String value) {
        var more = new LinkedHashMap<>(headers);
        more.put(name, value);
        return new Answer(status, more, body);
    }

    /** Sends it, unless the client is gone or has an answer. */
    public void send(RoutingContext context, String correlationId) {
        var response = context.response();
        if (response.ended() || response.closed()) {
            return;
        }
        response.setStatusCode(status);
        response.putHeader(CorrelationId.HEADER, correlationId);
        response.putHeader("Cache-Control", "no-store");
        response.putHeader("X-Content-Type-Options", "nosniff");
        headers.forEach(response::putHeader);
        if (context.request().method().equals(HttpMethod.HEAD)) {
            response.putHeader("Content-Length", String.valueOf(body.length()));
            response.end();
        } else {
            response.end(body);
        }
    }
}
