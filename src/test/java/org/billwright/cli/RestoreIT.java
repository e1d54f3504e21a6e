package org.billwright.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.billwright.api.Api;
import org.billwright.api.Store;
import org.billwright.generate.DemoData;
import org.billwright.imports.job.Import;
import org.billwright.imports.job.ImportSource;
import org.billwright.store.Database;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * A database is dumped, restored into another cluster and served, with the commands of the page for operators. It needs PostgreSQL's
 * own tools, which the embedded binaries do not have: without them it is skipped.
 */
class RestoreIT {
    private static final Path PAGE = Path.of("docs/operating.md");
    private static final String USER = PostgresCluster.USER;

    private final List<PostgresCluster> clusters = new ArrayList<>();

    @AfterEach
    void stop() throws Exception {
        for (var cluster : clusters) {
            cluster.stop();
        }
    }

    private PostgresCluster start(Path tools) throws Exception {
        var cluster = PostgresCluster.start(tools);
        clusters.add(cluster);
        return cluster;
    }

    /** The commands of the page that begin with one of these words, with their continued lines. */
    private static List<String> commands(String... tools) throws IOException {
        var page = Files.readString(PAGE, StandardCharsets.UTF_8);
        var section = page.substring(page.indexOf("## Backup and restore"), page.indexOf("## Audit trail"));
        var commands = new ArrayList<String>();
        for (var line : section.replaceAll("\\\\\n *", "").split("\n", -1)) {
            var command = line.strip();
            if (line.startsWith("    ") && List.of(tools).contains(command.split(" ", 2)[0])) {
                commands.add(command.replace(" -h db", ""));
            }
        }
        return commands;
    }

    /** With the demo's bills. */
    private PostgresCluster source(Path tools) throws Exception {
        var source = start(tools);
        source.run(
                "psql -U postgres -c \"create role billwright login createrole\" -c \"create database billwright owner billwright\"");
        try (var database = Database.open(source.config())) {
            database.migrate();
            Import.loadAll(
                    database,
                    Store.TENANT,
                    Clock.systemUTC(),
                    ImportSource.of("demo data", DemoData.documents(Store.SEED, Store.TODAY)),
                    Optional.empty());
        }
        return source;
    }

    private static Path tools() throws IOException {
        var tools = PostgresCluster.findTools();
        assumeTrue(tools.isPresent(), "PostgreSQL's initdb, pg_dump, pg_restore and pg_basebackup are not installed");
        return tools.get();
    }

    @Test
    void a_dump_is_restored_by_the_page_for_operators_and_served() throws Exception {
        var source = source(tools());
        var server = new PackagedServer("restore");
        var running = server.start(source.settings());
        var list = Api.get(server.v4() + "customerBill?limit=5");
        var bill =
                server.v4() + "customerBill/" + list.json().path(0).path("id").asText();
        assertThat(list.json()).hasSize(5);
        running.destroy();
        running.waitFor();

        var dump = commands("pg_dump");
        assertThat(dump).hasSize(1);
        source.run(dump.getFirst());
        var target = start(tools());
        var restore = commands("psql", "pg_restore");
        assertThat(restore).hasSize(4);
        for (var command : restore) {
            target.run(command);
        }

        assertIntact(target);
        var restored = server.start(target.settings());
        try {
            assertThat(Api.get(server.v4() + "customerBill?limit=5").text()).isEqualTo(list.text());
            assertThat(Api.get(bill).status()).isEqualTo(200);
            assertThat(Api.patch(bill, "{\"state\":\"onHold\"}", "Content-Type", "application/merge-patch+json")
                            .status())
                    .isIn(200, 409);
        } finally {
            restored.destroyForcibly();
        }
        assertThat(target.run(
                        "psql -U billwright -Atc \"set role billwright_app; select count(*) from customer_bill\""))
                .contains("0");
    }

    @Test
    void a_base_backup_of_a_database_in_use_is_whole_and_served() throws Exception {
        var source = source(tools());
        var server = new PackagedServer("base_backup");
        var running = server.start(source.settings());
        var accepted = new AtomicInteger();
        var isStopped = new AtomicBoolean();
        var payer = Thread.ofVirtual().start(() -> {
            while (!isStopped.get()) {
                pay(server, accepted.incrementAndGet());
            }
        });
        while (accepted.get() < 20) {
            Thread.sleep(20);
        }
        int before = accepted.get() - 1;
        var copy = source.copy(false);
        clusters.add(copy);
        isStopped.set(true);
        payer.join();
        running.destroy();
        running.waitFor();

        assertIntact(copy);
        assertThat(Integer.parseInt(
                        copy.query("select count(*) from account_credit where correlator_id like 'backup-%'")
                                .getFirst()))
                .as("payments that were taken before the backup began")
                .isBetween(before, accepted.get());
        var restored = server.start(copy.settings());
        try {
            pay(server, 1); // it is there, and is not taken twice
            assertThat(copy.query("select count(*) from account_credit where correlator_id = 'backup-1'"))
                    .containsExactly("1");
        } finally {
            restored.destroyForcibly();
        }
    }

    private static void pay(PackagedServer server, int number) {
        var response = Api.post(
                URI.create(server.v4()).resolve("/operations/v1/payment").toString(),
                "{\"correlatorId\":\"backup-" + number
                        + "\",\"account\":{\"id\":\"nobody\"},\"amount\":{\"unit\":\"USD\",\"value\":1.10}}");
        assertThat(response.status()).as(response.text()).isEqualTo(201);
    }

    /** The audit trail, every bill and every ledger, and what a server needs. */
    private static void assertIntact(PostgresCluster cluster) throws Exception {
        assertThat(command(cluster, "audit verify")).contains("are intact");
        assertThat(command(cluster, "verify --all")).contains(": 0 errors");
        assertThat(command(cluster, "doctor || true"))
                .contains("ok       schema", "ok       bills", "ok       audit trail");
    }

    private static String command(PostgresCluster cluster, String command) throws Exception {
        var java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        return cluster.run("BILLWRIGHT_DATABASE_URL=" + cluster.config().url()
                + " BILLWRIGHT_DATABASE_USERNAME=" + USER + " BILLWRIGHT_TENANT=" + Store.TENANT + " " + java
                + " " + PackagedServer.QUICK_START + " -jar "
                + Path.of(System.getProperty("billwright.jar")).toAbsolutePath() + " " + command);
    }
}
