package org.billwright.cli;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.billwright.store.DatabaseConfig;

/** The embedded PostgreSQL of the demo: real binaries, a free port on loopback, its data in a folder that persists. */
final class EmbeddedDatabase implements AutoCloseable {
    private static final Duration START = Duration.ofSeconds(60);
    private static final Duration STATEMENT_TIMEOUT = Duration.ofSeconds(30);
    private static final int POOL = 16;
    private static final String NAME = "billwright";

    /** PostgreSQL writes its port on the fourth line of the pid file. */
    private static final int LINE_OF_PORT = 3;

    private final FileChannel lockFile;
    private final EmbeddedPostgres postgres;

    private EmbeddedDatabase(FileChannel lockFile, EmbeddedPostgres postgres) {
        this.lockFile = lockFile;
        this.postgres = postgres;
    }

    /** Starts it on this folder, for one process at a time. A PostgreSQL that a killed process left running is stopped first. */
    static EmbeddedDatabase start(Path folder) throws IOException {
        Files.createDirectories(folder);
        var lockFile = FileChannel.open(
                folder.resolve("billwright.lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        try {
            if (Optional.<FileLock>ofNullable(lockFile.tryLock()).isEmpty()) {
                throw new IllegalStateException("another Billwright process uses " + folder.toAbsolutePath());
            }
            var data = folder.resolve("postgres").toAbsolutePath();
            stopLeftOver(data);
            var postgres = EmbeddedPostgres.builder()
                    .setDataDirectory(data)
                    .setCleanDataDirectory(false)
                    .setRegisterShutdownHook(false)
                    .setPGStartupWait(START)
                    .setServerConfig("listen_addresses", "127.0.0.1")
                    .setServerConfig("synchronous_commit", "on")
                    .setServerConfig("fsync", "on")
                    .setServerConfig("full_page_writes", "on")
                    .setOutputRedirector(ProcessBuilder.Redirect.appendTo(
                            folder.resolve("postgres.log").toFile()))
                    .setErrorRedirector(ProcessBuilder.Redirect.appendTo(
                            folder.resolve("postgres.log").toFile()))
                    .start();
            createDatabase(postgres);
            return new EmbeddedDatabase(lockFile, postgres);
        } catch (IOException | RuntimeException e) {
            lockFile.close();
            throw e;
        }
    }

    /** How to reach the database of this folder while the demo runs; empty where no process uses it. */
    static Optional<DatabaseConfig> running(Path folder) throws IOException {
        var pidFile = folder.resolve("postgres").resolve("postmaster.pid");
        if (!Files.exists(pidFile) || !isLocked(folder)) {
            return Optional.empty();
        }
        return Optional.of(config(
                Integer.parseInt(Files.readAllLines(pidFile).get(LINE_OF_PORT).strip())));
    }

    private static boolean isLocked(Path folder) throws IOException {
        try (var lockFile = FileChannel.open(folder.resolve("billwright.lock"), StandardOpenOption.WRITE)) {
            return Optional.<FileLock>ofNullable(lockFile.tryLock()).isEmpty();
        }
    }

    /** A killed Billwright leaves its PostgreSQL running; the first line of the pid file is the process id. */
    private static void stopLeftOver(Path data) throws IOException {
        var pidFile = data.resolve("postmaster.pid");
        if (!Files.exists(pidFile)) {
            return;
        }
        var pid = Long.parseLong(Files.readAllLines(pidFile).getFirst().strip());
        var process = ProcessHandle.of(pid).filter(EmbeddedDatabase::isPostgres);
        process.ifPresent(EmbeddedDatabase::terminate);
        Files.deleteIfExists(pidFile);
        Files.deleteIfExists(data.resolve("epg-lock"));
    }

    private static boolean isPostgres(ProcessHandle process) {
        return process.info()
                .command()
                .map(command -> command.endsWith("/postgres"))
                .orElse(false);
    }

    private static void terminate(ProcessHandle process) {
        process.destroy();
        try {
            process.onExit().get(START.toSeconds(), TimeUnit.SECONDS);
        } catch (Exception e) {
            throw new IllegalStateException("PostgreSQL (process " + process.pid() + ") does not stop", e);
        }
    }

    private static void createDatabase(EmbeddedPostgres postgres) {
        try (var connection = postgres.getPostgresDatabase().getConnection();
                var statement = connection.createStatement();
                var found = statement.executeQuery("select from pg_database where datname = '" + NAME + "'")) {
            if (!found.next()) {
                try (var create = connection.createStatement()) {
                    create.execute("create role " + NAME + " login");
                    create.execute("create database " + NAME + " owner " + NAME);
                }
            }
            statement.execute("alter role " + NAME + " createrole"); // for the roles that its migrations make
        } catch (SQLException e) {
            throw new IllegalStateException("cannot create the database", e);
        }
    }

    /** How to reach it. */
    DatabaseConfig config() {
        return config(postgres.getPort());
    }

    private static DatabaseConfig config(int port) {
        return new DatabaseConfig(
                "postgresql://127.0.0.1:" + port + "/" + NAME, NAME, "", Optional.empty(), POOL, STATEMENT_TIMEOUT);
    }

    @Override
    public void close() {
        try (lockFile) {
            postgres.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
