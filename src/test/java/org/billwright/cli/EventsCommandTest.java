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

    private static List<String> replays() {
        return OWNER.withHandle(tx -> tx.createQuery("""
                        select concat_ws(' ', hub_id, to_char(from_time at time zone 'UTC', 'YYYY-MM-DD'),
                            to_char(to_time at time zone 'UTC', 'YYYY-MM-DD'))
                        from event_replay
                        where not done
                        order by hub_id
                        """).mapTo(String.class).list());
    }

    @Test
    void a_replay_is_begun_once_and_a_server_goes_on_with_it() {
        var month = replay("--hub", "all", "--from", JANUARY, "--to", FEBRUARY);
        assertThat(month.exitCode()).as(month.err()).isZero();
        assertThat(month.out()).contains("replay begun").contains("hub/all");
        assertThat(replays()).containsExactly("all 2026-01-01 2026-02-01");

        var again = replay("--hub", "all", "--from", JANUARY);
        assertThat(again.exitCode()).isNotZero();
        assertThat(again.err()).contains("a replay to this subscription is in progress");
        assertThat(replays()).containsExactly("all 2026-01-01 2026-02-01");
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
