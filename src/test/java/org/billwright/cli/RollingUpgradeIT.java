package org.billwright.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.billwright.api.Api;
import org.billwright.api.Documents;
import org.billwright.api.Store;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Two versions on one database: a newer program migrates while servers of this version work. They work on, also when one of them is started
 * again, as it is where an upgrade is taken back.
 */
class RollingUpgradeIT {
    private static final String NAME = "rolling_upgrade";

    /** As a later version expands the schema: columns and tables that this version does not know, and an index beside writes. */
    private static final List<String> LATER = List.of(
            "alter table customer_bill add column later text; alter table account_credit add column later int not null default 0;"
                    + " create table later (id text primary key);",
            "create index concurrently customer_bill_later on customer_bill (tenant, later);");

    @TempDir
    Path folder;

    private final AtomicBoolean isStopped = new AtomicBoolean();
    private final AtomicInteger responses = new AtomicInteger();
    private final ConcurrentLinkedQueue<String> failures = new ConcurrentLinkedQueue<>();

    private int upgrade() throws IOException {
        for (int i = 0; i < LATER.size(); i++) {
            Files.writeString(folder.resolve("V" + (9_000 + i) + "__later.sql"), LATER.get(i));
        }
        var config = Store.config(NAME);
        return Flyway.configure()
                .dataSource("jdbc:" + config.url(), config.username(), config.password())
                .locations("classpath:db/migration", "filesystem:" + folder)
                .initSql("set lock_timeout = 5000")
                .configuration(Map.of("flyway.postgresql.transactional.lock", "false"))
                .load()
                .migrate()
                .migrationsExecuted;
    }

    private void work(PackagedServer server, int client) {
        for (int n = 0; !isStopped.get(); n++) {
            try {
                var response = n % 2 == 0
                        ? Api.get(server.v4() + "customerBill?limit=2")
                        : Api.post(
                                server.v4() + "customerBillOnDemand",
                                "{\"name\":\"" + client + "-" + n + "\",\"billingAccount\":{\"id\":\"U-1\"}}");
                if (response.status() / 100 != 2) {
                    failures.add(response.status() + " " + response.text());
                }
                responses.incrementAndGet();
            } catch (RuntimeException e) {
                failures.add(e.toString());
            }
        }
    }

    private void awaitMore(int requests) throws InterruptedException {
        int before = responses.get();
        var deadline = Instant.now().plus(Duration.ofMinutes(1));
        while (responses.get() < before + requests) {
            assertThat(Instant.now()).isBefore(deadline);
            Thread.sleep(20);
        }
    }

    @Test
    void servers_of_this_version_work_on_while_and_after_a_newer_one_migrates() throws Exception {
        var first = new PackagedServer(NAME);
        var second = new PackagedServer(NAME);
        try (var database = Store.freshDemo(NAME);
                var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            Documents.load(database, Documents.account("U-1", "USD"));
            var one = first.start();
            var two = second.start();
            try {
                for (int client = 0; client < 4; client++) {
                    int number = client;
                    threads.execute(() -> work(first, number));
                }
                awaitMore(100);
                assertThat(upgrade()).isEqualTo(LATER.size());
                awaitMore(300);
                two.destroy();
                two.waitFor();
                two = second.start();
                assertThat(Api.get(second.v4() + "customerBill?limit=2").status() / 100)
                        .isEqualTo(2);
                awaitMore(100);
                isStopped.set(true);
                assertThat(failures).isEmpty();
            } finally {
                isStopped.set(true);
                one.destroyForcibly();
                two.destroyForcibly();
            }
        }
    }
}
