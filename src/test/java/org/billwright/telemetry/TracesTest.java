package org.billwright.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.billwright.api.Api;
import org.billwright.api.Documents;
import org.billwright.api.Store;
import org.billwright.api.StoreResource;
import org.eclipse.microprofile.config.ConfigProvider;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What a collector sees of the work of a server. */
@QuarkusTest
@QuarkusTestResource(StoreResource.class)
@TestProfile(TracedServerProfile.class)
@Tag("server")
class TracesTest {
    private static final String V4 = "/tmf-api/customerBillManagement/v4/";
    private static final String PERSON = "person-4711";
    private static final String AMOUNT = "7654.32";
    private static Collector collector;

    @BeforeAll
    static void listen() throws IOException {
        collector = new Collector(
                URI.create(ConfigProvider.getConfig().getValue("billwright.telemetry.endpoint", String.class)));
    }

    @AfterAll
    static void close() {
        collector.close();
    }

    private static void load(String id) {
        Documents.load("""
                {"@type":"CustomerBill","id":"%s","billNo":"%s","state":"new","billDate":"2026-05-01T00:00:00Z",
                 "amountDue":{"unit":"USD","value":%s},"billingAccount":{"id":"TRACED"},
                 "relatedParty":[{"id":"%s","name":"Ann Traced","role":"customer"}]}
                """.formatted(id, id, AMOUNT, PERSON).replace("\n", ""));
        Api.get("customerBill/" + id + "/billDocument/bill.pdf");
    }

    private static String traceParent(String trace, String span) {
        return "00-" + trace + "-" + span + "-01";
    }

    @Test
    void a_change_its_event_and_its_delivery_are_one_trace() throws Exception {
        var trace = "0af7651916cd43dd8448eb211c80319c";
        var received = new LinkedBlockingQueue<String>();
        load("TRACED-1");
        try (var subscriber = new Subscriber(received)) {
            Api.withBody(
                    "POST",
                    Api.server() + V4 + "hub",
                    "{\"callback\":\"" + subscriber.url() + "\",\"query\":\"eventType=CustomerBillStateChangeEvent"
                            + "&event.customerBill.id=TRACED-1\"}");
            var changed = Api.patch(
                    "customerBill/TRACED-1",
                    "{\"state\":\"validated\"}",
                    "traceparent",
                    traceParent(trace, "b7ad6b7169203331"),
                    "X-Correlation-ID",
                    "traced-change");
            assertThat(changed.status()).as(changed.text()).isEqualTo(200);
            var header = received.poll(20, TimeUnit.SECONDS);

            var delivered = collector.await(
                    span -> span.trace().equals(trace) && span.name().equals("deliver CustomerBillStateChangeEvent"));
            var request = collector.await(
                    span -> span.trace().equals(trace) && span.kind().equals("SERVER"));
            var created = collector.await(
                    span -> span.trace().equals(trace) && span.name().equals("create CustomerBillStateChangeEvent"));
            assertThat(request.parent()).isEqualTo("b7ad6b7169203331");
            assertThat(request.name()).isEqualTo("PATCH " + V4 + "customerBill/:id");
            assertThat(request.attributes())
                    .containsExactlyInAnyOrderEntriesOf(Map.of(
                            "http.request.method", "PATCH",
                            "http.route", V4 + "customerBill/:id",
                            "http.response.status_code", "200",
                            "billwright.tenant", Store.TENANT,
                            "billwright.correlation_id", "traced-change"));
            assertThat(created.parent()).isEqualTo(request.id());
            assertThat(created.kind()).isEqualTo("PRODUCER");
            assertThat(delivered.parent()).isEqualTo(created.id());
            assertThat(delivered.kind()).isEqualTo("CLIENT");
            assertThat(delivered.attributes())
                    .containsEntry("billwright.event.type", "CustomerBillStateChangeEvent")
                    .containsEntry("billwright.delivery.attempt", "1");
            assertThat(header).isEqualTo(traceParent(trace, delivered.id()));
            assertThat(collector.spans().stream()
                            .filter(span -> span.parent().equals(request.id())
                                    && span.kind().equals("CLIENT"))
                            .map(Collector.Seen::name))
                    .contains("UPDATE customer_bill", "INSERT event_sequence");
        }
    }

