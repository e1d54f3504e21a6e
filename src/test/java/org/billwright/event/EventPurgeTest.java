package org.billwright.event;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import org.billwright.api.Store;
import org.billwright.json.Json;
import org.billwright.store.Database;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Events are kept as long as their tenant wants. */
class EventPurgeTest {
    private static final Database DATABASE = Store.fresh("event_purge");
    private static final Jdbi OWNER = Store.asOwner("event_purge");
    private static final OffsetDateTime NOON = OffsetDateTime.of(2026, 6, 17, 12, 0, 0, 0, ZoneOffset.UTC);

    @AfterEach
    void empty() {
        OWNER.useHandle(tx -> tx.execute("truncate event, event_sequence, event_dispatch, retention cascade"));
    }

    @AfterAll
    static void close() {
        DATABASE.close();
    }

    private static void happen(Handle tx, String tenant, String bill, String ago) {
        Outbox.add(
                tx,
                tenant,
                EventType.BILL_STATE_CHANGE,
                Json.object().put("id", bill).put("state", "sent"),
                NOON);
        tx.execute("update event set recorded_at = now() - ?::interval where resource_id = ?", ago, bill);
    }

    private static int purge(String... topics) {
        return new EventPurge(DATABASE, Duration.ofDays(7), List.of(topics)).run(() -> true);
    }

    private static List<String> kept() {
        return OWNER.withHandle(tx -> tx.createQuery("select resource_id from event order by resource_id")
                .mapTo(String.class)
                .list());
    }

    @Test
    void each_tenant_keeps_its_events_for_its_own_period() {
        OWNER.useTransaction(tx -> {
            for (var tenant : List.of("long", "server", "short")) {
                happen(tx, tenant, tenant + " 399 days", "399 days");
                happen(tx, tenant, tenant + " 401 days", "401 days");
                happen(tx, tenant, tenant + " 6 days", "6 days");
                happen(tx, tenant, tenant + " an hour", "1 hour");
            }
            tx.execute("insert into retention (tenant, event_days) values ('long', 400), ('short', 1)");
        });
        Dispatching.run(DATABASE);

        assertThat(purge("never started")).as("a topic has got none of them").isZero();
        assertThat(purge()).isEqualTo(1 + 2 + 3);
        assertThat(kept())
                .containsExactly(
                        "long 399 days",
                        "long 6 days",
                        "long an hour",
                        "server 6 days",
                        "server an hour",
                        "short an hour");
        assertThat(purge()).isZero();
    }

    /** A tenant that keeps a million old events costs the purge of another one nothing. */
    @Test
    void what_another_tenant_keeps_is_not_read() {
        OWNER.useTransaction(tx -> {
            tx.execute("""
                    insert into event (tenant, id, type, resource, resource_id, resource_sequence, occurred_at, recorded_at, position, doc)
                    select 'long', 'L' || n, 'X', 'customerBill', 'L' || n, 1, now(), now() - interval '100 days', n, '{}'
                    from generate_series(1, 20000) as n""");
            tx.execute("insert into event_dispatch (tenant, position, last_position) values ('long', 20000, 20000)");
            tx.execute("insert into retention (tenant, event_days) values ('long', 400)");
            tx.execute("select setval('event_position', 20000)");
            happen(tx, "short", "S", "8 days");
        });
        OWNER.useHandle(tx -> tx.execute("analyze event"));
        Dispatching.run(DATABASE);
        DATABASE.acrossTenants(tx -> {
            long before = eventsRead(tx);
            assertThat(MaintenanceStore.purge(tx, "short", Duration.ofDays(7), List.of(), 500))
                    .isEqualTo(1);
            assertThat(MaintenanceStore.purge(tx, "long", Duration.ofDays(400), List.of(), 500))
                    .isZero();
            assertThat(eventsRead(tx) - before).isLessThan(20);
            return before;
        });
    }

    private static long eventsRead(Handle tx) {
        return tx.createQuery(
                        "select seq_tup_read + coalesce(idx_tup_fetch, 0) from pg_stat_xact_user_tables where relname = 'event'")
                .mapTo(Long.class)
                .one();
    }
}
