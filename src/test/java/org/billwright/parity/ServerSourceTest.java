package org.billwright.parity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A server of another make, which has no links to pages. */
class ServerSourceTest {
    private static final int BILLS = 1_100;

    private HttpServer server;
    private final List<String> requests = new ArrayList<>();
    private String behaviour = "";

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::handle);
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    private void handle(HttpExchange exchange) throws IOException {
        var query = exchange.getRequestURI().getQuery();
        requests.add(exchange.getRequestURI().getPath() + "?" + query + " "
                + exchange.getRequestHeaders().getFirst("Authorization"));
        int offset = behaviour.equals("ignoresOffset") || !query.contains("offset=")
                ? 0
                : Integer.parseInt(query.replaceAll(".*offset=", ""));
        int count = exchange.getRequestURI().getPath().endsWith("/customerBill") ? BILLS : 0;
        var body = IntStream.range(offset, Math.min(count, offset + 500))
                .mapToObj(number -> "{\"id\":\"B" + number + "\"}")
                .collect(Collectors.joining(",", "[", "]"));
        boolean fails = behaviour.equals("failsOnce") && requests.size() == 1;
        if (behaviour.equals("linksElsewhere")) {
            exchange.getResponseHeaders().add("Link", "<http://elsewhere.example/v4/customerBill>; rel=\"next\"");
        }
        var bytes = (behaviour.equals("noList") ? "{}" : body).getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(fails ? 503 : behaviour.equals("refuses") ? 401 : 200, bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }

    private List<String> ids() throws IOException {
        var url = URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/v4/");
        var ids = new ArrayList<String>();
        new ServerSource(url, Map.of("Authorization", "Bearer x"), Optional.empty())
                .read(next ->
                        ids.add(next.document().get().orElseThrow().path("id").textValue()));
        return ids;
    }

    @Test
    void pages_are_read_by_offset_with_the_headers_of_the_caller() throws IOException {
        assertThat(ids()).hasSize(BILLS).doesNotHaveDuplicates();
        assertThat(requests)
                .containsExactly(
                        "/v4/customerBill?limit=500 Bearer x",
                        "/v4/customerBill?limit=500&offset=500 Bearer x",
                        "/v4/customerBill?limit=500&offset=1000 Bearer x",
                        "/v4/appliedCustomerBillingRate?limit=500 Bearer x");
    }

    @Test
    void a_server_that_fails_once_is_read_again() throws IOException {
        behaviour = "failsOnce";
        assertThat(ids()).hasSize(BILLS);
    }

    @Test
    void a_server_that_refuses_repeats_a_page_or_links_elsewhere_ends_the_reading() {
        for (var fault : Map.of(
                        "refuses", "status 401",
                        "noList", "no list of documents",
                        "ignoresOffset", "begins as the page before it",
                        "linksElsewhere", "on another server")
                .entrySet()) {
            behaviour = fault.getKey();
            assertThatThrownBy(this::ids)
                    .isInstanceOf(UnreadableSourceException.class)
                    .hasMessageContaining(fault.getValue());
        }
        assertThat(requests).noneMatch(request -> request.contains("elsewhere"));
    }
}