    @Test
    void a_query_has_its_statement_and_nothing_that_a_client_has_sent() throws Exception {
        var trace = "1bf7651916cd43dd8448eb211c80319d";
        load("TRACED-2");
        var found = Api.get(
                "customerBill?relatedParty.id=" + PERSON + "&amountDue.value.gt=7000&limit=5",
                "traceparent",
                traceParent(trace, "c7ad6b7169203332"));
        assertThat(found.text()).contains(PERSON).contains(AMOUNT);
        var request = collector.await(
                span -> span.trace().equals(trace) && span.kind().equals("SERVER"));
        var statement = collector.await(span -> span.parent().equals(request.id()));
        assertThat(request.name()).isEqualTo("GET " + V4 + "customerBill");
        assertThat(statement.name()).startsWith("SELECT ");
        assertThat(statement.attributes())
                .containsOnlyKeys("db.system.name", "db.operation.name", "db.collection.name");
        assertThat(collector.spans().stream().map(span -> span.name() + span.attributes()))
                .noneMatch(text -> text.contains(PERSON)
                        || text.contains(AMOUNT)
                        || text.contains("7000")
                        || text.contains("Ann")
                        || text.contains("TRACED"));
    }

    @Test
    void a_failed_request_is_an_error_with_its_status_and_an_unknown_url_is_no_route() throws Exception {
        var unknown = "2cf7651916cd43dd8448eb211c80319e";
        Api.get(Api.server() + "/nothing/" + PERSON, "traceparent", traceParent(unknown, "c7ad6b7169203333"));
        var request = collector.await(span -> span.trace().equals(unknown));
        assertThat(request.attributes())
                .containsEntry("http.route", "unrouted")
                .containsEntry("http.response.status_code", "404");
        assertThat(request.span().getStatus().getCodeValue()).isZero();
    }

    @Test
    void a_run_of_a_worker_that_had_work_is_a_trace_and_a_look_for_work_is_none() throws Exception {
        var created = Api.withBody(
                "POST",
                Api.server() + V4 + "customerBillOnDemand",
                "{\"billingAccount\":{\"id\":\"no-such-account\"},\"relatedParty\":{\"id\":\"" + PERSON
                        + "\",\"role\":\"customer\"}}");
        assertThat(created.status()).as(created.text()).isEqualTo(201);
        var run = collector.await(span -> span.name().equals("run on-demand"));
        assertThat(run.parent()).isEmpty();
        assertThat(run.kind()).isEqualTo("INTERNAL");
        collector.await(
                span -> span.parent().equals(run.id()) && span.attributes().containsValue("customer_bill_on_demand"));
        Thread.sleep(1_500);
        assertThat(collector.spans().stream().map(Collector.Seen::name).collect(Collectors.toSet()))
                .doesNotContain("run event-maintenance", "run bill-run", "run documents");
    }

    @Test
    void the_metrics_are_exported_too() throws Exception {
        Api.get("customerBill?limit=1");
        for (int i = 0; i < 200 && !collector.metrics().contains("billwright.requests"); i++) {
            Thread.sleep(50);
        }
        assertThat(collector.metrics())
                .contains(
                        "billwright.requests", "billwright.events.waiting", "billwright.build.info", "jvm.memory.used");
    }

    /** A subscriber that keeps the header of its deliveries. */
    private static final class Subscriber implements AutoCloseable {
        private final HttpServer server;

        Subscriber(BlockingQueue<String> headers) throws IOException {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
            server.createContext("/", exchange -> {
                try (exchange) {
                    headers.add(String.valueOf(exchange.getRequestHeaders().getFirst(TraceParent.HEADER)));
                    exchange.sendResponseHeaders(204, -1);
                }
            });
            server.start();
        }

        String url() {
            return "http://127.0.0.1:" + server.getAddress().getPort() + "/listener";
        }

        @Override
        public void close() {
            server.stop(0);
        }
    }
}
