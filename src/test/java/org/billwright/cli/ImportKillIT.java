package org.billwright.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.billwright.api.Store;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The packaged import, killed and called again until it comes to its end: the store and the rejects file are as if nothing
 * had happened. Rounds: -Dimport.kill.rounds=10 for as many as one likes.
 */
class ImportKillIT {
    private static final int ROUNDS = Integer.getInteger("import.kill.rounds", 3);
    private static final int BILLS = 12_000;
    private static final int RATES_OF_A_BILL = 4;
    private static final int BAD_EVERY = 997;

    @TempDir
    Path folder;

    private final Random random = new Random(678);

    @Test
    void a_kill_at_any_point_loses_no_line_and_loads_none_twice() throws Exception {
        write();
        try (var undisturbed = Store.fresh("import_whole");
                var killed = Store.fresh("import_killed")) {
            assertThat(undisturbed).isNotEqualTo(killed);
            var whole = start("import_whole");
            assertThat(whole.waitFor()).isEqualTo(1);
            var expected = output("import_whole");

            int interrupted = 0;
            int calls = 0;
            while (interrupted < ROUNDS) {
                assertThat(calls++).as("calls in which a kill came in time").isLessThan(20 * ROUNDS);
                interrupted += killSometime() ? 1 : 0;
            }
            var last = start("import_killed");
            assertThat(last.waitFor()).isEqualTo(1);

            assertThat(contents("import_killed")).isEqualTo(contents("import_whole"));
            assertThat(sortedRejects("import_killed")).isEqualTo(sortedRejects("import_whole"));
            assertThat(expected).contains("rejected");
        }
    }

    /** Whether the kill came while lines were being loaded; an import that was complete is undone. */
    private boolean killSometime() throws IOException, InterruptedException {
        var process = start("import_killed");
        boolean began = awaitProgress(process);
        if (began) {
            Thread.sleep(random.nextInt(250));
        }
        process.destroyForcibly().waitFor();
        boolean running = count("import_killed", "select count(*) from import_job where state = 'running'") > 0;
        if (!running) {
            Store.asOwner("import_killed")
                    .useHandle(handle -> handle.execute("truncate customer_bill, applied_customer_billing_rate,"
                            + " customer_bill_on_demand, related_party, bill_document_content, import_job, import_deferred_line, import_bill,"
                            + " import_missing_account cascade"));
        }
        return running && began;
    }

    private boolean awaitProgress(Process process) throws InterruptedException {
        long before = lines();
        while (process.isAlive()) {
            if (lines() != before) {
                return true;
            }
            Thread.sleep(5);
        }
        return false;
    }

    private static long lines() {
        return count(
                "import_killed",
                "select coalesce(sum(loaded + unchanged + rejected), 0) from import_job where state = 'running'");
    }

    private void write() throws IOException {
        var bills = new ArrayList<String>();
        var rates = new ArrayList<String>();
        for (int i = 0; i < BILLS; i++) {
            bills.add(i % BAD_EVERY == 5 ? "bad bill " + i : """
                    {"@type":"CustomerBill","id":"B-%d","state":"sent","billDate":"2026-01-31T00:00:00Z","billingAccount":{"id":"A"},\
                    "taxExcludedAmount":{"unit":"USD","value":4.00},"amountDue":{"unit":"USD","value":4.00}}""".formatted(i));
            for (int r = 0; r < RATES_OF_A_BILL; r++) {
                rates.add("""
                        {"@type":"AppliedCustomerBillingRate","id":"R-%d-%d","bill":{"id":"B-%d"},"taxExcludedAmount":{"unit":"USD","value":1.00}}""".formatted(i, r, i));
            }
        }
        // Rates come first, some before their bills, and a part of both in one file.
        var mixed = new ArrayList<>(rates.subList(0, 2_000));
        mixed.addAll(bills.subList(0, 6_000));
        Files.write(folder.resolve("a.ndjson"), bills.subList(6_000, BILLS));
        Files.write(folder.resolve("b.ndjson"), mixed);
        Files.write(folder.resolve("c.ndjson"), rates.subList(2_000, rates.size()));
    }

    private Process start(String database) throws IOException {
        var java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        var config = Store.config(database);
        var command = List.of(
                java,
                PackagedServer.QUICK_START,
                PackagedServer.SMALL_HEAP,
                "-jar",
                System.getProperty("billwright.jar"),
                "import",
                "--rejects",
                rejects(database).toString(),
                folder.resolve("b.ndjson").toString(),
                folder.resolve("a.ndjson").toString(),
                folder.resolve("c.ndjson").toString());
        var builder = new ProcessBuilder(command);
        builder.environment().put("BILLWRIGHT_DATABASE_URL", config.url());
        builder.environment().put("BILLWRIGHT_DATABASE_USERNAME", config.username());
        builder.environment().put("BILLWRIGHT_TENANT", Store.TENANT);
        builder.redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log(database).toFile()));
        return builder.start();
    }

    private static Path log(String database) {
        return Path.of("target", database + "-it.log");
    }

    private static String output(String database) throws IOException {
        return Files.readString(log(database));
    }

    private Path rejects(String database) {
        return folder.resolve(database + ".rejects");
    }

    private List<String> sortedRejects(String database) throws IOException {
        return Files.readAllLines(rejects(database)).stream().sorted().toList();
    }

    private static long count(String database, String sql) {
        return Store.asOwner(database)
                .withHandle(handle -> handle.createQuery(sql).mapTo(Long.class).one());
    }

    /** Everything that a client could see. */
    private static List<String> contents(String database) {
        return Store.asOwner(database)
                .withHandle(
                        handle -> handle.createQuery("""
                        select id || ' ' || revision || ' ' || doc::text from customer_bill
                        union all select id || ' ' || revision || ' ' || doc::text from applied_customer_billing_rate
                        union all select concat_ws(' ', state, loaded, unchanged, rejected, warnings) from import_job
                        order by 1
                        """).mapTo(String.class).list());
    }
}
