package org.billwright.imports.job;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.billwright.api.Store;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The plans of an import's statements. */
class ImportPlanTest {
    @TempDir
    Path folder;

    private static long statistic(String column) {
        return Store.asOwner("plans")
                .withHandle(handle -> handle.createQuery(
                                "select " + column + " from pg_stat_user_tables where relname = 'customer_bill'")
                        .mapTo(Long.class)
                        .one());
    }

    private static String[] rates(String bill, int count) {
        var lines = new ArrayList<String>();
        for (int i = 0; i < count; i++) {
            lines.add("{\"@type\":\"AppliedCustomerBillingRate\",\"id\":\"" + bill + "-" + i + "\",\"bill\":{\"id\":\""
                    + bill + "\"},\"taxExcludedAmount\":{\"unit\":\"USD\",\"value\":1.00}}");
        }
        return lines.toArray(String[]::new);
    }

    @Test
    void the_bills_of_rates_are_looked_up_by_index_though_the_table_was_small_when_it_was_analysed() throws Exception {
        try (var database = Store.fresh("plans")) {
            var imports = new Imports(database, folder);
            imports.load(imports.file("bills", """
                    {"@type":"CustomerBill","id":"B","state":"sent","billDate":"2026-01-31T00:00:00Z",\
                    "billingAccount":{"id":"A"}}"""));
            Store.asOwner("plans").useHandle(handle -> handle.execute("analyze customer_bill"));
            long scans = settled("seq_scan");
            long lookups = settled("idx_scan");

            imports.load(imports.file("rates", rates("B", 100)));

            for (int i = 0; i < 500 && statistic("idx_scan") < lookups + 100; i++) {
                Thread.sleep(20);
            }
            assertThat(statistic("idx_scan")).isGreaterThanOrEqualTo(lookups + 100);
            assertThat(statistic("seq_scan")).isLessThan(scans + 20);
        }
    }

    /** The value once PostgreSQL has counted what was done before: it counts within a second. */
    private static long settled(String column) throws InterruptedException {
        var values = new ArrayList<>(List.of(-1L, statistic(column)));
        while (values.size() < 4 || !values.getLast().equals(values.get(values.size() - 3))) {
            Thread.sleep(700);
            values.add(statistic(column));
        }
        return values.getLast();
    }
}
