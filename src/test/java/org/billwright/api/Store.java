package org.billwright.api;

import io.agroal.api.AgroalDataSource;
import io.agroal.api.configuration.supplier.AgroalDataSourceConfigurationSupplier;
import io.agroal.api.exceptionsorter.PostgreSQLExceptionSorter;
import io.agroal.api.security.NamePrincipal;
import io.agroal.api.security.SimplePassword;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.LocalDate;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
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

    private static final String SCHEMA_TEMPLATE = "schema_template";
    private static final int OWNER_CONNECTIONS = 8;
    private static final Duration ACQUISITION_TIMEOUT = Duration.ofMinutes(1);
    private static final Duration IDLE_VALIDATION = Duration.ofSeconds(1);
    private static final Map<String, Jdbi> OWNERS = new ConcurrentHashMap<>();
    private static final EmbeddedPostgres POSTGRES = start();

    static {
        create(SCHEMA_TEMPLATE, "template1");
        try (var database = open(SCHEMA_TEMPLATE)) {
            database.migrate();
        }
    }

    /** Loaded when a test needs it first: tests with stores of their own do not. */
    private static final class Demo {
        private static final String TEMPLATE = template();
        private static final DatabaseConfig CONFIG = config("demo");
        private static final Database DATABASE = freshDemo("demo");

        private static String template() {
            try (var database = fresh("demo_template")) {
                var source = ImportSource.of("demo data", DemoData.documents(SEED, TODAY));
                Import.loadAll(database, TENANT, Clock.systemUTC(), source, Optional.empty());
                TestChannels.add(database, TENANT);
            }
            return "demo_template";
        }
    }

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
        return Demo.CONFIG;
    }

    /** The same, as the server works on it. */
    public static Database database() {
        return Demo.DATABASE;
    }

    /** Another database on the same server, empty but for its schema: a copy of one that is migrated once. */
    public static Database fresh(String name) {
        create(name, SCHEMA_TEMPLATE);
        return open(name);
    }

    /** Another database on the same server, with the demo's bills: a copy of one that is filled once. */
    public static Database freshDemo(String name) {
        create(name, Demo.TEMPLATE);
        return open(name);
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

    private static Database open(String name) {
        return Database.open(config(name));
    }

    /** How to reach a database of this server. */
    public static DatabaseConfig config(String name) {
        var url = "postgresql://127.0.0.1:" + POSTGRES.getPort() + "/" + name;
        return new DatabaseConfig(url, "postgres", "", Optional.empty(), 8, Duration.ofSeconds(10));
    }

    /** The demo's bills as the owner of the database sees them, all tenants together, for statements of tests. */
    public static Jdbi asOwner() {
        return asOwner(config());
    }

    /** The same of another database of this server. */
    public static Jdbi asOwner(String name) {
        return asOwner(config(name));
    }

    private static Jdbi asOwner(DatabaseConfig config) {
        return OWNERS.computeIfAbsent(config.url(), url -> Jdbi.create(pool(config)));
    }

    /** Tests ask again and again until something is so: a connection for each question takes more time than the answer. */
    private static AgroalDataSource pool(DatabaseConfig config) {
        var settings = new AgroalDataSourceConfigurationSupplier()
                .connectionPoolConfiguration(pool -> pool.maxSize(OWNER_CONNECTIONS)
                        .acquisitionTimeout(ACQUISITION_TIMEOUT)
                        .exceptionSorter(new PostgreSQLExceptionSorter())
                        .idleValidationTimeout(IDLE_VALIDATION)
                        .connectionFactoryConfiguration(factory -> factory.jdbcUrl("jdbc:" + config.url())
                                .principal(new NamePrincipal(config.username()))
                                .credential(new SimplePassword(config.password()))));
        try {
            return AgroalDataSource.from(settings);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }
}
