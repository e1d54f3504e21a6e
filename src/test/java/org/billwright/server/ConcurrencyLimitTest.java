package org.billwright.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import org.billwright.access.TestIssuer;
import org.billwright.api.Api;
import org.billwright.api.Store;
import org.billwright.api.StoreResource;
import org.billwright.fuzz.Narrow;
import org.billwright.fuzz.RawConnection;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** More requests than the limit, and clients that are slow on purpose. A request whose body does not arrive holds a permit. */
@QuarkusTest
@QuarkusTestResource(StoreResource.class)
@TestProfile(Narrow.class)
@Tag("server")
@Tag("slow")
class ConcurrencyLimitTest {
    private static final String PATH = "/tmf-api/customerBillManagement/v4/";
    private static final String BODY = "{\"billingAccount\":{\"id\":\" \"}}";
    private static final String ONE = "Authorization: Bearer " + token("one");
    private static final String OTHER = "Authorization: Bearer " + token("another");

    private final List<RawConnection> connections = new ArrayList<>();

    @Inject
    Server server;

    private static String token(String subject) {
        return TestIssuer.token(claims -> claims.subject(subject).claim("roles", List.of("operator")));
    }

    private RawConnection connection() throws IOException {
        var connection = new RawConnection(Api.server());
        connections.add(connection);
        return connection;
    }

    /** A token that is known already is let in at once: a request that is counted then has its caller's permit as well. */
    @BeforeEach
    void tokens_are_known() throws Exception {
        assertThat(get(ONE).status()).isEqualTo(206);
        assertThat(get(OTHER).status()).isEqualTo(206);
        awaitInFlight(0);
    }

    @AfterEach
    void all_permits_are_released() throws Exception {
        for (var connection : connections) {
            connection.close();
        }
        awaitInFlight(0);
    }

    private void awaitInFlight(int expected) throws InterruptedException {
        long deadline = System.nanoTime() + Duration.ofSeconds(20).toNanos();
        double seen = server.requestsInFlight();
        while (seen != expected && System.nanoTime() < deadline) {
            Thread.sleep(20);
            seen = server.requestsInFlight();
        }
        assertThat(seen).isEqualTo(expected);
    }

    /** Requests a bill on demand, and does not send the body. */
    private RawConnection holdPermit(String authorization) throws IOException {
        var connection = connection();
        connection.send("POST " + PATH + "customerBillOnDemand HTTP/1.1\r\nHost: x\r\n" + authorization
                + "\r\nContent-Type: application/json\r\nContent-Length: " + BODY.length() + "\r\n\r\n");
        return connection;
    }

    private RawConnection.RawResponse get(String authorization) throws IOException {
        var connection = connection();
        connection.send("GET " + PATH + "customerBill?limit=1 HTTP/1.1\r\nHost: x\r\n" + authorization + "\r\n\r\n");
        return connection.answer("GET").orElseThrow();
    }

    /** Changes a bill, which waits for one who holds it. */
    private RawConnection change(String authorization, String bill) throws IOException {
        var connection = connection();
        connection.send("PATCH " + PATH + "customerBill/" + bill + " HTTP/1.1\r\nHost: x\r\n" + authorization
                + "\r\nContent-Type: application/json\r\nContent-Length: 2\r\n\r\n{}");
        return connection;
    }

    private static String bill() {
        return Store.asOwner()
                .withHandle(handle -> handle.createQuery("select id from customer_bill where tenant = '" + Store.TENANT
                                + "' order by id limit 1")
                        .mapTo(String.class)
                        .one());
    }

    /** Vert.x calls the handlers of a request's end once: one that is added after that would wait for ever. */
    @Test
    void a_client_that_leaves_while_its_token_is_verified_keeps_no_permit() throws Exception {
        for (int i = 0; i < 200; i++) {
            for (var end : List.of("", "3\r\n{\"x", "x\r\n")) {
                try (var connection = new RawConnection(Api.server())) {
                    connection.send("PATCH " + PATH + "customerBill/none HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer "
                            + token("leaves-" + i + "-" + end.length())
                            + "\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n" + end);
                    connection.sendEnd();
                }
            }
        }
        awaitInFlight(0);
    }

