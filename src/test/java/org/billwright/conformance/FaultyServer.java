package org.billwright.conformance;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.billwright.json.Json;
import org.billwright.json.TmfVersion;

/** A small TMF678 server that answers from lists in memory: rightly, or with one fault. */
final class FaultyServer implements AutoCloseable {
    static final String BILLS = "customerBill";
    private static final int PREFIX = "/api/v4/".length();
    private static final byte[] CHUNK = " ".repeat(64 * 1024).getBytes(UTF_8);

    private final HttpServer server;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final CountDownLatch closed = new CountDownLatch(1);
    private final TmfVersion version;
    private final Optional<ServerFault> fault;
    private final Optional<String> elsewhere;
    private final Map<String, List<ObjectNode>> documents;
    private final List<String> requests = Collections.synchronizedList(new ArrayList<>());
    private final List<String> authorizations = Collections.synchronizedList(new ArrayList<>());

    /** @param elsewhere another server, to which it may redirect */
    FaultyServer(TmfVersion version, Optional<ServerFault> fault, Optional<String> elsewhere) {
        try {
            this.server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        this.version = version;
        this.fault = fault;
        this.elsewhere = elsewhere;
        this.documents = fault.map(wrong -> FaultyDocuments.of(version, base() + "/", wrong))
                .orElseGet(() -> new SampleBills(version, base() + "/").documents());
        server.createContext("/api/", this::handle);
        server.setExecutor(threads);
        server.start();
    }

    static FaultyServer right(TmfVersion version) {
        return new FaultyServer(version, Optional.empty(), Optional.empty());
    }

    String base() {
        return "http://127.0.0.1:" + server.getAddress().getPort() + "/api/" + version.code();
    }

    /** Removes all documents. */
    void empty() {
        documents.values().forEach(List::clear);
    }

    List<String> requests() {
        return List.copyOf(requests);
    }

    List<String> authorizations() {
        return List.copyOf(authorizations);
    }

    private boolean has(ServerFault one) {
        return fault.filter(one::equals).isPresent();
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            var uri = exchange.getRequestURI();
            requests.add(exchange.getRequestMethod() + " " + uri);
            authorizations.add(String.valueOf(exchange.getRequestHeaders().getFirst("Authorization")));
            var path = uri.getPath().substring(PREFIX).split("/", 2);
            var query = Optional.ofNullable(uri.getRawQuery()).orElse("");
            if (path.length == 1 && path[0].equals(BILLS) && isTransportFault(exchange)) {
                return;
            }
            var reply = reply(exchange, path, query);
            reply.headers()
                    .forEach((name, value) -> exchange.getResponseHeaders().add(name, value));
            boolean isText = has(ServerFault.JSON_AS_TEXT) && reply.status() == 200;
            exchange.getResponseHeaders().add("Content-Type", isText ? "text/plain" : "application/json");
            send(exchange, reply.status(), body(reply).getBytes(UTF_8));
        }
    }

    private String body(FaultyReply reply) {
        return has(ServerFault.ERROR_WITHOUT_BODY) && reply.status() >= 400 ? "" : reply.body();
    }

    private FaultyReply reply(HttpExchange exchange, String[] path, String query) throws IOException {
        var method = exchange.getRequestMethod();
        var items = documents.get(path[0]);
        if (items == null) {
            return error(404);
        }
        boolean isRead = method.equals("GET") || (method.equals("TRACE") && has(ServerFault.TRACE_IS_SERVED));
        if (isRead && path.length == 1) {
            return new FaultyList(path[0], items, fault, base() + "/" + path[0], authorizations.getLast()).reply(query);
        }
        if (isRead) {
            return single(path[0], items, path[1], query);
        }
        return switch (method + " " + path[0]) {
            case "POST customerBillOnDemand" -> create(exchange, items);
            case "POST hub" -> register(exchange, items);
            case "DELETE hub" -> remove(items, path[1]);
            case "PATCH customerBill" -> patch(exchange, items, path[1]);
            default -> error(405);
        };
    }

    private FaultyReply error(int status) {
        return FaultyReply.error(
                status, has(ServerFault.STATUS_IN_ERROR_IS_ANOTHER) ? 999 - status : status, authorizations.getLast());
    }

