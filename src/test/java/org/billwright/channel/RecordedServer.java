package org.billwright.channel;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;

/** A TMF678 server with configured responses, which may be wrong. */
final class RecordedServer {
    static final List<String> REQUESTS = Collections.synchronizedList(new ArrayList<>());
    static final List<String> CORRELATION_IDS = Collections.synchronizedList(new ArrayList<>());
    static final List<String> AUTHORIZATIONS = Collections.synchronizedList(new ArrayList<>());

    private static final Map<String, Reply> REPLIES = new ConcurrentHashMap<>();
    private static final Reply NOT_FOUND = new Reply(404, "{}");
    private static final HttpServer SERVER = start();

    /** What is said on one path, after a while; where {@code missing} bytes are promised that do not come. */
    record Reply(int status, String body, Map<String, String> headers, Duration after, int missing) {
        Reply(int status, String body) {
            this(status, body, Map.of(), Duration.ZERO, 0);
        }

        Reply after(Duration time) {
            return new Reply(status, body, headers, time, missing);
        }

        Reply with(String name, String value) {
            return new Reply(status, body, Map.of(name, value), after, missing);
        }

        Reply truncated() {
            return new Reply(status, body, headers, after, 10);
        }
    }

    private RecordedServer() {}

    static int port() {
        return SERVER.getAddress().getPort();
    }

    /** Forgets all, and says this: first word of the path below the API (with what follows a slash) and the reply. */
    static void says(Map<String, Reply> replies) {
        REPLIES.clear();
        REPLIES.putAll(replies);
        REQUESTS.clear();
        CORRELATION_IDS.clear();
        AUTHORIZATIONS.clear();
    }

    private static HttpServer start() {
        try {
            var server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
            server.createContext("/tmf/", RecordedServer::answer);
            server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
            server.start();
            return server;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void answer(HttpExchange exchange) throws IOException {
        var path = exchange.getRequestURI().getPath().substring("/tmf/".length());
        REQUESTS.add(exchange.getRequestURI().toString());
        CORRELATION_IDS.add(exchange.getRequestHeaders().getFirst("X-Correlation-ID"));
        AUTHORIZATIONS.add(String.valueOf(exchange.getRequestHeaders().getFirst("Authorization")));
        var reply = REPLIES.getOrDefault(path, NOT_FOUND);
        try (exchange) {
            Thread.sleep(reply.after());
            var body = reply.body().getBytes(StandardCharsets.UTF_8);
            reply.headers().forEach(exchange.getResponseHeaders()::add);
            exchange.sendResponseHeaders(reply.status(), body.length + reply.missing());
            exchange.getResponseBody().write(body);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
