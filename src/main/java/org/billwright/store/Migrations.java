package org.billwright.store;

import java.time.Duration;
import java.util.Map;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.jboss.logging.Logger;

/**
 * The migrations of the schema. One waits for a lock only as long as requests may wait behind it: then it is rolled back, and tried again
 * after a pause in which they are served.
 */
final class Migrations {
    private static final Logger LOG = Logger.getLogger("org.billwright.store");

    /** While a statement waits for the lock of a table, all later ones on that table wait behind it. */
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(2);

    private static final Duration PAUSE = Duration.ofSeconds(3);
    private static final int ATTEMPTS = 60;

    private final DatabaseConfig config;
    private final int attempts;
    private final Duration pause;

    Migrations(DatabaseConfig config) {
        this(config, ATTEMPTS, PAUSE);
    }

    Migrations(DatabaseConfig config, int attempts, Duration pause) {
        this.config = config;
        this.attempts = attempts;
        this.pause = pause;
    }

    /** Migrates to the version of this program; returns how many migrations were done. */
    int migrate() {
        if (areDone()) {
            return 0;
        }
        for (int attempt = 1; ; attempt++) {
            try {
                return flyway().migrate().migrationsExecuted;
            } catch (FlywayException e) {
                if (SqlErrors.isMissingPrivilege(e) || SqlErrors.isForAdministrator(e)) {
                    throw new IllegalStateException(missingPrivileges(), e);
                }
                if (!SqlErrors.isLockTimeout(e)) {
                    throw e;
                }
                if (attempt == attempts) {
                    throw new IllegalStateException(
                            "a transaction holds a lock that a migration needs, and did not end: pg_stat_activity has the"
                                    + " transactions with their begin (xact_start); end it, and start again",
                            e);
                }
                LOG.warnf("a migration needs a lock that a transaction holds; it is tried again in %s", pause);
                sleep();
            }
        }
    }

    private void sleep() {
        try {
            Thread.sleep(pause);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("stopped while a migration waited for a lock", e);
        }
    }

    /** Whether the schema has exactly the migrations of this program. Flyway, which says the same, takes a second to start. */
    boolean areDone() {
        var owner = config.schemaOwner();
        return SchemaHistory.hasAll(config.jdbcUrl(), owner.username(), owner.password());
    }

    /** The state of the schema. */
    SchemaState state() {
        return SchemaState.of(flyway().info());
    }

    private Flyway flyway() {
        var owner = config.schemaOwner();
        return Flyway.configure()
                .dataSource(config.jdbcUrl(), owner.username(), owner.password())
                .locations("classpath:db/migration")
                .initSql("set statement_timeout = 0; set lock_timeout = " + LONGEST_WAIT.toMillis())
                // an index that is made concurrently waits for all transactions, also for one that only holds Flyway's
                // lock
                .configuration(Map.of("flyway.postgresql.transactional.lock", "false"))
                .load();
    }

    private String missingPrivileges() {
        var owner = config.schemaOwner().username();
        var members =
                config.username().equals(owner) ? quoted(owner) : quoted(owner) + ", " + quoted(config.username());
        return String.join(
                "\n    ",
                "the database user " + owner
                        + " may not create what Billwright needs. As an administrator of the database:",
                "create role " + DatabaseConfig.APPLICATION_ROLE + " nologin;",
                "create role " + DatabaseConfig.WORKER_ROLE + " nologin;",
                "grant " + DatabaseConfig.APPLICATION_ROLE + ", " + DatabaseConfig.WORKER_ROLE + " to " + members + ";",
                "grant create on schema public to " + quoted(owner) + ";",
                "(roles that exist already need not be created)");
    }

    private static String quoted(String name) {
        return '"' + name.replace("\"", "\"\"") + '"';
    }
}
