package org.billwright.event;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Map;
import org.billwright.store.PlanCheck;
import org.jdbi.v3.core.Handle;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Dispatch and delivery of events read about as many rows as they work on, however many events and deliveries there are. */
@Tag("slow")
class DispatchPlanTest {
    private static final int EVENTS = 15_000;
    private static final int BATCH = 50;

    /** The first have positions, and wait for each of three subscriptions; the others have none yet. */
    private static void fill(Handle owner, String tenant, int from, int to) {
        owner.execute("""
                insert into event (tenant, id, type, resource, resource_id, resource_sequence, occurred_at, position, doc)
                select ?, ? || n, 'X', 'customerBill', 'b' || n / 3, n % 3 + 1, now(),
                    case when n < 4000 then nextval('event_position') end,
                    json_build_object('note', repeat('x', 400))
                from generate_series(?, ? - 1) as n
                """, tenant, tenant, from, to);
        owner.execute("""
                insert into hub (tenant, id, version, callback, query, base_url, secret, created_at, doc)
                select ?, ? || '-' || n, 'v5', 'https://example.com/' || n, '', 'http://x/', 'whsec_eA==', now(), '{}'
                from generate_series(1, 3) as n
                on conflict do nothing
                """, tenant, tenant);
        owner.execute("""
                insert into event_delivery (hub_id, event_seq, resource, resource_id, resource_sequence, retry_at)
                select h.id, e.seq, e.resource, e.resource_id, e.resource_sequence, now() - interval '1 minute'
                from event e
                join hub h on h.tenant = e.tenant
                where e.tenant = ? and e.position is not null
                on conflict do nothing
                """, tenant);
        owner.execute("""
                insert into event_dispatch as d (tenant, position, last_position)
                select tenant, min(position), max(position)
                from event
                where tenant = ? and position is not null
                group by tenant
                on conflict (tenant) do update set last_position = excluded.last_position
                """, tenant);
    }

    @Test
    void dispatch_and_delivery_read_few_rows_in_every_situation() {
        PlanCheck.inEverySituation(
                "dispatch_plans",
                DispatchPlanTest::fill,
                EVENTS,
                (database, tenant, situation) -> database.acrossTenants(tx -> {
                    dispatches(tx, tenant, situation);
                    delivers(tx, tenant, situation);
                    tx.rollback();
                    return tenant;
                }));
    }

    private static void dispatches(Handle tx, String tenant, String situation) {
        PlanCheck.read(
                        tx,
                        same -> assertThat(DispatchStore.assignPositions(same, BATCH))
                                .isEqualTo(BATCH))
                .atMost("positions: " + situation, 10 * BATCH, 60 * BATCH);
        PlanCheck.read(tx, same -> assertThat(DispatchStore.lockTenant(same)).isPresent())
                .atMost("tenant: " + situation, 20, 40);
        PlanCheck.read(
                        tx,
                        same -> assertThat(
                                        DispatchStore.next(same, tenant, BATCH).isEmpty())
                                .isFalse())
                .atMost("range: " + situation, 3 * BATCH, 3 * BATCH);
    }

    private static void delivers(Handle tx, String tenant, String situation) {
        var hub = tenant + "-2";
        PlanCheck.read(
                        tx,
                        same -> assertThat(DeliveryStore.dueHubs(same, "", 10)).isNotEmpty())
                .atMost("due subscriptions: " + situation, 100, 300);
        PlanCheck.read(
                        tx,
                        same -> assertThat(DeliveryStore.claim(same, Map.of(hub, BATCH), Duration.ofSeconds(9)))
                                .hasSize(BATCH))
                .atMost("claim: " + situation, 20 * BATCH, 60 * BATCH);
    }
}
