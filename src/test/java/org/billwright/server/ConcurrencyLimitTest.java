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
import org.billwright.access.TestIssuer;
import org.billwright.api.Api;
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

    @Test
    void requests_beyond_the_limits_are_refused_and_all_others_served() throws Exception {
        var holding = new ArrayList<RawConnection>();
        for (int i = 0; i < Narrow.OF_CALLER; i++) {
            holding.add(holdPermit(ONE));
        }
        awaitInFlight(Narrow.OF_CALLER);
        var tooMany = get(ONE);
        assertThat(tooMany.status()).isEqualTo(429);
        assertThat(tooMany.header("Retry-After")).isEqualTo("1");
        assertThat(tooMany.body()).contains("\"code\":\"tooManyRequests\"");
        assertThat(get(OTHER).status()).isEqualTo(206);

        awaitInFlight(Narrow.OF_CALLER);
        holding.add(holdPermit(OTHER));
        awaitInFlight(Narrow.REQUESTS);
        var full = get(OTHER);
        assertThat(full.status()).isEqualTo(503);
        assertThat(full.header("Retry-After")).isEqualTo("1");
        assertThat(full.body()).contains("\"@type\":\"Error\"");

        for (var connection : holding) {
            connection.send(BODY);
            assertThat(connection.answer("POST").orElseThrow().status()).isEqualTo(400);
        }
        awaitInFlight(0);
        assertThat(get(ONE).status()).isEqualTo(206);
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
}
