package org.billwright.billing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import org.billwright.api.Documents;
import org.billwright.api.Store;
import org.billwright.imports.job.Imports;
import org.billwright.store.Database;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The database holds that periods of bills that were produced here do not overlap for one account. */
class BillPeriodsTest {
    private static final String NAME = "bill_periods";
    private static final Database DATABASE = Store.fresh(NAME);

    @TempDir
    private Path folder;

    @AfterAll
    static void close() {
        DATABASE.close();
    }

    private static String bill(String id, String account, String from, String to, String mark) {
        return """
                {"@type":"CustomerBill","id":"%s","billNo":"%s","state":"sent","runType":"offCycle","billDate":"2026-07-01T00:00:00Z",%s\
                "billingAccount":{"id":"%s"},\
                "billingPeriod":{"startDateTime":"2026-%sT00:00:00Z","endDateTime":"2026-%sT00:00:00Z"}}""".formatted(id, id, mark, account, from, to);
    }

    private static String produced(String id, String account, String from, String to) {
        return bill(id, account, from, to, "\"@producedHere\":true,");
    }

    @Test
    void produced_bills_do_not_overlap_and_imported_ones_may() {
        var imports = new Imports(DATABASE, folder);
        imports.load(imports.file("first", produced("P-1", "A", "02-01", "03-01")));
        var report = imports.load(imports.file(
                "more",
                produced("P-2", "A", "03-01", "04-01"),
                produced("P-3", "A", "02-28", "03-02"),
                produced("P-4", "A", "01-01", "06-01"),
                produced("P-5", "A", "02-15", "02-15"),
                produced("P-6", "B", "02-01", "03-01"),
                bill("I-1", "A", "02-01", "03-01", ""),
                bill("I-2", "A", "02-10", "02-20", "")));
        assertThat(imports.rejected)
                .hasSize(2)
                .allMatch(reason -> reason.contains("its period overlaps"))
                .satisfiesExactly(
                        reason -> assertThat(reason).startsWith("more:2"),
                        reason -> assertThat(reason).startsWith("more:3"));
        assertThat(report.counts().loaded()).isEqualTo(5);
    }

    @Test
    void two_transactions_do_not_miss_each_others_bill() {
        Documents.load(DATABASE, Documents.account("C", "USD"));
        var insert = """
                insert into customer_bill (tenant, id, billing_account_id, state, bill_date, period_start, period_end, produced, doc)
                values ('PR', '%s', 'C', 'new', '2026-04-01Z', '2026-03-01Z', '2026-04-01Z', true, '{"id":"%s","state":"new"}')""";
        Store.asOwner(NAME).useTransaction(first -> {
            first.execute(insert.formatted("C-1", "C-1"));
            try (var second = Store.asOwner(NAME).open()) {
                second.execute("set lock_timeout = '100ms'");
                assertThatThrownBy(() -> second.execute(insert.formatted("C-2", "C-2")))
                        .as("it waits for the first")
                        .hasMessageContaining("lock timeout");
                second.execute("reset lock_timeout");
            }
        });
        assertThatThrownBy(() -> Store.asOwner(NAME).useHandle(owner -> owner.execute(insert.formatted("C-2", "C-2"))))
                .hasMessageContaining("the account has a bill of this period");
    }
}
