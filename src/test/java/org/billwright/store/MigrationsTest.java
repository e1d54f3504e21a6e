package org.billwright.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.Executors;
import org.billwright.api.Store;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.Test;

/** Migrations beside other work: nobody waits long behind one that waits. */
class MigrationsTest {
    /** The last version whose next migration changes a table that requests use. */
    private static final String OLD = "39";

    private static DatabaseConfig ofOldVersion(String name) {
        Store.create(name);
        var config = Store.config(name);
        Flyway.configure()
                .dataSource(config.jdbcUrl(), config.username(), config.password())
                .locations("classpath:db/migration")
                .target(OLD)
                .load()
                .migrate();
        return config;
    }

    private static long bills(String name) {
        return Store.asOwner(name)
                .withHandle(handle -> handle.createQuery("select count(*) from customer_bill")
                        .mapTo(Long.class)
                        .one());
    }

    @Test
    void requests_go_on_while_a_migration_waits_for_a_long_transaction() throws Exception {
        var config = ofOldVersion("migration_waits");
        try (var threads = Executors.newVirtualThreadPerTaskExecutor();
                var reader = Store.asOwner("migration_waits").open()) {
            reader.begin();
            reader.execute("select 1 from customer_bill");
            var migration = threads.submit(() -> new Migrations(config, 60, Duration.ofMillis(500)).migrate());
            var longest = Duration.ZERO;
            var end = Instant.now().plusSeconds(6);
            while (Instant.now().isBefore(end)) {
                var begin = Instant.now();
                assertThat(bills("migration_waits")).isZero();
                var took = Duration.between(begin, Instant.now());
                longest = took.compareTo(longest) > 0 ? took : longest;
            }
            assertThat(migration.isDone()).isFalse();
            assertThat(longest)
                    .as("a read may wait as long as a migration waits for a lock, and not until it has it")
                    .isGreaterThan(Duration.ofMillis(500))
                    .isLessThan(Duration.ofSeconds(4));
            reader.rollback();
            assertThat(migration.get()).isPositive();
        }
        assertThat(new Migrations(config).state().pending()).isZero();
    }

    @Test
    void a_transaction_that_does_not_end_is_named_and_nothing_is_done() {
        var config = ofOldVersion("migration_gives_up");
        try (var reader = Store.asOwner("migration_gives_up").open()) {
            reader.begin();
            reader.execute("select 1 from customer_bill");
            var migrations = new Migrations(config, 2, Duration.ofMillis(50));
            assertThatThrownBy(migrations::migrate)
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("pg_stat_activity");
            reader.rollback();
            assertThat(migrations.state()).satisfies(state -> {
                assertThat(state.version()).isEqualTo(OLD);
                assertThat(state.hasFailed()).isFalse();
                assertThat(state.pending()).isPositive();
            });
        }
    }
}
