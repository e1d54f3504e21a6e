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

/** More requests than there is room for, and clients that are slow on purpose. A request whose body does not come has a place. */
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
        assertThat(asks(ONE).status()).isEqualTo(206);
        assertThat(asks(OTHER).status()).isEqualTo(206);
        awaitInFlight(0);
    }

    @AfterEach
    void all_places_are_free_again() throws Exception {
        for (var connection : connections) {
            connection.close();
        }
        awaitInFlight(0);
    }

    private void awaitInFlight(int expected) throws InterruptedException {
        long deadline = System.nanoTime() + Duration.ofSeconds(20).toNanos();
        while (server.requestsInFlight() != expected && System.nanoTime() < deadline) {
            Thread.sleep(20);
        }
        assertThat(server.requestsInFlight()).isEqualTo(expected);
    }

    /** Asks for a bill, and does not send the body. */
    private RawConnection holdsAPlace(String authorization) throws IOException {
        var connection = connection();
        connection.send("POST " + PATH + "customerBillOnDemand HTTP/1.1\r\nHost: x\r\n" + authorization
                + "\r\nContent-Type: application/json\r\nContent-Length: " + BODY.length() + "\r\n\r\n");
        return connection;
    }

    private RawConnection.RawResponse asks(String authorization) throws IOException {
        var connection = connection();
        connection.send("GET " + PATH + "customerBill?limit=1 HTTP/1.1\r\nHost: x\r\n" + authorization + "\r\n\r\n");
        return connection.answer("GET").orElseThrow();
    }

    @Test
    void beyond_what_there_is_room_for_is_refused_and_everything_else_served() throws Exception {
        var holding = new ArrayList<RawConnection>();
        for (int i = 0; i < Narrow.OF_CALLER; i++) {
            holding.add(holdsAPlace(ONE));
        }
        awaitInFlight(Narrow.OF_CALLER);
        var tooMany = asks(ONE);
        assertThat(tooMany.status()).isEqualTo(429);
        assertThat(tooMany.header("Retry-After")).isEqualTo("1");
        assertThat(tooMany.body()).contains("\"code\":\"tooManyRequests\"");
        assertThat(asks(OTHER).status()).isEqualTo(206);

        awaitInFlight(Narrow.OF_CALLER);
        holding.add(holdsAPlace(OTHER));
        awaitInFlight(Narrow.REQUESTS);
        var full = asks(OTHER);
        assertThat(full.status()).isEqualTo(503);
        assertThat(full.header("Retry-After")).isEqualTo("1");
        assertThat(full.body()).contains("\"@type\":\"Error\"");

        for (var connection : holding) {
            connection.send(BODY);
            assertThat(connection.answer("POST").orElseThrow().status()).isEqualTo(400);
        }
        awaitInFlight(0);
        assertThat(asks(ONE).status()).isEqualTo(206);
    }

    @Test
    void who_hangs_up_leaves_no_place_taken() throws Exception {
        for (int round = 0; round < 20; round++) {
            var connection = holdsAPlace(round % 2 == 0 ? ONE : OTHER);
            if (round % 3 == 0) {
                awaitInFlight(1);
                connection.send(BODY.substring(0, 5));
            }
            connection.close();
            awaitInFlight(0);
        }
        assertThat(asks(ONE).status()).isEqualTo(206);
    }

    @Test
    void a_body_that_trickles_in_is_408_and_its_connection_closed() throws Exception {
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
    void a_connection_on_which_nothing_moves_is_closed() throws Exception {
        var connection = connection();
        connection.send("GET " + PATH + "customerBill HTTP/1.1\r\nHos");
        assertThat(connection.answer("GET")).isEmpty();
    }

    @Test
    void who_asks_on_without_reading_has_all_answers_when_it_reads() throws Exception {
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
