package org.billwright.collection;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.billwright.api.Documents;
import org.billwright.api.Store;
import org.billwright.store.Database;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/** The events of bills that become overdue, on a database of its own. */
class OverdueNotifierTest {
    private static final String NAME = "overdue_notices";
    private static final Database DATABASE = Store.fresh(NAME);

    @AfterAll
    static void close() {
        DATABASE.close();
    }

    private static OverdueNotifier notifier() {
        return new OverdueNotifier(DATABASE, List.of(Store.TENANT), Duration.ofMinutes(1), Clock.systemUTC());
    }

    private static String bill(String id, int daysAgo, String state, String remaining) {
        var due = Instant.now().minus(daysAgo, ChronoUnit.DAYS).truncatedTo(ChronoUnit.SECONDS);
        return ("{'@type':'CustomerBill','id':'" + id + "','state':'" + state
                        + "','billDate':'2026-01-01T00:00:00Z','paymentDueDate':'" + due
                        + "','billingAccount':{'id':'A'},'amountDue':{'unit':'USD','value':100.00},'remainingAmount':{'unit':'USD','value':"
                        + remaining + "}}")
                .replace('\'', '"');
    }

    private static List<String> events(String id) {
        return Store.asOwner(NAME)
                .withHandle(owner -> owner.createQuery(
                                "select type from event where resource_id = ? order by resource_sequence")
                        .bind(0, id)
                        .mapTo(String.class)
                        .list());
    }

    @Test
    void a_bill_has_one_event_when_it_becomes_overdue_and_one_when_it_no_longer_is() {
        Documents.load(DATABASE, Documents.account("A", "USD"));
        Documents.load(DATABASE, bill("once", 3, "sent", "100.00"), bill("later", -3, "sent", "100.00"));
        assertThat(notifier().run()).isEqualTo(1);
        assertThat(notifier().run()).isZero();
        assertThat(events("once")).containsExactly("CustomerBillOverdueEvent");
        assertThat(events("later")).isEmpty();
        Documents.load(DATABASE, bill("once", 3, "settled", "0"));
        assertThat(notifier().run()).isEqualTo(1);
        assertThat(events("once")).containsExactly("CustomerBillOverdueEvent", "CustomerBillOverdueEndEvent");
        Documents.load(DATABASE, bill("once", 2, "sent", "100.00"));
        assertThat(notifier().run()).isEqualTo(1);
        assertThat(notifier().run()).isZero();
        assertThat(events("once")).hasSize(3);
    }

    @Test
    void two_workers_at_once_notify_once() {
        Documents.load(DATABASE, Documents.account("A", "USD"));
        var ids = IntStream.range(0, 1_200).mapToObj(i -> "many-" + i).toList();
        Documents.load(
                DATABASE, ids.stream().map(id -> bill(id, 5, "sent", "100.00")).toArray(String[]::new));
        var runs = new ArrayList<CompletableFuture<Integer>>();
        for (int i = 0; i < 4; i++) {
            runs.add(CompletableFuture.supplyAsync(() -> notifier().run()));
        }
        int added = runs.stream().mapToInt(CompletableFuture::join).sum();
        added += notifier().run();
        assertThat(added).isGreaterThanOrEqualTo(1_200);
        int stored = Store.asOwner(NAME)
                .withHandle(owner -> owner.createQuery("select count(*) from event where resource_id like 'many-%'")
                        .mapTo(Integer.class)
                        .one());
        assertThat(stored).isEqualTo(1_200);
    }
}
