package org.billwright.imports.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import org.billwright.api.Store;
import org.billwright.format.FileFormat;
import org.billwright.imports.check.CheckMode;
import org.billwright.imports.job.Import;
import org.billwright.imports.job.ImportListener;
import org.billwright.imports.job.ImportOptions;
import org.billwright.imports.job.ImportReport;
import org.billwright.imports.job.ImportSource;
import org.billwright.imports.job.Imports;
import org.billwright.store.Database;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An import ends soon where it is cancelled or its process stops, wherever it stands, and goes on from there. */
@Tag("slow")
class ImportInterruptionTest {
    private static final Duration SOON = Duration.ofSeconds(5);

    /** More than a batch, and more than a step of what is checked at the end. */
    private static final int BILLS = 9_000;

    private static final Database DATABASE = Store.fresh("import_interruption");

    @TempDir
    Path folder;

    @AfterAll
    static void close() {
        DATABASE.close();
    }

    private static String bill(String id, String total) {
        return """
                {"@type":"CustomerBill","id":"%s","state":"new","billDate":"2026-01-31T00:00:00Z","billingAccount":{"id":"account-of-%s"},\
                "taxExcludedAmount":{"unit":"USD","value":%s}}""".formatted(id, id, total);
    }

    private static String rate(String id, String bill) {
        return """
                {"@type":"AppliedCustomerBillingRate","id":"%s","date":"2026-01-31T00:00:00Z","isBilled":true,"bill":{"id":"%s"},\
                "taxExcludedAmount":{"unit":"USD","value":1.00}}""".formatted(id, bill);
    }

    /** Rates before their bills are deferred; some bills do not add up, and no account exists. */
    private Path body(String name) throws IOException {
        var lines = new ArrayList<String>();
        for (int i = 0; i < 10; i++) {
            lines.add(rate(name + "-r" + i, name + (BILLS - 1 - i)));
        }
        for (int i = 0; i < BILLS; i++) {
            lines.add(bill(name + i, i < BILLS - 5 ? "1.00" : "2.00"));
        }
        return Files.write(folder.resolve(name), Imports.text(lines.toArray(String[]::new)));
    }

    private static ImportOptions options() {
        return ImportOptions.DEFAULTS.withChecks(CheckMode.WARN, CheckMode.WARN);
    }

    private static void accept(String id) {
        DATABASE.inTransaction(Store.TENANT, tx -> {
            HttpImportStore.add(tx, Store.TENANT, id, options(), Optional.empty(), Clock.systemUTC());
            return id;
        });
    }

    private static ImportReport run(String id, Path body, BooleanSupplier interrupted) {
        return new Import(
                        DATABASE,
                        Store.TENANT,
                        Clock.systemUTC(),
                        List.of(ImportSource.of(body, FileFormat.NDJSON)),
                        options(),
                        ImportListener.NONE,
                        interrupted)
                .run(id);
    }

    private static boolean cancel(String id) {
        return DATABASE.inTransaction(
                Store.TENANT, tx -> HttpImportStore.cancel(tx, Store.TENANT, id, Clock.systemUTC()));
    }

    private static long workingRows(String id) {
        return Store.asOwner("import_interruption")
                .withHandle(owner ->
                        owner.createQuery("""
                                select (select count(*) from import_deferred_line where job_id = :id)
                                    + (select count(*) from import_bill where job_id = :id)
                                    + (select count(*) from import_missing_account where job_id = :id)
                                """).bind("id", id).mapTo(Long.class).one());
    }

    @Test
    void it_can_be_interrupted_at_every_step_and_goes_on_from_there() throws IOException {
        var steps = new AtomicInteger();
        accept("whole");
        var whole = run("whole", body("whole"), () -> steps.incrementAndGet() < 0);
        assertThat(whole.counts().loaded()).isEqualTo(BILLS + 10);
        assertThat(whole.differences()).isEqualTo(5);
        assertThat(whole.missingAccounts().count()).isEqualTo(BILLS);
        assertThat(steps.get())
                .as("two batches, deferred lines, totals, accounts")
                .isGreaterThanOrEqualTo(7);

        accept("parts");
        var body = body("parts");
        for (int i = 0; i < steps.get(); i++) {
            var asked = new AtomicInteger();
            int most = i;
            var report = run("parts", body, () -> asked.incrementAndGet() > most);
            if (report.end() == ImportReport.End.DONE) {
                assertThat(i).as("interrupted before").isPositive();
                isLike(report, whole);
                return;
            }
            assertThat(report.end()).isEqualTo(ImportReport.End.INTERRUPTED);
        }
        isLike(run("parts", body, () -> false), whole);
    }

    private static void isLike(ImportReport report, ImportReport other) {
        assertThat(report.counts()).isEqualTo(other.counts());
        assertThat(report.differences()).isEqualTo(other.differences());
        assertThat(report.missingAccounts().count())
                .isEqualTo(other.missingAccounts().count());
    }

    @Test
    void it_can_be_cancelled_at_every_step_and_leaves_no_working_data() throws IOException {
        for (int step = 1; step <= 7; step++) {
            var id = "cancelled" + step;
            accept(id);
            var asked = new AtomicInteger();
            int at = step;
            var report = run(id, body("c" + step), () -> {
                if (asked.incrementAndGet() == at) {
                    assertThat(cancel(id)).isTrue();
                }
                return false;
            });
            assertThat(report.end()).as("step " + step).isEqualTo(ImportReport.End.CANCELLED);
            assertThat(workingRows(id)).isZero();
        }
    }

    @Test
    void it_ends_soon_while_it_waits_for_a_bill_that_others_hold() throws Exception {
        accept("first");
        run("first", Files.write(folder.resolve("held"), Imports.text(bill("held", "1.00"))), () -> false);
        var changed = Files.write(folder.resolve("changed"), Imports.text(bill("held", "2.00")));
        var holder = DATABASE.beginRollbackOnly(Store.TENANT);
        try (holder) {
            holder.execute("select from customer_bill where id = 'held' for update");

            accept("stopped");
            var began = Instant.now();
            assertThat(run("stopped", changed, () -> true).end()).isEqualTo(ImportReport.End.INTERRUPTED);
            assertThat(Duration.between(began, Instant.now())).isLessThan(SOON);

            accept("cancelled");
            var running = CompletableFuture.supplyAsync(() -> run("cancelled", changed, () -> false));
            Thread.sleep(500);
            began = Instant.now();
            assertThat(cancel("cancelled")).isTrue();
            assertThat(running.get().end()).isEqualTo(ImportReport.End.CANCELLED);
            assertThat(Duration.between(began, Instant.now())).isLessThan(SOON);
            holder.rollback();
        }
        assertThat(run("stopped", changed, () -> false).counts().loaded()).isEqualTo(1);
    }
}
