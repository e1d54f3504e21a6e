package org.billwright.billing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.billwright.billing.BillMakerTest.value;

import java.util.List;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.billwright.api.Documents;
import org.billwright.api.Store;
import org.billwright.store.Database;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Bills of thousands of rates, on a database of their own. */
class LargeBillTest {
    private static final String NAME = "large_bill";

    private static Database database;

    @BeforeAll
    static void open() {
        database = Store.fresh(NAME);
    }

    @AfterAll
    static void close() {
        database.close();
    }

    @Test
    void progress_is_recorded_many_times_while_a_large_bill_is_made() {
        var id = "LARGE";
        Documents.load(
                database,
                Stream.concat(
                                Stream.of(Documents.account(id, "USD")),
                                IntStream.range(0, 6_000)
                                        .mapToObj(i -> Documents.rate(id + "-" + i, id, "USD", "0.01")))
                        .toArray(String[]::new));
        var steps = new AtomicInteger();
        BillMakerTest.make(database, new BillMaker(database, steps::incrementAndGet), List.of(id));
        assertThat(steps)
                .as("6 times 1,000 rates are read, then 2 batches are written")
                .hasValue(8);
    }

    /** The documents of the bill are read twice, and the rate is there the second time. */
    @Test
    void a_rate_that_is_added_while_a_large_bill_is_made_is_for_a_later_one() {
        var id = "LATER";
        Documents.load(
                database,
                Stream.concat(
                                Stream.of(Documents.account(id, "USD")),
                                IntStream.range(0, 1_500)
                                        .mapToObj(i -> Documents.rate(
                                                id + "-" + String.format(Locale.ROOT, "%04d", i),
                                                id,
                                                "USD",
                                                String.valueOf(i % 100))))
                        .toArray(String[]::new));
        var isAdded = new AtomicBoolean();
        Runnable addOnce = () -> {
            if (isAdded.compareAndSet(false, true)) {
                Documents.load(database, Documents.rate(id + "-0007a", id, "USD", "1234"));
            }
        };
        BillMakerTest.make(database, new BillMaker(database, 0, addOnce), List.of(id));
        assertThat(value(
                        NAME,
                        "select string_agg(id, ' ') from applied_customer_billing_rate"
                                + " where billing_account_id = 'LATER' and bill_id is null"))
                .isEqualTo("LATER-0007a");
        assertThat(value(
                        NAME,
                        "select count(*) from applied_customer_billing_rate where billing_account_id = 'LATER'"
                                + " and bill_id is not null and tax_excluded = substr(id, 7)::int % 100"))
                .isEqualTo("1500");
    }
}
