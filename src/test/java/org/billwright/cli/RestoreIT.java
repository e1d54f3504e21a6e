package org.billwright.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.billwright.api.Api;
import org.billwright.api.Store;
import org.billwright.generate.DemoData;
import org.billwright.imports.job.Import;
import org.billwright.imports.job.ImportSource;
import org.billwright.store.Database;
import org.billwright.store.DatabaseConfig;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * A database is dumped, restored into another cluster and served, with the commands of the page for operators. It needs PostgreSQL's
 * own tools, which the embedded binaries do not have: without them it is skipped.
 */
class RestoreIT {
    private static final Path PAGE = Path.of("docs/operating.md");
    private static final Path DEBIAN = Path.of("/usr/lib/postgresql");
    private static final String USER = "billwright";
    private static final boolean IS_ROOT = System.getProperty("user.name").equals("root");

    private final List<Cluster> clusters = new ArrayList<>();

    /** A PostgreSQL of its own. */
    private record Cluster(Path tools, Path folder, int port) {
        static Cluster start(Path tools) throws Exception {
            var cluster = new Cluster(tools, Files.createTempDirectory("restore"), PackagedServer.freePort());
            if (IS_ROOT) {
                cluster.run("chown postgres " + cluster.folder);
            }
            cluster.run(
                    cluster.asPostgres("initdb -D " + cluster.folder + "/db -U postgres -A trust -E UTF8 --locale=C"));
            cluster.run(cluster.asPostgres("pg_ctl -D " + cluster.folder + "/db -w -l " + cluster.folder
                    + "/log start -o \"-p " + cluster.port
                    + " -k '' -c listen_addresses=127.0.0.1 -c fsync=off\""));
            return cluster;
        }

        /** PostgreSQL refuses to run as root. */
        private String asPostgres(String command) {
            return (IS_ROOT ? "runuser -u postgres -- env PATH=\"$PATH\" " : "") + command;
        }

        void stop() throws Exception {
            run(asPostgres("pg_ctl -D " + folder + "/db -m immediate stop"));
            run("rm -rf " + folder);
        }

        /** Runs a command of the shell, with this cluster as the one that the tools connect to. */
        String run(String command) throws Exception {
            var builder = new ProcessBuilder("bash", "-c", command).redirectErrorStream(true);
            builder.environment().put("PATH", tools + ":" + System.getenv("PATH"));
            builder.environment().put("PGHOST", "127.0.0.1");
            builder.environment().put("PGPORT", String.valueOf(port));
            builder.directory(clustersFolder().toFile());
            var output = Files.createTempFile("restore", ".out");
            var process = builder.redirectOutput(output.toFile()).start();
            assertThat(process.waitFor(60, TimeUnit.SECONDS)).as(command).isTrue();
            var text = Files.readString(output);
            Files.delete(output);
            assertThat(process.exitValue()).as(command + "\n" + text).isZero();
            return text;
        }

        DatabaseConfig config() {
            var url = "postgresql://127.0.0.1:" + port + "/" + USER;
            return new DatabaseConfig(url, USER, "", Optional.empty(), 4, Duration.ofSeconds(10));
        }

        String[] settings(String... more) {
            var settings = new ArrayList<>(
                    List.of("BILLWRIGHT_DATABASE_URL", config().url(), "BILLWRIGHT_DATABASE_USERNAME", USER));
            settings.addAll(List.of(more));
            return settings.toArray(String[]::new);
        }
    }

    /** Where the commands of the page leave the dump. */
    private static Path clustersFolder() throws IOException {
        return Files.createDirectories(Path.of("target", "restore").toAbsolutePath());
    }

    @AfterEach
    void stop() throws Exception {
        for (var cluster : clusters) {
            cluster.stop();
        }
    }

    private Cluster start(Path tools) throws Exception {
        var cluster = Cluster.start(tools);
        clusters.add(cluster);
        return cluster;
    }

    /** The folder with all of PostgreSQL's tools; of several the newest. */
    private static Optional<Path> tools() throws IOException {
        var folders = new ArrayList<Path>();
        if (Files.isDirectory(DEBIAN)) {
            try (var versions = Files.list(DEBIAN)) {
                versions.map(version -> version.resolve("bin")).forEach(folders::add);
            }
        }
        folders.sort(Comparator.<Path>naturalOrder().reversed());
        for (var folder : System.getenv("PATH").split(":", -1)) {
            folders.add(Path.of(folder));
        }
        return folders.stream()
                .filter(folder -> List.of("initdb", "pg_ctl", "pg_dump", "pg_restore", "psql").stream()
                        .allMatch(tool -> Files.isExecutable(folder.resolve(tool))))
                .findFirst();
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

    @Test
    void a_dump_is_restored_by_the_page_for_operators_and_served() throws Exception {
        var tools = tools();
        assumeTrue(tools.isPresent(), "PostgreSQL's initdb, pg_dump and pg_restore are not installed");
        var source = start(tools.get());
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
        var target = start(tools.get());
        var restore = commands("psql", "pg_restore");
        assertThat(restore).hasSize(4);
        for (var command : restore) {
            target.run(command);
        }

        assertThat(audit(target)).contains("are intact");
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

    private static String audit(Cluster cluster) throws Exception {
        var java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        return cluster.run("BILLWRIGHT_DATABASE_URL=" + cluster.config().url()
                + " BILLWRIGHT_DATABASE_USERNAME=" + USER + " BILLWRIGHT_TENANT=" + Store.TENANT + " " + java
                + " " + PackagedServer.QUICK_START + " -jar "
                + Path.of(System.getProperty("billwright.jar")).toAbsolutePath() + " audit verify");
    }
}
