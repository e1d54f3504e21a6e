package org.billwright.http;

import com.fasterxml.jackson.databind.JsonNode;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import io.vertx.ext.web.RoutingContext;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.billwright.json.Json;
import org.billwright.problem.Problem;
import org.billwright.problem.ProblemException;

/**
 * A response: status, headers, body.
 *
 * @param streaming produces the body in place of the other while it is sent
 */
public record Response(int status, Map<String, List<String>> headers, Buffer body, Optional<StreamingBody> streaming) {
    static final String JSON = "application/json;charset=utf-8";

    private static final Buffer EMPTY = Buffer.buffer();

    /** No response is a page with scripts, or to be shown inside another page. */
    private static final String CONTENT_POLICY = "default-src 'none'; frame-ancestors 'none'";

    /** The same for pages, which may have styles, and images in themselves. */
    private static final String PAGE_POLICY =
            "default-src 'none'; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

    private static final String STRICT_TRANSPORT = "max-age=31536000";

    /** How long the rest of a refused body may take to arrive. */
    private static final long REST_OF_BODY_MS = 2_000;

    /** A body that is held in memory. */
    public Response(int status, Map<String, String> headers, Buffer body) {
        this(status, single(headers), body, Optional.empty());
    }

    private static Map<String, List<String>> single(Map<String, String> headers) {
        var lists = new LinkedHashMap<String, List<String>>();
        headers.forEach((name, value) -> lists.put(name, List.of(value)));
        return lists;
    }

    /** A body that is produced while it is sent. */
    public static Response streaming(Map<String, String> headers, StreamingBody body) {
        return new Response(200, single(headers), EMPTY, Optional.of(body));
    }

    /** A JSON body, from a tree. */
    public static Response json(int status, JsonNode body) {
        return json(status, Buffer.buffer(Json.write(body)));
    }

    /** A JSON body. */
    public static Response json(int status, Buffer body) {
        return new Response(status, Map.of("Content-Type", JSON), body);
    }

    /** The error of the APIs for a problem. */
    public static Response of(Problem problem) {
        return ProblemMapping.response(problem);
    }

    /** A page for people. */
    public static Response html(String page) {
        return html(200, page);
    }

    /** A page for people with this status. */
    public static Response html(int status, String page) {
        return new Response(
                status,
                Map.of("Content-Type", "text/html;charset=utf-8", "Content-Security-Policy", PAGE_POLICY),
                Buffer.buffer(page));
    }

    /** A file to be shown; its name is reduced to characters that are safe in a header and in a folder. */
    public static Response file(String type, String name, Buffer bytes) {
        var safe = name.replaceAll("[^A-Za-z0-9._-]", "_").replaceAll("^[.]+", "");
        return new Response(
                200,
                Map.of(
                        "Content-Type", type,
                        "Content-Disposition", "inline; filename=\"" + (safe.isEmpty() ? "document" : safe) + "\"",
                        "Content-Security-Policy", PAGE_POLICY),
                bytes);
    }

    /** The same file for a request that may want a range of its bytes (RFC 9110 §14). */
    public static Response file(ApiRequest request, String type, String name, String tag, Buffer bytes) {
        var whole = file(type, name, bytes).with("ETag", tag).with("Accept-Ranges", "bytes");
        return ByteRange.of(request, tag, bytes.length())
                .map(range -> range.of(whole))
                .orElse(whole);
    }

    /** No body. */
    public static Response empty(int status) {
        return new Response(status, Map.of(), EMPTY);
    }

    /** The same response with one more header. */
    public Response with(String name, String value) {
        return with(name, List.of(value));
    }

    /** The same response with a header in several lines, which some clients cannot read from one. */
    public Response with(String name, List<String> values) {
        var more = new LinkedHashMap<>(headers);
        more.put(name, values);
        return new Response(status, more, body, streaming);
    }

    /**
     * Sends it, unless the client has disconnected or has a response. Completes when nothing is done for it any more, and the client has
     * read it.
     */
    public Future<Void> send(RoutingContext context, String correlationId) {
        return send(context, correlationId, () -> {});
    }

    /**
     * The same.
     *
     * @param ready runs when nothing is left to do but to send, as fast as the client reads
     */
    Future<Void> send(RoutingContext context, String correlationId, Runnable ready) {
        var response = context.response();
        if (response.ended() || response.closed()) {
            return Future.succeededFuture();
        }
        if (streaming.isPresent() && !context.request().method().equals(HttpMethod.HEAD)) {
            if (context.request().version() == HttpVersion.HTTP_1_0) {
                throw new ProblemException(new Problem.NotSupported("a chunked response over HTTP/1.0"));
            }
            ready.run();
            return ChunkedBodyWriter.send(context, () -> putHead(context, correlationId), streaming.get());
        }
        var type = headers.getOrDefault("Content-Type", List.of("")).getFirst();
        var compression = ContentCoding.ofResponse(context, body, type);
        return ContentCoding.packed(context, compression, body).compose(packed -> {
            ready.run();
            if (response.closed()) {
                return Future.succeededFuture();
            }
            putHead(context, correlationId);
            compression.coding().ifPresent(coding -> response.putHeader("Content-Encoding", coding));
            // A client that has disconnected since is no failure of the request.
            return end(context, packed).otherwiseEmpty();
        });
    }

    private Future<Void> end(RoutingContext context, Buffer packed) {
        var response = context.response();
        if (body.length() >= ContentCoding.MIN_BYTES) {
            response.headers().add("Vary", "Accept-Encoding");
        }
        if (context.request().method().equals(HttpMethod.HEAD) && streaming.isEmpty()) {
            response.putHeader("Content-Length", String.valueOf(packed.length()));
        }
        var sent = context.request().method().equals(HttpMethod.HEAD) ? response.end() : LargeBody.end(context, packed);
        limitRestOfBody(context.vertx(), context.request());
        return sent;
    }

    private void putHead(RoutingContext context, String correlationId) {
        var response = context.response();
        response.setStatusCode(status);
        response.putHeader(CorrelationId.HEADER, correlationId);
        response.putHeader("Cache-Control", "no-store");
        response.putHeader("X-Content-Type-Options", "nosniff");
        response.putHeader("Referrer-Policy", "no-referrer");
        response.putHeader("Content-Security-Policy", CONTENT_POLICY);
        if ("https".equals(ForwardedHeaders.scheme(context.request()))) {
            response.putHeader("Strict-Transport-Security", STRICT_TRANSPORT);
        }
        headers.forEach(response::putHeader);
    }

    /** A body that is no longer read must not keep the connection. */
    private static void limitRestOfBody(Vertx vertx, HttpServerRequest request) {
        boolean hasBody = request.getHeader("Transfer-Encoding") != null
                || !"0"
                        .equals(Optional.ofNullable(request.getHeader("Content-Length"))
                                .orElse("0"));
        if (hasBody && !request.isEnded() && request.version() != HttpVersion.HTTP_2) {
            vertx.setTimer(REST_OF_BODY_MS, timer -> {
                if (!request.isEnded()) {
                    request.connection().close();
                }
            });
        }
    }
}
