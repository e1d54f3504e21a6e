package org.billwright.event;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import org.billwright.api.Store;
import org.billwright.json.Json;
import org.billwright.store.Database;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Which deliveries are due, and how long events are kept; without a server, so that the test moves the times. */
class DeliveryStoreTest {
    private static final Database DATABASE = Store.fresh("delivery_store");
    private static final Jdbi OWNER = Store.asOwner("delivery_store");
    private static final Duration LEASE = Duration.ofSeconds(20);
    private static final OffsetDateTime NOON = OffsetDateTime.of(2026, 6, 17, 12, 0, 0, 0, ZoneOffset.UTC);

    @AfterEach
    void empty() {
        OWNER.useHandle(tx -> tx.execute("truncate event, hub, event_sequence, event_dispatch cascade"));
    }

    @AfterAll
    static void close() {
        DATABASE.close();
    }

    private static void happen(Handle tx, String bill) {
        Outbox.add(
                tx,
                "T",
                EventType.BILL_STATE_CHANGE,
                Json.object().put("id", bill).put("state", "sent"),
                NOON);
    }

    private static void happen(String... bills) {
        OWNER.useTransaction(tx -> List.of(bills).forEach(bill -> happen(tx, bill)));
    }

    private static void hub(String id) {
        hub("T", id);
    }

    private static void hub(String tenant, String id) {
        OWNER.useHandle(
                tx -> tx.createUpdate("""
                        insert into hub (tenant, id, version, callback, query, base_url, secret, created_at, doc)
                        values (:tenant, :id, 'v5', 'https://example.com/' || :id, '', 'http://x/', 'whsec_eA==', now(), '{}')
                        """).bind("tenant", tenant).bind("id", id).execute());
    }

    private static List<DeliveryStore.Due> claim(String hub, int limit) {
        return DATABASE.acrossTenants(tx -> DeliveryStore.claim(tx, Map.of(hub, limit), LEASE));
    }

    private static List<DeliveryStore.DueHub> dueHubs() {
        return DATABASE.acrossTenants(tx -> DeliveryStore.dueHubs(tx, "", 10));
    }

    private static void pass(String time) {
        OWNER.useHandle(tx -> tx.execute("update event_delivery set retry_at = retry_at - ?::interval", time));
    }

    private static List<Long> sequences(List<DeliveryStore.Due> due) {
        return due.stream()
                .map(each -> Json.stored(each.document()).path("sequence").longValue())
                .toList();
    }

    @Test
    void only_the_first_waiting_event_of_a_resource_is_due_and_a_claim_expires_with_its_lease() {
        hub("order");
        happen("A", "B", "A", "A");
        Dispatching.run(DATABASE);

        assertThat(sequences(claim("order", 10))).containsExactly(1L, 1L);
        pass("19 seconds");
        assertThat(claim("order", 10)).isEmpty();
        pass("1 second");
        var again = claim("order", 10);
        assertThat(again).extracting(DeliveryStore.Due::attempts).containsOnly(2);

        DATABASE.acrossTenants(tx -> {
            DeliveryStore.delivered(tx, again);
            return again;
        });
        var next = claim("order", 10);
        assertThat(next).hasSize(1);
        DATABASE.acrossTenants(tx -> {
            DeliveryStore.deadLetter(tx, next.getFirst(), "status 400");
            return next;
        });
        assertThat(sequences(claim("order", 10))).containsExactly(3L);
        OWNER.useHandle(tx -> tx.execute("update event set recorded_at = now() - interval '60 seconds'"));
        assertThat(DATABASE.acrossTenants(MaintenanceStore::backlog))
                .isEqualTo(new DeliveryMetrics.DeliveryBacklog(1, 1, 60));
    }

    @Test
    void one_claim_serves_several_subscriptions_each_within_its_limit() {
        hub("few");
        hub("many");
        happen("A", "B", "C");
        Dispatching.run(DATABASE);
        var claimed = DATABASE.acrossTenants(tx -> DeliveryStore.claim(tx, Map.of("few", 1, "many", 2), LEASE));
        assertThat(claimed).extracting(DeliveryStore.Due::hub).containsExactlyInAnyOrder("few", "many", "many");
    }

