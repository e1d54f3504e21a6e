package org.billwright.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.Optional;
import org.billwright.api.Store;
import org.billwright.store.Database;
import org.billwright.store.DatabaseConfig;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Which commands change a schema. */
class MigrateCommandTest {
    private static final String EMPTY = "no_schema";

    @BeforeAll
    static void create() {
        Store.create(EMPTY);
        System.setProperty("billwright.database.url", Store.config(EMPTY).url());
        System.setProperty("billwright.database.username", Store.config(EMPTY).username());
    }

    @AfterAll
    static void end() {
        System.clearProperty("billwright.database.url");
        System.clearProperty("billwright.database.username");
    }

    private static long tables() {
        return Store.asOwner(EMPTY)
                .withHandle(owner -> owner.createQuery(
                                "select count(*) from pg_class where relnamespace = 'public'::regnamespace")
                        .mapTo(Long.class)
                        .one());
    }

    @Test
    void only_migrate_creates_a_schema() {
        var list = Commands.run(new ClientCommand(), "list");
        assertThat(list.exitCode()).isEqualTo(1);
        assertThat(list.err()).contains("'billwright migrate'");
        assertThat(tables()).isZero();

        assertThat(Commands.run(new MigrateCommand()).exitCode()).isZero();
        assertThat(tables()).isPositive();
        assertThat(Commands.run(new MigrateCommand()).exitCode()).isZero();
        assertThat(Commands.run(new ClientCommand(), "list").exitCode()).isZero();
    }

    @Test
    void a_user_without_privileges_is_shown_what_to_grant() {
        Store.create("no_privileges");
        Store.asOwner().useHandle(owner -> owner.execute("create role lacking login"));
        var config = new DatabaseConfig(
                Store.config("no_privileges").url(), "lacking", "", Optional.empty(), 1, Duration.ofSeconds(10));
        try (var database = Database.open(config)) {
            assertThatThrownBy(database::migrate)
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("create role billwright_app nologin;")
                    .hasMessageContaining("grant billwright_app, billwright_worker to \"lacking\";")
                    .hasMessageContaining("grant create on schema public to \"lacking\";");
        }
    }
}
