package org.billwright.event;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.billwright.api.Store;
import org.billwright.json.Json;
import org.billwright.json.TmfVersion;
import org.billwright.store.Database;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Which subscription gets which event, whatever fails; without a server. */
class EventDispatchTest {
    private static final Database DATABASE = Store.fresh("event_dispatch");
    private static final Jdbi OWNER = Store.asOwner("event_dispatch");
    private static final OffsetDateTime NOON = OffsetDateTime.of(2026, 6, 17, 12, 0, 0, 0, ZoneOffset.UTC);

    /** A fault that the database makes while it queues an event for a subscription. */
    @BeforeAll
    static void faults() {
        OWNER.useHandle(tx -> {
            tx.execute("create table fault (hub_id text, resource_id text, error text, seconds numeric)");
            tx.execute("grant select on fault to public");
            tx.execute("""
                    create function fail() returns trigger language plpgsql as $$
                    declare
                        made record;
                    begin
                        for made in
                            select * from fault f
                            where f.hub_id = new.hub_id and new.resource_id like f.resource_id and not new.dead_lettered
                        loop
                            perform pg_sleep(made.seconds);
                            if made.error <> '' then
                                raise exception 'a fault' using errcode = made.error;
                            end if;
                        end loop;
                        return new;
                    end
                    $$""");
            tx.execute("create trigger fail before insert on event_delivery for each row execute function fail()");
        });
    }

    @AfterEach
    void empty() {
        OWNER.useHandle(tx -> tx.execute("truncate event, hub, event_sequence, event_dispatch, fault cascade"));
    }

    @AfterAll
    static void close() {
        DATABASE.close();
    }

    private static void fault(String hub, String resource, String error, double seconds) {
        OWNER.useHandle(tx -> tx.execute(
                "insert into fault values (?, ?, ?, ?::numeric)", hub, resource, error, String.valueOf(seconds)));
    }

    private static void happen(Handle tx, String tenant, String bill) {
        Outbox.add(
                tx,
                tenant,
                EventType.BILL_STATE_CHANGE,
                Json.object().put("id", bill).put("state", "sent"),
                NOON);
    }

    private static void happen(String tenant, String... bills) {
        OWNER.useTransaction(tx -> List.of(bills).forEach(bill -> happen(tx, tenant, bill)));
    }

    private static void hub(String tenant, String id, String query) {
        var hub = new Hub(tenant, id, TmfVersion.V5, "https://example.com/" + id, query, "http://x/", "whsec_eA==", 0);
        boolean added = DATABASE.inTransaction(
                tenant, tx -> HubStore.add(tx, hub, Json.object().put("id", id)));
        assertThat(added).isTrue();
    }

    private static void hub(String id) {
        hub("T", id, "");
    }

    private static List<String> text(String sql, String hub) {
        return OWNER.withHandle(
                tx -> tx.createQuery(sql).bind("hub", hub).mapTo(String.class).list());
    }

    private static List<String> queued(String hub) {
        return text(
                "select resource_id from event_delivery where hub_id = :hub and not dead_lettered order by event_seq",
                hub);
    }

    private static List<String> deadLettered(String hub) {
        return text(
                "select resource_id from event_delivery where hub_id = :hub and dead_lettered order by event_seq", hub);
    }

    private static boolean isApart(String hub) {
        return !text("select id from hub where id = :hub and dispatch_position is not null", hub)
                .isEmpty();
    }

    @Test
    void a_subscription_gets_the_events_of_transactions_that_were_open_when_it_began() {
        try (var open = OWNER.open()) {
            open.begin();
            happen(open, "T", "open");
            happen("T", "before");
            Dispatching.run(DATABASE);
            hub("new");
            open.commit();
            happen("T", "after");
            Dispatching.run(DATABASE);
            assertThat(queued("new")).containsExactly("open", "after");
        }
    }

