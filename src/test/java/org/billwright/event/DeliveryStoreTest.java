package org.billwright.event;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import org.billwright.api.Store;
import org.billwright.json.Json;
import org.billwright.json.TmfVersion;
import org.billwright.query.Condition;
import org.billwright.store.Database;
import org.billwright.work.Lease;
import org.jdbi.v3.core.Handle;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/** Which deliveries are due, and how long events are kept; without a server, so that the test sets the time. */
class DeliveryStoreTest {
    private static final Database DATABASE = Store.fresh("delivery_store");
    private static final Instant NOON = Instant.parse("2026-06-17T12:00:00Z");
    private static final Condition ALL = new Condition.All(List.of());

    @AfterAll
    static void close() {
        DATABASE.close();
    }

    private static void happen(Handle tx, String bill, Instant at) {
        Outbox.add(
                tx,
                "T",
                EventType.BILL_STATE_CHANGE,
                Json.object().put("id", bill).put("state", "sent"),
                at.atOffset(ZoneOffset.UTC));
    }

    private static Hub hub(Handle tx, String id) {
        var hub = new Hub(
                "T", id, TmfVersion.V5, "https://example.com/" + id, "", "http://x/", "s", NOON.minusSeconds(9_000));
        assertThat(HubStore.add(tx, hub, Json.object().put("id", id))).isTrue();
        return hub;
    }

    private static void dispatch(Handle tx, Hub hub) {
        var events = DeliveryStore.undispatched(tx, 100);
        DeliveryStore.enqueue(tx, hub, ALL, events, NOON);
        DeliveryStore.dispatched(tx, events);
    }

    private static Lease lease(int from, int to) {
        return new Lease(NOON.plusSeconds(from), NOON.plusSeconds(to));
    }

    @Test
    void only_the_first_waiting_event_of_a_resource_is_due_and_a_claim_expires_with_its_lease() {
        Store.asOwner("delivery_store").useTransaction(tx -> {
            var hub = hub(tx, "order");
            for (var bill : List.of("A", "B", "A", "A")) {
                happen(tx, bill, NOON);
            }
            dispatch(tx, hub);

            var first = DeliveryStore.claim(tx, hub, 10, lease(0, 20));
            assertThat(first)
                    .hasSize(2)
                    .allSatisfy(due -> assertThat(due.document()).contains("\"sequence\":1,"));
            assertThat(DeliveryStore.claim(tx, hub, 10, lease(19, 40))).isEmpty();
            var again = DeliveryStore.claim(tx, hub, 10, lease(20, 40));
            assertThat(again).extracting(DeliveryStore.Due::attempts).containsOnly(2);

            DeliveryStore.delivered(
                    tx, hub, again.stream().map(DeliveryStore.Due::seq).toList());
            var next = DeliveryStore.claim(tx, hub, 10, lease(21, 41));
            assertThat(next).hasSize(1);
            DeliveryStore.deadLetter(tx, hub, next.getFirst().seq(), "status 400");
            assertThat(DeliveryStore.claim(tx, hub, 10, lease(22, 42)))
                    .hasSize(1)
                    .allSatisfy(due -> assertThat(due.document()).contains("\"sequence\":3,"));
            assertThat(DeliveryStore.backlog(tx, NOON.plusSeconds(60)))
                    .isEqualTo(new DeliveryMetrics.DeliveryBacklog(1, 1, 60));
            tx.rollback();
        });
    }

    @Test
    void events_are_kept_for_the_retention_and_as_long_as_a_delivery_waits() {
        Store.asOwner("delivery_store").useTransaction(tx -> {
            happen(tx, "old and delivered", NOON.minusSeconds(7_200));
            var events = DeliveryStore.undispatched(tx, 100);
            DeliveryStore.dispatched(tx, events);
            var hub = hub(tx, "retention");
            happen(tx, "old and waiting", NOON.minusSeconds(7_200));
            happen(tx, "new", NOON);
            dispatch(tx, hub);
            happen(tx, "old and not dispatched", NOON.minusSeconds(7_200));

            assertThat(DeliveryStore.purge(tx, NOON.minusSeconds(3_600), List.of(), 100))
                    .isOne();
            List<String> kept = tx.createQuery("select resource_id from event order by seq")
                    .mapTo(String.class)
                    .list();
            assertThat(kept).containsExactly("old and waiting", "new", "old and not dispatched");
            tx.rollback();
        });
    }
}
