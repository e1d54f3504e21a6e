package org.billwright.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.billwright.store.DatabaseConfig;

/** A PostgreSQL of its own, by PostgreSQL's own tools, which the embedded binaries do not have. */
record PostgresCluster(Path tools, Path folder, int port) {
    static final String USER = "billwright";

    private static final Path DEBIAN = Path.of("/usr/lib/postgresql");
    private static final boolean IS_ROOT = System.getProperty("user.name").equals("root");

    /** A new one, that has been started. */
    static PostgresCluster start(Path tools) throws Exception {
        var cluster = create(tools);
        cluster.run(cluster.asPostgres("initdb -D " + cluster.folder + "/db -U postgres -A trust -E UTF8 --locale=C"));
        cluster.start();
        return cluster;
    }

    private static PostgresCluster create(Path tools) throws Exception {
        var cluster = new PostgresCluster(tools, Files.createTempDirectory("cluster"), PackagedServer.freePort());
        if (IS_ROOT) {
            cluster.run("chown postgres " + cluster.folder);
        }
        return cluster;
    }

    private void start() throws Exception {
        run(asPostgres("pg_ctl -D " + folder + "/db -w -l " + folder + "/log start -o \"-p " + port
                + " -k '' -c listen_addresses=127.0.0.1 -c fsync=off\""));
    }

    /**
     * A base backup of this one, that has been started: a copy that is a replica of it or not.
     *
     * @param isReplica whether it follows this one
     */
    PostgresCluster copy(boolean isReplica) throws Exception {
        var copy = create(tools);
        copy.run(copy.asPostgres("pg_basebackup -h 127.0.0.1 -p " + port + " -U postgres -c fast -X stream -D "
                + copy.folder + "/db" + (isReplica ? " -R" : "")));
        copy.start();
        return copy;
    }

    /** The values of the first column of a query by its administrator. */
    List<String> query(String sql) throws Exception {
        return run("psql -U postgres -d " + USER + " -Atc \"" + sql + "\"")
                .lines()
                .toList();
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
        builder.directory(dumps().toFile());
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

    /** Where the commands of the page leave the dump. */
    private static Path dumps() throws IOException {
        return Files.createDirectories(Path.of("target", "restore").toAbsolutePath());
    }

    /** The folder with all of PostgreSQL's tools; of several the newest. */
    static Optional<Path> findTools() throws IOException {
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
                .filter(folder -> List.of("initdb", "pg_ctl", "pg_dump", "pg_restore", "pg_basebackup", "psql").stream()
                        .allMatch(tool -> Files.isExecutable(folder.resolve(tool))))
                .findFirst();
    }
}