    private FaultyReply single(String resource, List<ObjectNode> items, String id, String query) {
        var found = items.stream()
                .filter(item -> item.path("id").textValue().equals(id))
                .findFirst()
                .or(() -> has(ServerFault.UNKNOWN_ID_IS_FOUND) && resource.equals(BILLS)
                        ? items.stream().findFirst()
                        : Optional.empty());
        if (found.isEmpty()) {
            return error(404);
        }
        var shown = found.get().deepCopy();
        if (has(ServerFault.SINGLE_DIFFERS_FROM_LIST) && resource.equals(BILLS)) {
            shown.put("category", "duplicate");
        }
        if (query.startsWith("fields=") && !(has(ServerFault.FIELDS_OF_A_SINGLE_IGNORED) && resource.equals(BILLS))) {
            FaultyList.select(shown, query);
        }
        return FaultyReply.of(200, shown);
    }

    private static ObjectNode read(HttpExchange exchange) throws IOException {
        return Json.read(exchange.getRequestBody().readAllBytes());
    }

    private FaultyReply create(HttpExchange exchange, List<ObjectNode> items) throws IOException {
        var made = new SampleBills(version, base() + "/").request("D" + (items.size() + 1), "inProgress");
        made.set("billingAccount", read(exchange).path("billingAccount"));
        if (has(ServerFault.NEW_REQUEST_WITHOUT_ACCOUNT)) {
            made.remove("billingAccount");
        }
        items.add(made);
        var reply = FaultyReply.of(201, made);
        return has(ServerFault.LOCATION_MISSING)
                ? reply
                : reply.with("Location", made.path("href").textValue());
    }

    private FaultyReply register(HttpExchange exchange, List<ObjectNode> items) throws IOException {
        var callback = read(exchange).path("callback").textValue();
        items.add(new SampleBills(version, base() + "/").hub("H1", callback));
        return FaultyReply.of(201, items.getLast());
    }

    private FaultyReply remove(List<ObjectNode> items, String id) {
        boolean isThere =
                items.stream().anyMatch(item -> item.path("id").textValue().equals(id));
        if (!has(ServerFault.HUB_STAYS)) {
            items.clear();
        }
        return isThere ? new FaultyReply(204, "", Map.of()) : error(404);
    }

    private FaultyReply patch(HttpExchange exchange, List<ObjectNode> items, String id) throws IOException {
        var bill = items.stream()
                .filter(item -> item.path("id").textValue().equals(id))
                .findFirst()
                .orElseThrow();
        var state = read(exchange).path("state").textValue();
        if (!has(ServerFault.PATCH_CHANGES_NOTHING)) {
            bill.put("state", state);
        }
        return FaultyReply.of(200, bill);
    }

    /** What is wrong before there is a list. */
    private boolean isTransportFault(HttpExchange exchange) throws IOException {
        if (fault.isEmpty()) {
            return false;
        }
        switch (fault.get()) {
            case HTML -> {
                exchange.getResponseHeaders().add("Content-Type", "text/html");
                send(exchange, 200, "<html>Sign in</html>".getBytes(UTF_8));
            }
            case TRUNCATED_JSON -> sendJson(exchange, 200, "[{\"id\":\"B1\"".getBytes(UTF_8));
            case NOT_UTF_8 -> sendJson(exchange, 200, "[{\"id\":\"é\"}]".getBytes(StandardCharsets.ISO_8859_1));
            case STATUS_500 -> sendJson(exchange, 500, error(500).body().getBytes(UTF_8));
            case REDIRECT_TO_ITSELF -> redirect(exchange, base() + "/" + BILLS);
            case REDIRECT_TO_ANOTHER_HOST -> redirect(exchange, elsewhere.orElseThrow());
            case NO_RESPONSE -> awaitClose();
            case ENDLESS_BODY -> sendForEver(exchange);
            default -> {
                return false;
            }
        }
        return true;
    }

    private static void redirect(HttpExchange exchange, String to) throws IOException {
        exchange.getResponseHeaders().add("Location", to);
        exchange.sendResponseHeaders(302, -1);
    }

    private void awaitClose() {
        try {
            closed.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void sendForEver(HttpExchange exchange) {
        try {
            exchange.getResponseHeaders().add("Content-Type", "application/json");
            exchange.sendResponseHeaders(200, 0);
            while (true) {
                exchange.getResponseBody().write(CHUNK);
            }
        } catch (IOException gone) {
            // the client has enough
        }
    }

    private static void sendJson(HttpExchange exchange, int status, byte[] body) throws IOException {
        exchange.getResponseHeaders().add("Content-Type", "application/json");
        send(exchange, status, body);
    }

    private static void send(HttpExchange exchange, int status, byte[] body) throws IOException {
        exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
        if (body.length > 0) {
            exchange.getResponseBody().write(body);
        }
    }

    @Override
    public void close() {
        closed.countDown();
        server.stop(0);
        threads.shutdownNow();
    }
}