    @Test
    void the_clocks_of_those_who_write_events_do_not_matter() {
        hub("late");
        OWNER.useTransaction(tx -> Outbox.add(
                tx, "T", EventType.BILL_STATE_CHANGE, Json.object().put("id", "slow clock"), NOON.minusYears(2)));
        Dispatching.run(DATABASE);
        assertThat(queued("late")).containsExactly("slow clock");
    }

    @Test
    void each_tenant_gets_its_own_events_in_their_order() {
        hub("T", "t", "");
        hub("U", "u", "");
        happen("U", "U1");
        happen("T", "T1", "T2");
        happen("U", "U2");
        Dispatching.run(DATABASE);
        assertThat(queued("t")).containsExactly("T1", "T2");
        assertThat(queued("u")).containsExactly("U1", "U2");
    }

    @Test
    void a_query_that_cannot_work_costs_its_subscription_alone_and_is_reported() {
        hub("T", "broken", "nothing=1");
        hub("good");
        happen("T", "A");
        Dispatching.run(DATABASE);
        assertThat(queued("good")).containsExactly("A");
        assertThat(queued("broken")).isEmpty();
        var status = DATABASE.inTransaction("T", tx -> HubStatusStore.of(tx, "broken"));
        assertThat(status.path("state").textValue()).isEqualTo("queryFailed");
        assertThat(status.path("lastError").textValue()).contains("nothing");
    }

    @Test
    void a_subscription_that_cannot_be_read_costs_itself_alone() {
        hub("unknown");
        hub("good");
        OWNER.useHandle(tx -> tx.execute("update hub set version = 'v9' where id = 'unknown'"));
        happen("T", "A");
        Dispatching.run(DATABASE);
        assertThat(queued("good")).containsExactly("A");
    }

    @Test
    void an_event_that_cannot_be_compared_is_set_aside_and_the_others_are_queued() {
        hub("picky");
        hub("good");
        var bills = new String[40];
        for (int i = 0; i < bills.length; i++) {
            bills[i] = i % 17 == 5 ? "bad " + i : "B" + i;
        }
        happen("T", bills);
        fault("picky", "bad%", "22P02", 0);
        Dispatching.run(DATABASE);
        assertThat(deadLettered("picky")).containsExactly("bad 5", "bad 22", "bad 39");
        assertThat(queued("picky")).hasSize(37).noneMatch(bill -> bill.startsWith("bad"));
        assertThat(queued("good")).hasSize(40);
    }

    @Test
    void what_passes_is_tried_again_and_delays_no_other_tenant() {
        for (var error : List.of("55P03", "40P01", "53200", "57P01")) {
            hub("T", "locked" + error, "");
            hub("U", "other" + error, "");
            fault("locked" + error, "%", error, 0);
            happen("T", "A" + error);
            happen("U", "B" + error);
            Dispatching.run(DATABASE);
            assertThat(queued("other" + error)).containsExactly("B" + error);
            assertThat(queued("locked" + error)).isEmpty();

            OWNER.useHandle(tx -> {
                tx.execute("truncate fault");
                tx.execute("update event_dispatch set due_at = due_at - interval '1 second'");
            });
            Dispatching.run(DATABASE);
            assertThat(queued("locked" + error)).as(error).containsExactly("A" + error);
        }
    }

    @Test
    void a_slow_query_is_dispatched_apart_until_it_is_quick_again() {
        hub("slow");
        hub("quick");
        for (var seconds : Map.of("A", 0.2, "B", 0.7).entrySet()) {
            fault("slow", seconds.getKey(), "", seconds.getValue());
            happen("T", seconds.getKey(), "next " + seconds.getKey());
            Dispatching.run(DATABASE);
            assertThat(queued("quick")).endsWith(seconds.getKey(), "next " + seconds.getKey());
            assertThat(isApart("slow")).isTrue();

            happen("T", "more after " + seconds.getKey());
            Dispatching.run(DATABASE);
            var apart = Dispatching.apart(DATABASE);
            boolean more = true;
            while (more) {
                more = apart.processNext(DATABASE);
            }
            assertThat(queued("slow")).isEqualTo(queued("quick"));
            happen("T", "and more after " + seconds.getKey());
            Dispatching.run(DATABASE);
            apart.processNext(DATABASE);
            assertThat(isApart("slow")).isFalse();
        }
        happen("T", "last");
        Dispatching.run(DATABASE);
        assertThat(queued("slow")).isEqualTo(queued("quick")).endsWith("last");
    }

