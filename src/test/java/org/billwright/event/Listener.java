package org.billwright.event;

import com.fasterxml.jackson.databind.JsonNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.function.Function;
import org.billwright.api.Api;

/** A subscriber that records deliveries and responds as the test sets it. */
final class Listener implements AutoCloseable {
    /** A received delivery. */
    record Received(String body, String id, long timestamp, String signature, String correlationId) {
        JsonNode json() {
            try {
                return Api.JSON.readTree(body);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        String eventId() {
            return json().path("eventId").textValue();
        }

        long sequence() {
            return json().path("sequence").longValue();
        }

        String resourceId() {
            return json().path("event").elements().next().path("id").textValue();
        }
    }

    private final HttpServer server;
    private final List<Received> accepted = new CopyOnWriteArrayList<>();
    private volatile Function<Received, Integer> status = received -> 204;
    private volatile Duration delay = Duration.ZERO;

    Listener() throws IOException {
        this(0);
    }

    Listener(int port) throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
        server.createContext("/", this::receive);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.start();
    }

    int port() {
        return server.getAddress().getPort();
    }

    String url() {
        return "http://127.0.0.1:" + port() + "/listener";
    }

    void answers(Function<Received, Integer> newStatus) {
        status = newStatus;
    }

    void takes(Duration time) {
        delay = time;
    }

    private void receive(HttpExchange exchange) throws IOException {
        try (exchange) {
            var body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
            var headers = exchange.getRequestHeaders();
            var received = new Received(
                    body,
                    headers.getFirst(WebhookSignature.ID_HEADER),
                    Long.parseLong(headers.getFirst(WebhookSignature.TIMESTAMP_HEADER)),
                    headers.getFirst(WebhookSignature.HEADER),
                    headers.getFirst("X-Correlation-ID"));
            Thread.sleep(delay);
            int answer = status.apply(received);
            if (answer / 100 == 2) {
                accepted.add(received);
            }
            if (answer == 302) {
                exchange.getResponseHeaders().add("Location", url() + "/elsewhere");
            }
            exchange.sendResponseHeaders(answer, -1);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    List<Received> accepted() {
        return new ArrayList<>(accepted);
    }

    /** Waits until this many deliveries were accepted, and returns them. */
    List<Received> await(int count) throws InterruptedException {
        var end = Instant.now().plusSeconds(20);
        while (accepted.size() < count && Instant.now().isBefore(end)) {
            Thread.sleep(20);
        }
        return accepted();
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
