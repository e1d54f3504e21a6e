package org.billwright.imports.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.billwright.access.Caller;
import org.billwright.api.Store;
import org.billwright.audit.AuditAction;
import org.billwright.audit.AuditEvent;
import org.billwright.imports.job.ImportOptions;
import org.billwright.store.Database;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Imports of several tenants: none waits until the others are done. */
class ImportSchedulerTest {
    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final int LINES = 60_000;

    @TempDir
    Path folder;

    @Test
    void the_tenant_whose_turn_is_longest_ago_is_next_and_one_that_cannot_run_makes_a_pause() {
        var scheduler = new ImportScheduler(Duration.ofHours(1), Duration.ofHours(1));
        var both = List.of("A", "B");
        assertThat(scheduler.begin(both)).contains("A");
        assertThat(scheduler.isAnotherReady(both)).isTrue();
        assertThat(scheduler.begin(both)).contains("B");
        assertThat(scheduler.isAnotherReady(both)).isFalse();
        assertThat(scheduler.begin(both)).as("both run").isEmpty();
        scheduler.ended("B", 1);
        scheduler.ended("A", 1);
        assertThat(scheduler.begin(List.of("A", "B", "C"))).contains("C");
        assertThat(scheduler.begin(both)).contains("A");
        scheduler.ended("A", 2);
        assertThat(scheduler.begin(both)).contains("B");
        scheduler.endedIdle("B");
        assertThat(scheduler.begin(List.of("B"))).as("after its pause").isEmpty();
        assertThat(scheduler.begin(both)).contains("A");
    }

    @Test
    void a_turn_without_progress_is_followed_by_one_that_is_twice_as_long() throws Exception {
        var scheduler = new ImportScheduler(Duration.ofMillis(40), Duration.ZERO);
        var one = Set.of("A");
        assertThat(scheduler.begin(one)).contains("A");
        scheduler.ended("A", 0);
        assertThat(scheduler.begin(one)).contains("A");
        Thread.sleep(50);
        assertThat(scheduler.isTimeOver("A")).isFalse();
        Thread.sleep(50);
        assertThat(scheduler.isTimeOver("A")).isTrue();
        scheduler.ended("A", 8_000);
        assertThat(scheduler.begin(one)).contains("A");
        Thread.sleep(50);
        assertThat(scheduler.isTimeOver("A")).isTrue();
    }

    private String accept(ImportQueue queue, String tenant, int lines) throws IOException {
        var body = Files.createTempFile(folder, "upload", "");
        var text = IntStream.range(0, lines)
                .mapToObj(i -> "{\"@type\":\"BillingAccount\",\"id\":\"" + tenant + i + "\",\"currency\":\"USD\"}\n")
                .collect(Collectors.joining());
        Files.write(body, text.getBytes(StandardCharsets.UTF_8));
        return queue.accept(
                tenant,
                body,
                ImportOptions.DEFAULTS,
                Optional.empty(),
                id -> new AuditEvent(
                        Instant.now(),
                        Caller.system("test", tenant),
                        AuditAction.IMPORT,
                        "import",
                        List.of(id),
                        "scheduler"));
    }

    private static Optional<String> state(Database database, String tenant, String id) {
        return database.inTransaction(
                tenant,
                tx -> tx.createQuery("select state from import_job where id = :id")
                        .bind("id", id)
                        .mapTo(String.class)
                        .findOne());
    }

    private static void awaitDone(Database database, String tenant, String id) throws InterruptedException {
        var end = Instant.now().plus(PATIENCE);
        while (!state(database, tenant, id).equals(Optional.of("done"))) {
            assertThat(Instant.now()).as("import of %s", tenant).isBefore(end);
            Thread.sleep(20);
        }
    }

    @Test
    void a_small_import_is_done_while_the_large_ones_of_two_tenants_run_and_these_lose_nothing() throws Exception {
        try (var database = Store.fresh("import_scheduler");
                var queue = new ImportQueue(
                        database,
                        Clock.systemUTC(),
                        new ImportQueueConfig(
                                folder.resolve("imports"), Duration.ofDays(1), Long.MAX_VALUE, Long.MAX_VALUE),
                        Duration.ofMillis(100))) {
            queue.start();
            var first = accept(queue, "A", LINES);
            var second = accept(queue, "B", LINES);
            var small = accept(queue, "C", 1);
            awaitDone(database, "C", small);
            assertThat(state(database, "A", first)).isNotEqualTo(Optional.of("done"));
            assertThat(state(database, "B", second)).isNotEqualTo(Optional.of("done"));
            awaitDone(database, "A", first);
            awaitDone(database, "B", second);
            for (var tenant : List.of("A", "B")) {
                int accounts = database.inTransaction(
                        tenant,
                        tx -> tx.createQuery("select count(*) from billing_account")
                                .mapTo(Integer.class)
                                .one());
                assertThat(accounts).isEqualTo(LINES);
            }
        }
    }
}
