package org.billwright.telemetry;

import com.google.protobuf.ByteString;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.opentelemetry.proto.collector.metrics.v1.ExportMetricsServiceRequest;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.opentelemetry.proto.common.v1.KeyValue;
import io.opentelemetry.proto.trace.v1.Span;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.zip.GZIPInputStream;

/** A collector of OpenTelemetry: what it was sent by OTLP over HTTP. */
final class Collector implements AutoCloseable {
    private final HttpServer server;
    private final List<Seen> spans = new CopyOnWriteArrayList<>();
    private final Set<String> metrics = ConcurrentHashMap.newKeySet();

    /** A span. Ids are in hexadecimal digits; the parent is empty where there is none. */
    record Seen(String trace, String id, String parent, Span span) {
        static Seen of(Span span) {
            return new Seen(hex(span.getTraceId()), hex(span.getSpanId()), hex(span.getParentSpanId()), span);
        }

        private static String hex(ByteString bytes) {
            return HexFormat.of().formatHex(bytes.toByteArray());
        }

        String name() {
            return span.getName();
        }

        String kind() {
            return span.getKind().name().replace("SPAN_KIND_", "");
        }

        Map<String, String> attributes() {
            return span.getAttributesList().stream()
                    .collect(Collectors.toMap(
                            KeyValue::getKey,
                            attribute -> attribute.getValue().hasStringValue()
                                    ? attribute.getValue().getStringValue()
                                    : String.valueOf(attribute.getValue().getIntValue())));
        }
    }

    Collector(URI endpoint) throws IOException {
        server = HttpServer.create(new InetSocketAddress(endpoint.getHost(), endpoint.getPort()), 0);
        server.createContext(
                "/v1/traces",
                exchange -> receive(
                        exchange,
                        body -> ExportTraceServiceRequest.parseFrom(body).getResourceSpansList().stream()
                                .flatMap(resource -> resource.getScopeSpansList().stream())
                                .flatMap(scope -> scope.getSpansList().stream())
                                .map(Seen::of)
                                .forEach(spans::add)));
        server.createContext(
                "/v1/metrics",
                exchange -> receive(
                        exchange,
                        body -> ExportMetricsServiceRequest.parseFrom(body).getResourceMetricsList().stream()
                                .flatMap(resource -> resource.getScopeMetricsList().stream())
                                .flatMap(scope -> scope.getMetricsList().stream())
                                .forEach(metric -> metrics.add(metric.getName()))));
        server.start();
    }

    /** Reads a body. */
    @FunctionalInterface
    private interface Reader {
        void read(InputStream body) throws IOException;
    }

    private static void receive(HttpExchange exchange, Reader reader) throws IOException {
        try (exchange) {
            var body = exchange.getRequestBody();
            reader.read(
                    "gzip".equals(exchange.getRequestHeaders().getFirst("Content-Encoding"))
                            ? new GZIPInputStream(body)
                            : body);
            exchange.sendResponseHeaders(200, -1);
        }
    }

    List<Seen> spans() {
        return List.copyOf(spans);
    }

    Set<String> metrics() {
        return Set.copyOf(metrics);
    }

    /** Waits for a span. */
    Seen await(Predicate<Seen> wanted) throws InterruptedException {
        for (int i = 0; i < 400; i++) {
            var found = spans.stream().filter(wanted).findFirst();
            if (found.isPresent()) {
                return found.get();
            }
            Thread.sleep(50);
        }
        throw new AssertionError("no such span among "
                + spans.stream().map(Seen::name).distinct().toList());
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
