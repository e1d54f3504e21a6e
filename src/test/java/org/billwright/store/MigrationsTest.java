package org.billwright.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.Executors;
import java.util.stream.Stream;
import org.billwright.api.Store;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.configuration.FluentConfiguration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Migrations beside other work: nobody waits long behind one that waits. */
class MigrationsTest {
    /** The last version whose next migration changes a table that requests use. */
    private static final String OLD = "39";

    private static DatabaseConfig ofOldVersion(String name) {
        Store.create(name);
        var config = Store.config(name);
        flyway(config).target(OLD).load().migrate();
        return config;
    }

    private static FluentConfiguration flyway(DatabaseConfig config) {
        return Flyway.configure()
                .dataSource(config.jdbcUrl(), config.username(), config.password())
                .locations("classpath:db/migration");
    }

    private static long bills(String name) {
        return Store.asOwner(name)
                .withHandle(handle -> handle.createQuery("select count(*) from customer_bill")
                        .mapTo(Long.class)
                        .one());
    }

    @Test
    void the_list_of_migrations_is_that_of_the_files() {
        Store.create("migration_list");
        var config = Store.config("migration_list");
        var files = Stream.of(flyway(config).load().info().all())
                .map(file -> file.getVersion() + " " + file.getChecksum())
                .toList();
        assertThat(SchemaHistory.known())
                .as("src/main/resources" + SchemaHistory.MIGRATIONS + " has a line for each migration:\n"
                        + String.join("\n", files))
                .containsExactlyInAnyOrderElementsOf(files);
    }

    /** What was done is compared with the files at each start: also the content of those that were done long ago. */
    @ParameterizedTest
    @CsvSource({
        "checksum = checksum + 1 where version = '7', Migration checksum mismatch for migration version 7",
        "success = false where version = '7', Detected failed migration to version 7",
        "version = '7.1' where version = '7', Detected applied migration not resolved locally: 7.1"
    })
    void a_history_that_differs_is_refused(String change, String message) {
        var name = "migration_differs_" + Integer.toHexString(change.hashCode());
        Store.create(name);
        var migrations = new Migrations(Store.config(name));
        assertThat(migrations.areDone()).isFalse();
        assertThat(migrations.migrate()).isPositive();
        assertThat(migrations.areDone()).isTrue();
        assertThat(migrations.migrate()).isZero();
        Store.asOwner(name).useHandle(handle -> handle.execute("update flyway_schema_history set " + change));
        assertThat(migrations.areDone()).isFalse();
        assertThatThrownBy(migrations::migrate).hasMessageContaining(message);
    }

    @Test
    void migrations_of_a_later_version_are_no_error() {
        Store.create("migration_later");
        var migrations = new Migrations(Store.config("migration_later"));
        migrations.migrate();
        Store.asOwner("migration_later")
                .useHandle(
                        handle -> handle.execute("insert into flyway_schema_history select installed_rank + 1, '999',"
                                + " description, type, script, checksum, installed_by, now(), 1, true from flyway_schema_history"
                                + " order by installed_rank desc limit 1"));
        assertThat(migrations.areDone()).isFalse();
        assertThat(migrations.migrate()).isZero();
        assertThat(migrations.state().isNewer()).isTrue();
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
