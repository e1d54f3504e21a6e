package org.billwright.imports.job;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.billwright.api.Store;
import org.billwright.generate.DemoData;
import org.billwright.store.Database;
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

    /** Statistics that are taken while the first rows are not committed say that the table is empty; then every index costs the same. */
    @Test
    void the_bills_of_rates_are_looked_up_by_their_key_though_statistics_say_that_there_are_none() throws Exception {
        int bills = 1_000;
        var name = "plans_of_keys";
        try (var database = Store.fresh(name)) {
            var imports = new Imports(database, folder);
            var lines = IntStream.range(0, bills).mapToObj(i -> bill("K" + i)).toArray(String[]::new);
            imports.load(imports.file("bills", lines));
            Store.asOwner(name).useHandle(handle -> handle.execute("""
                            update pg_class set reltuples = 0, relpages = greatest(relpages, 1)
                            where oid = 'customer_bill'::regclass
                                or oid in (select indexrelid from pg_index where indrelid = 'customer_bill'::regclass)"""));
        }
        long before = entries(name, "customer_bill");
        try (var database = Database.open(Store.config(name))) {
            var imports = new Imports(database, folder);
            var rates = IntStream.range(0, bills).mapToObj(i -> rates("K" + i, 1)[0]);
            assertThat(imports.load(imports.file("rates", rates.toArray(String[]::new)))
                            .counts()
                            .loaded())
                    .isEqualTo(bills);
        }
        assertThat(entries(name, "customer_bill") - before)
                .as("entries of indexes that were read")
                .isBetween((long) bills, 20L * bills);
    }

    @Test
    void the_lines_of_the_bills_of_a_second_tenant_are_added_up_by_index() throws Exception {
        int bills = 1_500;
        var name = "plans_of_totals";
        try (var database = Store.fresh(name)) {
            var first = ImportSource.of(
                    "first", DemoData.documents(Store.SEED, Store.TODAY).limit(12_000));
            Import.loadAll(database, "FIRST", Clock.systemUTC(), first, Optional.empty());
            Store.asOwner(name).useHandle(handle -> handle.execute("analyze"));
        }
        long before = entries(name, "applied_customer_billing_rate");
        try (var database = Database.open(Store.config(name))) {
            var imports = new Imports(database, folder);
            var lines = new ArrayList<String>();
            for (int i = 0; i < bills; i++) {
                lines.add(bill("T" + i));
                lines.addAll(List.of(rates("T" + i, 4)));
            }
            assertThat(imports.load(imports.file("many", lines.toArray(String[]::new)))
                            .differences())
                    .isEqualTo(bills);
        }
        assertThat(entries(name, "applied_customer_billing_rate") - before)
                .as("entries of indexes that were read")
                .isBetween(4L * bills, 60L * bills);
    }

    private static String bill(String id) {
        return """
                {"@type":"CustomerBill","id":"%s","state":"sent","billDate":"2026-01-31T00:00:00Z",\
                "billingAccount":{"id":"A"},"taxExcludedAmount":{"unit":"USD","value":7.00}}""".formatted(id);
    }

    /** Entries of a table's indexes that were read by connections that are closed; others report what they read later. */
    private static long entries(String database, String table) throws InterruptedException {
        Thread.sleep(1_000);
        return Store.asOwner(database)
                .withHandle(handle -> handle.createQuery(
                                "select sum(idx_tup_read)::bigint from pg_stat_user_indexes where relname = :table")
                        .bind("table", table)
                        .mapTo(Long.class)
                        .one());
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