    @Test
    void those_behind_a_failed_delivery_wait_with_it_and_its_subscription_is_not_due() {
        hub("retried");
        happen("A", "A");
        Dispatching.run(DATABASE);
        var failed = claim("retried", 10).getFirst();
        DATABASE.acrossTenants(tx -> {
            DeliveryStore.retryLater(tx, failed, Duration.ofSeconds(90), "status 500");
            return failed;
        });
        assertThat(dueHubs()).isEmpty();
        pass("90 seconds");
        assertThat(dueHubs()).hasSize(1);
        assertThat(sequences(claim("retried", 10))).containsExactly(1L);
    }

    @Test
    void the_outcome_of_a_delivery_that_was_claimed_again_is_not_recorded() {
        hub("twice");
        happen("A");
        Dispatching.run(DATABASE);
        var first = claim("twice", 10).getFirst();
        pass("20 seconds");
        assertThat(claim("twice", 10)).hasSize(1);
        DATABASE.acrossTenants(tx -> {
            DeliveryStore.retryLater(tx, first, Duration.ZERO, "status 500");
            DeliveryStore.deadLetter(tx, first, "status 500");
            return first;
        });
        assertThat(claim("twice", 10)).as("the lease of the second claim").isEmpty();
    }

    @Test
    void a_delivery_that_is_given_back_is_due_as_before_unless_it_was_claimed_again() {
        hub("stopped");
        happen("A", "B");
        Dispatching.run(DATABASE);
        var claimed = claim("stopped", 10);
        OWNER.useHandle(tx -> tx.execute("update event_delivery set attempts = 2 where resource_id = 'B'"));
        DATABASE.acrossTenants(tx -> {
            DeliveryStore.giveBack(tx, claimed);
            return claimed;
        });
        assertThat(claim("stopped", 10))
                .singleElement()
                .satisfies(again -> assertThat(again.document()).contains("\"A\""))
                .extracting(DeliveryStore.Due::attempts)
                .isEqualTo(1);
    }

    @Test
    void subscriptions_that_have_nothing_to_deliver_cost_nothing() {
        OWNER.useHandle(tx -> tx.execute("""
                insert into hub (tenant, id, version, callback, query, base_url, secret, created_at, doc)
                select 'idle', 'idle-' || n, 'v5', 'https://example.com/' || n, '', 'http://x/', 'whsec_eA==', now(), '{}'
                from generate_series(1, 10000) as n
                """));
        hub("one");
        happen("A");
        Dispatching.run(DATABASE);
        for (var statistics : List.of("select 1", "analyze hub, event_delivery")) {
            OWNER.useTransaction(tx -> {
                tx.execute(statistics);
                long before = rowsRead(tx);
                assertThat(DeliveryStore.dueHubs(tx, "", 200)).hasSize(1);
                assertThat(rowsRead(tx) - before)
                        .as("rows of the tables, after '%s'", statistics)
                        .isLessThan(10);
            });
        }
    }

    /** In this transaction. */
    private static long rowsRead(Handle tx) {
        return tx.createQuery("""
                        select sum(seq_tup_read + coalesce(idx_tup_fetch, 0))
                        from pg_stat_xact_user_tables
                        where relname in ('hub', 'event_delivery')
                        """).mapTo(Long.class).one();
    }

    @Test
    void events_are_kept_for_the_retention_and_as_long_as_a_delivery_waits() {
        happen("old and delivered");
        Dispatching.run(DATABASE);
        hub("retention");
        happen("old and waiting", "old and dead-lettered");
        Dispatching.run(DATABASE);
        OWNER.useHandle(tx -> {
            tx.execute("update event_delivery set dead_lettered = true where resource_id like '%dead%'");
            tx.execute("update event set recorded_at = now() - interval '2 hours'");
        });
        happen("new");
        Dispatching.run(DATABASE);
        happen("old and not dispatched");
        OWNER.useHandle(
                tx -> tx.execute(
                        "update event set recorded_at = now() - interval '2 hours' where resource_id = 'old and not dispatched'"));

        int purged = new EventPurge(DATABASE, Duration.ofHours(1), List.of()).run(() -> true);
        assertThat(purged).isEqualTo(2);
        List<String> kept = OWNER.withHandle(tx -> tx.createQuery("select resource_id from event order by seq")
                .mapTo(String.class)
                .list());
        assertThat(kept).containsExactly("old and waiting", "new", "old and not dispatched");
    }
}
