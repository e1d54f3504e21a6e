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
import java.util.function.LongSupplier;
import org.billwright.access.ClosedServerProfile;
import org.billwright.access.TestIssuer;
import org.billwright.api.Api;
import org.billwright.api.Store;
import org.billwright.api.StoreResource;
import org.billwright.fuzz.RawConnection;
import org.jdbi.v3.core.Handle;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Queries that no index answers. They are made as slow as a test needs them by a lock on the table of parties, which no quick read of
 * these tests uses.
 */
@QuarkusTest
@QuarkusTestResource(StoreResource.class)
@TestProfile(ClosedServerProfile.class)
@Tag("server")
@Tag("slow")
class SlowQueriesTest {
    private static final String SLOW = "customerBill?limit=2&relatedParty.id.ne=nobody";
    private static final String PATH = "/tmf-api/customerBillManagement/v4/";
    private static final long QUICK_MS = 3_000;

    private final List<RawConnection> connections = new ArrayList<>();
    private Handle lock;
    private String bill;

    @Inject
    Server server;

    private static String[] of(String caller, String tenant) {
        var token = TestIssuer.token(
                claims -> claims.subject(caller).claim("tenant", tenant).claim("roles", List.of("operator")));
        return new String[] {"Authorization", "Bearer " + token};
    }

    private static final String[] ONE = of("one", Store.TENANT);
    private static final String[] OTHER = of("other", Store.TENANT);
    private static final String[] ELSEWHERE = of("elsewhere", ClosedServerProfile.OTHER_TENANT);

    @BeforeEach
    void hold() throws Exception {
        bill = Api.get("customerBill?limit=1", ONE).ids().getFirst();
        Api.get("customerBill?limit=1", OTHER);
        Api.get("customerBill?limit=1", ELSEWHERE);
        await(() -> (long) server.requestsInFlight(), 0);
        lock = Store.asOwner().open();
        lock.begin();
        lock.execute("lock table related_party in access exclusive mode");
    }

    @AfterEach
    void release() throws Exception {
        for (var connection : connections) {
            connection.close();
        }
        if (lock.isInTransaction()) {
            lock.rollback();
        }
        lock.close();
        await(() -> (long) server.requestsInFlight(), 0);
    }

    private RawConnection send(String path, String... authorization) throws IOException {
        var connection = new RawConnection(Api.server());
        connections.add(connection);
        connection.send("GET " + PATH + path + " HTTP/1.1\r\nHost: x\r\n" + authorization[0] + ": " + authorization[1]
                + "\r\n\r\n");
        return connection;
    }

    private static long running() {
        return Store.asOwner()
                .withHandle(owner -> owner.createQuery(
                                "select count(*) from pg_stat_activity"
                                        + " where datname = current_database() and state = 'active' and wait_event_type = 'Lock'")
                        .mapTo(Long.class)
                        .one());
    }

    private static void await(LongSupplier value, long expected) throws InterruptedException {
        long deadline = System.nanoTime() + Duration.ofSeconds(5).toNanos();
        while (value.getAsLong() != expected && System.nanoTime() < deadline) {
            Thread.sleep(20);
        }
        assertThat(value.getAsLong()).isEqualTo(expected);
    }

    private static void isQuick(String path, String... authorization) {
        for (int i = 0; i < 8; i++) {
            long start = System.nanoTime();
            assertThat(Api.get(path, authorization).status()).isIn(200, 206);
            assertThat(Duration.ofNanos(System.nanoTime() - start).toMillis()).isLessThan(QUICK_MS);
        }
    }

    @Test
    void quick_reads_do_not_wait_behind_slow_ones() throws Exception {
        var first = send(SLOW, ONE);
        var second = send(SLOW, ONE);
        await(SlowQueriesTest::running, 2);
        for (var caller : List.of(ONE, OTHER)) {
            isQuick("customerBill/" + bill, caller);
            isQuick("customerBill?limit=5", caller);
            isQuick("customerBill?state=sent&limit=5", caller);
            isQuick("appliedCustomerBillingRate?bill.id=" + bill, caller);
        }
        isQuick("customerBill", ELSEWHERE);
        lock.rollback();
        assertThat(first.answer("GET").orElseThrow().status()).isEqualTo(206);
        assertThat(second.answer("GET").orElseThrow().status()).isEqualTo(206);
    }

    @Test
    void a_caller_has_few_slow_queries_and_others_are_served() throws Exception {
        send(SLOW, ONE);
        send(SLOW, ONE);
        await(SlowQueriesTest::running, 2);

        var third = send(SLOW, ONE).answer("GET").orElseThrow();
        assertThat(third.status()).isEqualTo(429);
        assertThat(third.header("Retry-After")).isEqualTo("1");
        assertThat(third.body()).contains("\"code\":\"tooManyRequests\"");

        var ofTenant = send(SLOW, OTHER);
        var ofOther = send(SLOW, ELSEWHERE);
        await(SlowQueriesTest::running, 3);
        lock.rollback();
        assertThat(ofTenant.answer("GET").orElseThrow().status()).isEqualTo(206);
        assertThat(ofOther.answer("GET").orElseThrow().body()).isEqualTo("[]");
        await(SlowQueriesTest::running, 0);
        assertThat(Api.get(SLOW, ONE).status()).isEqualTo(206);
    }

    @Test
    void the_statement_of_a_client_that_disconnects_is_cancelled_and_one_that_waits_is_dropped() throws Exception {
        var first = send(SLOW, ONE);
        var second = send(SLOW, ONE);
        await(SlowQueriesTest::running, 2);
        var waiting = send(SLOW, OTHER);
        await(() -> (long) server.requestsInFlight(), 3);

        waiting.close();
        await(() -> (long) server.requestsInFlight(), 2);
        first.close();
        await(SlowQueriesTest::running, 1);
        await(() -> (long) server.requestsInFlight(), 1);

        var again = send(SLOW, ONE);
        await(SlowQueriesTest::running, 2);
        lock.rollback();
        assertThat(second.answer("GET").orElseThrow().status()).isEqualTo(206);
        assertThat(again.answer("GET").orElseThrow().status()).isEqualTo(206);
    }

    @Test
    void the_queue_is_bounded_by_number_and_time() throws Exception {
        var callers = new ArrayList<RawConnection>();
        for (int i = 0; i < 10; i++) {
            callers.add(send(SLOW, of("caller-" + i, Store.TENANT)));
        }
        await(() -> (long) server.requestsInFlight(), 10);
        var refused = send(SLOW, of("one too many", Store.TENANT)).answer("GET").orElseThrow();
        assertThat(refused.status()).isEqualTo(503);
        assertThat(refused.header("Retry-After")).isEqualTo("1");
        assertThat(refused.body()).contains("\"code\":\"unavailable\"");
        assertThat(running()).isEqualTo(2);

        int waitedTooLong = 0;
        for (var caller : callers) {
            waitedTooLong += caller.answer("GET").orElseThrow().status() == 503 ? 1 : 0;
            if (waitedTooLong == 8) {
                break;
            }
        }
        assertThat(waitedTooLong).isGreaterThanOrEqualTo(8);
    }

    @Test
    void a_slow_query_sees_the_bills_of_its_tenant_alone() {
        lock.rollback();
        for (int i = 0; i < 5; i++) {
            var own = Api.get(SLOW, ONE);
            assertThat(own.header("X-Result-Count")).isEqualTo("2");
            assertThat(Integer.parseInt(own.header("X-Total-Count"))).isGreaterThan(2_000);
            assertThat(Api.get(SLOW, ELSEWHERE).ids()).isEmpty();
        }
    }
}