    @Test
    void a_tenant_whose_queries_take_long_delays_no_other_and_no_positions() {
        for (var hub : List.of("slow-1", "slow-2", "slow-3", "slow-4")) {
            hub("T", hub, "");
            fault(hub, "%", "", 0.45);
        }
        hub("U", "other", "");
        happen("T", "A");
        Dispatching.assignPositions(DATABASE);
        var slow = CompletableFuture.supplyAsync(
                () -> Dispatching.tenants(DATABASE).processNext(DATABASE), Thread::startVirtualThread);
        while (sleeping() == 0) {
            assertThat(slow).isNotDone();
        }
        happen("T", "B");
        happen("U", "C");
        Dispatching.assignPositions(DATABASE);
        assertThat(Dispatching.tenants(DATABASE).processNext(DATABASE)).isTrue();
        assertThat(queued("other")).containsExactly("C");
        assertThat(slow).as("not done, so that nothing waited for it").isNotDone();
        assertThat(slow.join()).isTrue();
    }

    /** Statements that wait in a sleep now. */
    private static long sleeping() {
        return OWNER.withHandle(tx -> tx.createQuery(
                        "select count(*) from pg_stat_activity where datname = current_database() and wait_event = 'PgSleep'")
                .mapTo(Long.class)
                .one());
    }

    @Test
    void events_that_were_dispatched_are_replayed_in_steps_whether_delivered_or_dead_lettered() {
        var bills = new String[1_200];
        for (int i = 0; i < bills.length; i++) {
            bills[i] = "B" + i;
        }
        happen("T", bills);
        Dispatching.run(DATABASE);
        hub("replayed");
        happen("T", "waits", "dead");
        Dispatching.run(DATABASE);
        OWNER.useHandle(tx ->
                tx.execute("update event_delivery set dead_lettered = true, attempts = 12 where resource_id = 'dead'"));

        assertThat(begin()).isTrue();
        assertThat(begin()).as("one at a time").isFalse();
        var replays = Dispatching.replays(DATABASE);
        int steps = 0;
        while (replays.processNext(DATABASE)) {
            steps++;
        }
        assertThat(steps).isEqualTo(4);
        assertThat(queued("replayed")).hasSize(1_202);
        assertThat(deadLettered("replayed")).isEmpty();
        var replay = DATABASE.inTransaction("T", tx -> HubStatusStore.of(tx, "replayed"))
                .path("replay");
        assertThat(replay.path("queued").intValue()).isEqualTo(1_201);
        assertThat(replay.path("state").textValue()).isEqualTo("done");
        assertThat(begin()).isTrue();
    }

    private static boolean begin() {
        return DATABASE.inTransaction(
                "T",
                tx -> ReplayStore.begin(
                        tx, "replayed", NOON.toInstant(), NOON.plusSeconds(1).toInstant()));
    }

    @Test
    void a_replay_that_fails_for_one_event_goes_on_with_the_others() {
        happen("T", "A", "bad", "C");
        Dispatching.run(DATABASE);
        hub("replayed");
        fault("replayed", "bad", "22P02", 0);
        assertThat(begin()).isTrue();
        var replays = Dispatching.replays(DATABASE);
        boolean more = true;
        while (more) {
            more = replays.processNext(DATABASE);
        }
        assertThat(queued("replayed")).containsExactly("A", "C");
    }
}
