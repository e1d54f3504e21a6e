package org.billwright.api;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.LocalDate;
import java.util.Optional;
import org.billwright.channel.TestChannels;
import org.billwright.generate.DemoData;
import org.billwright.imports.job.Import;
import org.billwright.imports.job.ImportSource;
import org.billwright.store.Database;
import org.billwright.store.DatabaseConfig;
import org.jdbi.v3.core.Jdbi;

/** One real PostgreSQL for all tests of this process, filled with the demo's bills. Tests that write use own accounts. */
public final class Store {
    public static final String TENANT = "PR";
    public static final LocalDate TODAY = LocalDate.of(2026, 6, 17);
    public static final long SEED = 678;

    private static final EmbeddedPostgres POSTGRES = start();
    private static final String TEMPLATE = template();
    private static final Database DATABASE = filled("postgres");

    private Store() {}

    private static EmbeddedPostgres start() {
        try {
            return EmbeddedPostgres.builder()
                    .setServerConfig("fsync", "off")
                    .setServerConfig("full_page_writes", "off")
                    .setPGStartupWait(Duration.ofSeconds(60))
                    .start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Where the demo's bills are. */
    public static DatabaseConfig config() {
        return config("postgres");
    }

    /** The same, as the server works on it. */
    public static Database database() {
        return DATABASE;
    }

    /** Another database on the same server, empty but for its schema: a copy of one that is migrated once. */
    public static Database fresh(String name) {
        create(name, TEMPLATE);
        return Database.open(config(name));
    }

    /** Another database on the same server, without a schema. */
    public static void create(String name) {
        create(name, "template1");
    }

    private static synchronized void create(String name, String template) {
        try (var connection = POSTGRES.getPostgresDatabase().getConnection();
                var statement = connection.createStatement()) {
            statement.execute("create database " + name + " template " + template);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String template() {
        create("schema_template");
        try (var database = Database.open(config("schema_template"))) {
            database.migrate();
        }
        return "schema_template";
    }

    /** How to reach a database of this server. */
    public static DatabaseConfig config(String name) {
        var url = "postgresql://127.0.0.1:" + POSTGRES.getPort() + "/" + name;
        return new DatabaseConfig(url, "postgres", "", Optional.empty(), 8, Duration.ofSeconds(10));
    }

    /** A database of this server as its owner sees it, all tenants together, for statements of tests. */
    public static Jdbi asOwner(String name) {
        var config = config(name);
        return Jdbi.create("jdbc:" + config.url(), config.username(), config.password());
    }

    private static Database filled(String name) {
        var database = Database.open(config(name));
        database.migrate();
        load(database);
        return database;
    }

    /** Loads the demo's bills. */
    public static void load(Database database) {
        var source = ImportSource.of("demo data", DemoData.documents(SEED, TODAY));
        Import.loadAll(database, TENANT, Clock.systemUTC(), source, Optional.empty());
        TestChannels.add(database, TENANT);
    }
}
