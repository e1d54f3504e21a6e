package org.billwright.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.billwright.api.Store;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The connections for reads of all tenants: how many there are, who has them, and when they end. */
class ReadConnectionsTest {
    private static final String DATABASE = "read_connections";
    private static final int MAX = 4;
    private static final Duration IDLE = Duration.ofMillis(300);
    private static final Vertx VERTX = Vertx.vertx();
    private static final Sql TENANT =
            new Sql().text("select current_setting('billwright.tenant')::bigint from pg_sleep(0.002)");

    @BeforeAll
    static void create() {
        Store.create(DATABASE);
        Store.asOwner().useHandle(owner -> owner.execute("select 1"));
    }

    @AfterAll
    static void stop() {
        VERTX.close();
    }

    private static ReadPool pool() {
        return ReadPool.open(VERTX, Store.config(DATABASE), MAX, IDLE);
    }

    private static long connections() {
        return Store.asOwner()
                .withHandle(
                        owner -> owner.createQuery("select count(*) from pg_stat_activity where datname = :database")
                                .bind("database", DATABASE)
                                .mapTo(Long.class)
                                .one());
    }

    /** A process of PostgreSQL ends a moment after its connection, so that what is too much is looked at again. */
    private static long settledConnections() throws InterruptedException {
        long seen = connections();
        for (int i = 0; i < 3 && seen > MAX; i++) {
            Thread.sleep(2);
            seen = Math.min(seen, connections());
        }
        return seen;
    }

    private static void await(long expected) throws InterruptedException {
        long deadline = System.nanoTime() + Duration.ofSeconds(5).toNanos();
        while (connections() != expected && System.nanoTime() < deadline) {
            Thread.sleep(20);
        }
        assertThat(connections()).isEqualTo(expected);
    }

    private static <T> T result(Future<T> future) throws Exception {
        return future.toCompletionStage().toCompletableFuture().get(30, TimeUnit.SECONDS);
    }

    @Test
    @Timeout(60)
    void more_tenants_than_connections_are_all_served_and_unused_connections_end() throws Exception {
        int tenants = 30;
        var most = new AtomicLong();
        try (var reads = pool()) {
            var watcher = Thread.ofVirtual().start(() -> watch(most));
            for (int round = 0; round < 10; round++) {
                var numbers = IntStream.range(0, 3 * tenants)
                        .mapToObj(i -> reads.number(String.valueOf(i % tenants), TENANT))
                        .toList();
                for (int i = 0; i < numbers.size(); i++) {
                    assertThat(result(numbers.get(i))).isEqualTo(i % tenants);
                }
            }
            watcher.interrupt();
            watcher.join();
            assertThat(most.get()).isBetween(1L, (long) MAX);
            await(0);
            assertThat(result(reads.number("7", TENANT))).isEqualTo(7);
        }
        await(0);
    }

    private static void watch(AtomicLong most) {
        try {
            while (!Thread.interrupted()) {
                most.accumulateAndGet(settledConnections(), Math::max);
                Thread.sleep(1);
            }
        } catch (InterruptedException end) {
            return;
        }
    }

    @Test
    @Timeout(60)
    void a_read_in_flight_ends_before_its_connection_goes_to_another_tenant() throws Exception {
        var slow = new Sql().text("select current_setting('billwright.tenant')::bigint from pg_sleep(1)");
        try (var reads = pool()) {
            var first = List.of(reads.number("1", slow), reads.number("1", slow));
            var others = Stream.of("2", "3", "4", "5", "6")
                    .map(tenant -> reads.number(tenant, TENANT))
                    .toList();
            for (int i = 0; i < others.size(); i++) {
                assertThat(result(others.get(i))).isEqualTo(i + 2);
            }
            for (var number : first) {
                assertThat(result(number)).isEqualTo(1);
            }
            assertThat(result(reads.number("1", TENANT))).isEqualTo(1);
        }
    }

    @Test
    @Timeout(60)
    void a_tenant_with_the_connections_of_all_makes_room_for_another() throws Exception {
        try (var reads = pool()) {
            var busy = List.of(reads.number("1", TENANT), reads.number("1", TENANT));
            long start = System.nanoTime();
            assertThat(result(reads.number("2", TENANT))).isEqualTo(2);
            assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(5));
            for (var number : busy) {
                assertThat(result(number)).isEqualTo(1);
            }
        }
    }

    @Test
    @Timeout(60)
    void reads_fail_where_the_pool_is_closed_and_none_waits_for_ever() throws Exception {
        var reads = pool();
        result(reads.number("1", TENANT));
        reads.close();
        var after = reads.number("2", TENANT);
        assertThat(after.toCompletionStage().toCompletableFuture()).failsWithin(Duration.ofSeconds(5));
    }
}
