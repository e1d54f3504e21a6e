package org.billwright.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.OffsetDateTime;
import java.util.List;
import java.util.stream.Stream;
import org.billwright.api.Store;
import org.billwright.event.EventType;
import org.billwright.event.Outbox;
import org.billwright.json.Json;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Replaying events from the command line, on a database of its own. */
class EventsCommandTest {
    private static final String NAME = "events_command";

    @RegisterExtension
    static final Commands COMMANDS = new Commands(NAME);

    private static final Jdbi OWNER = Store.asOwner(NAME);
    private static final String JANUARY = "2026-01-01T00:00:00Z";
    private static final String FEBRUARY = "2026-02-01T00:00:00Z";

    @BeforeAll
    static void store() {
        OWNER.useTransaction(tx -> {
            tx.execute("""
                    insert into hub (tenant, id, version, callback, query, base_url, secret, created_at, doc) values
                        ('T', 'all', 'v5', 'https://example.com/a', '', 'http://x/', 's', now(), '{}'),
                        ('T', 'sent', 'v4', 'https://example.com/b', 'event.customerBill.state=sent', 'http://x/', 's', now(), '{}')
                    """);
            for (var bill : List.of(
                    "2025-12-31T23:59:59Z new", JANUARY + " sent", "2026-01-15T00:00:00Z new", FEBRUARY + " sent")) {
                var at = bill.split(" ", 2);
                Outbox.add(
                        tx,
                        "T",
                        EventType.BILL_STATE_CHANGE,
                        Json.object().put("id", at[0]).put("state", at[1]),
                        OffsetDateTime.parse(at[0]));
            }
            tx.execute("update event set position = seq");
        });
    }

    private static Commands.Run replay(String... arguments) {
        return Commands.run(
                new EventsCommand(),
                Stream.concat(Stream.of("replay"), Stream.of(arguments)).toArray(String[]::new));
    }

    private static List<String> queued(String hub) {
        return OWNER.withHandle(
                tx -> tx.createQuery("""
                        select resource_id from event_delivery where hub_id = :hub and not dead_lettered order by event_seq
                        """).bind("hub", hub).mapTo(String.class).list());
    }

    @Test
    void the_events_of_a_period_are_queued_for_the_subscription() {
        var month = replay("--hub", "all", "--from", JANUARY, "--to", FEBRUARY);
        assertThat(month.exitCode()).as(month.err()).isZero();
        assertThat(month.out()).isEqualToIgnoringNewLines("2 events queued");
        assertThat(queued("all")).containsExactly(JANUARY, "2026-01-15T00:00:00Z");

        var again = replay("--hub", "all", "--from", "2025-12-01T00:00:00+02:00", "--to", FEBRUARY);
        assertThat(again.out())
                .as("what is queued already is not queued twice")
                .isEqualToIgnoringNewLines("1 events queued");

        OWNER.useHandle(tx ->
                tx.execute("update event_delivery set dead_lettered = true, attempts = 12, reason = 'status 500'"));
        assertThat(replay("--hub", "all", "--from", JANUARY, "--to", FEBRUARY).out())
                .as("a dead-lettered delivery is attempted anew")
                .isEqualToIgnoringNewLines("2 events queued");
        assertThat(queued("all")).containsExactly(JANUARY, "2026-01-15T00:00:00Z");
    }

    @Test
    void a_subscription_gets_the_events_that_its_query_matches_up_to_now() {
        var sent = replay("--hub", "sent", "--from", JANUARY);
        assertThat(sent.out()).isEqualToIgnoringNewLines("2 events queued");
        assertThat(queued("sent")).containsExactly(JANUARY, FEBRUARY);
    }

    @Test
    void an_unknown_subscription_is_an_error() {
        var nobody = replay("--hub", "nobody", "--from", JANUARY);
        assertThat(nobody.exitCode()).isOne();
        assertThat(nobody.err()).contains("there is no subscription nobody");
        assertThat(replay("--hub", "all").exitCode()).isEqualTo(2);
        var wrong = replay("--hub", "all", "--from", "yesterday");
        assertThat(wrong.exitCode()).isEqualTo(2);
        assertThat(wrong.err()).contains("--from");
    }
}