    @Test
    void requests_beyond_the_limits_are_refused_and_all_others_served() throws Exception {
        var bill = bill();
        var holding = new ArrayList<RawConnection>();
        try (var holder = Store.asOwner().open()) {
            holder.begin();
            holder.execute("select from customer_bill where id = ? for update", bill);
            for (int i = 0; i < Narrow.OF_CALLER; i++) {
                holding.add(change(ONE, bill));
            }
            awaitInFlight(Narrow.OF_CALLER);
            var tooMany = get(ONE);
            assertThat(tooMany.status()).isEqualTo(429);
            assertThat(tooMany.header("Retry-After")).isEqualTo("1");
            assertThat(tooMany.body()).contains("\"code\":\"tooManyRequests\"");
            assertThat(get(OTHER).status()).isEqualTo(206);

            awaitInFlight(Narrow.OF_CALLER);
            holding.add(change(OTHER, bill));
            awaitInFlight(Narrow.REQUESTS);
            var full = get(OTHER);
            assertThat(full.status()).isEqualTo(503);
            assertThat(full.header("Retry-After")).isEqualTo("1");
            assertThat(full.body()).contains("\"@type\":\"Error\"");
            holder.rollback();
        }
        for (var connection : holding) {
            assertThat(connection.answer("PATCH").orElseThrow().status()).isEqualTo(200);
        }
        awaitInFlight(0);
        assertThat(get(ONE).status()).isEqualTo(206);
    }

    @Test
    void bodies_that_arrive_slowly_have_places_of_their_own() throws Exception {
        var holding = new ArrayList<RawConnection>();
        for (int i = 0; i < Narrow.OF_CALLER; i++) {
            holding.add(holdPermit(ONE));
        }
        awaitInFlight(Narrow.OF_CALLER);
        assertThat(holdPermit(ONE).answer("POST").orElseThrow().status()).isEqualTo(429);
        assertThat(get(ONE).status()).isEqualTo(206);

        awaitInFlight(Narrow.OF_CALLER);
        holding.add(holdPermit(OTHER));
        awaitInFlight(Narrow.REQUESTS);
        assertThat(holdPermit(OTHER).answer("POST").orElseThrow().status()).isEqualTo(503);
        assertThat(get(ONE).status()).isEqualTo(206);
        assertThat(get(OTHER).status()).isEqualTo(206);

        for (var connection : holding) {
            connection.send(BODY);
            assertThat(connection.answer("POST").orElseThrow().status()).isEqualTo(400);
        }
    }

    @Test
    void a_hundred_trickled_uploads_leave_others_alone_and_end() throws Exception {
        var uploads = new ArrayList<RawConnection>();
        for (int i = 0; i < 100; i++) {
            var connection = connection();
            connection.send("POST /operations/v1/import HTTP/1.1\r\nHost: x\r\n" + (i % 2 == 0 ? ONE : OTHER)
                    + "\r\nContent-Type: application/x-ndjson\r\nContent-Length: 1000000\r\n\r\n{");
            uploads.add(connection);
        }
        awaitInFlight(Narrow.REQUESTS);
        assertThat(get(ONE).status()).isEqualTo(206);
        assertThat(get(OTHER).status()).isEqualTo(206);

        var statuses = new TreeMap<Integer, Integer>();
        for (var connection : uploads) {
            statuses.merge(connection.answer("POST").orElseThrow().status(), 1, Integer::sum);
        }
        assertThat(statuses.remove(408)).isEqualTo(Narrow.REQUESTS);
        assertThat(statuses.keySet()).isSubsetOf(429, 503);
    }

    @Test
    void a_client_that_disconnects_leaves_no_permit_held() throws Exception {
        for (int round = 0; round < 20; round++) {
            var connection = holdPermit(round % 2 == 0 ? ONE : OTHER);
            if (round % 3 == 0) {
                awaitInFlight(1);
                connection.send(BODY.substring(0, 5));
            }
            connection.close();
            awaitInFlight(0);
        }
        assertThat(get(ONE).status()).isEqualTo(206);
    }

    @Test
    void a_body_that_arrives_too_slowly_is_408_and_its_connection_closed() throws Exception {
        var connection = connection();
        connection.send("POST " + PATH + "customerBillOnDemand HTTP/1.1\r\nHost: x\r\n" + ONE
                + "\r\nContent-Type: application/json\r\nContent-Length: 1000000\r\n\r\n");
        var trickle = Thread.ofVirtual().start(() -> trickle(connection));
        var answer = connection.answer("POST").orElseThrow();
        assertThat(answer.status()).isEqualTo(408);
        assertThat(answer.header("Connection")).isEqualTo("close");
        assertThat(answer.body()).contains("\"@type\":\"Error\"");
        assertThat(trickle.join(Duration.ofSeconds(15)))
                .as("the connection was closed")
                .isTrue();
    }

    private static void trickle(RawConnection connection) {
        try {
            while (!Thread.interrupted()) {
                connection.send(" ");
                Thread.sleep(100);
            }
        } catch (IOException | InterruptedException closed) {
            return;
        }
    }

    @Test
    void an_idle_connection_is_closed() throws Exception {
        var connection = connection();
        connection.send("GET " + PATH + "customerBill HTTP/1.1\r\nHos");
        assertThat(connection.answer("GET")).isEmpty();
    }

    @Test
    void a_client_that_pipelines_requests_without_reading_gets_all_responses_once_it_reads() throws Exception {
        var connection = connection();
        int requests = 12;
        for (int i = 0; i < requests; i++) {
            connection.send("GET " + PATH + "customerBill?limit=1000 HTTP/1.1\r\nHost: x\r\n" + ONE + "\r\n\r\n");
        }
        Thread.sleep(1_000);
        for (int i = 0; i < requests; i++) {
            var answer = connection.answer("GET").orElseThrow();
            assertThat(answer.status()).isEqualTo(206);
            assertThat(answer.body()).endsWith("]");
        }
    }

    private RawConnection request(String authorization, String bill) throws IOException {
        var connection = connection();
        connection.send(
                "GET " + PATH + "customerBill/" + bill + " HTTP/1.1\r\nHost: x\r\n" + authorization + "\r\n\r\n");
        return connection;
    }

    @Test
    void large_responses_that_are_not_read_are_limited_and_small_ones_still_served() throws Exception {
        var third = "Authorization: Bearer " + token("third");
        Store.asOwner().useHandle(handle -> handle.execute("""
                insert into customer_bill (tenant, id, state, billing_account_id, bill_date, doc)
                select ?, id, 'new', 'unread', '2026-01-01', ('{"id":"' || id || '","state":"new","billDate":"2026-01-01T00:00:00Z",'
                    || '"billingAccount":{"id":"unread"},"ours":"' || repeat('x', bytes) || '"}')::json
                from (values ('unread-large', 8000000), ('unread-small', 1)) as bill (id, bytes)""", Store.TENANT));
        try {
            var unread = List.of(request(ONE, "unread-large"), request(OTHER, "unread-large"));
            for (var connection : unread) {
                assertThat(connection.status()).isEqualTo(200);
            }
            awaitInFlight(0);
            var ofCaller = request(ONE, "unread-large").answer("GET").orElseThrow();
            assertThat(ofCaller.status()).isEqualTo(429);
            assertThat(ofCaller.header("Retry-After")).isEqualTo("1");
            var ofAll = request(third, "unread-large").answer("GET").orElseThrow();
            assertThat(ofAll.status()).isEqualTo(503);
            assertThat(ofAll.header("Retry-After")).isEqualTo("1");
            assertThat(request(third, "unread-small")
                            .answer("GET")
                            .orElseThrow()
                            .status())
                    .isEqualTo(200);
            // Clients that read nothing are disconnected.
            var answer = ofAll;
            for (int i = 0; i < 20 && answer.status() == 503; i++) {
                Thread.sleep(1_000);
                answer = request(third, "unread-large").answer("GET").orElseThrow();
            }
            assertThat(answer.body()).hasSizeGreaterThan(8_000_000);
        } finally {
            Store.asOwner()
                    .useHandle(
                            handle -> handle.execute("delete from customer_bill where billing_account_id = 'unread'"));
        }
    }

    private RawConnection export(String authorization) throws IOException {
        var connection = connection();
        connection.send("GET /operations/v1/export HTTP/1.1\r\nHost: x\r\n" + authorization + "\r\n\r\n");
        return connection;
    }

    @Test
    void exports_that_are_read_slowly_take_no_place_of_other_requests_and_one_caller_has_half_of_them()
            throws Exception {
        for (int i = 0; i < 2; i++) {
            assertThat(export(ONE).status()).isEqualTo(200);
        }
        awaitInFlight(0);
        var ofCaller = export(ONE).answer("GET").orElseThrow();
        assertThat(ofCaller.status()).isEqualTo(429);
        assertThat(ofCaller.header("Retry-After")).isEqualTo("1");
        for (int i = 0; i < 2; i++) {
            assertThat(export(OTHER).status()).isEqualTo(200);
        }
        assertThat(export("Authorization: Bearer " + token("third"))
                        .answer("GET")
                        .orElseThrow()
                        .status())
                .isEqualTo(503);
        for (int i = 0; i < 10; i++) {
            assertThat(get(ONE).status()).isEqualTo(206);
        }
    }
}
