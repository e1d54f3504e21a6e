package org.billwright.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Vertx;
import org.billwright.api.Store;
import org.junit.jupiter.api.Test;

/** Statements are short and many: PostgreSQL does not compile them, however its default is. */
class ConnectionSettingsTest {
    private static final String JIT_IS_OFF = "select count(*) from pg_settings where name = 'jit' and setting = 'off'";

    @Test
    void connections_for_writes_and_imports_do_not_compile_statements() {
        Store.create("settings");
        Store.asOwner("settings").useHandle(owner -> owner.execute("alter database settings set jit = on"));
        try (var database = Database.open(Store.config("settings"))) {
            database.migrate();
            assertThat(database.<Long>inTransaction(
                            Store.TENANT,
                            tx -> tx.createQuery(JIT_IS_OFF).mapTo(Long.class).one()))
                    .isEqualTo(1);
        }
    }

    @Test
    void connections_for_reads_do_not_compile_statements() {
        var vertx = Vertx.vertx();
        try (var reads = ReadPool.open(vertx, Store.config(), 8)) {
            Store.asOwner().useHandle(owner -> owner.execute("alter database demo set jit = on"));
            assertThat(reads.number(Store.TENANT, new Sql().text(JIT_IS_OFF))
                            .toCompletionStage()
                            .toCompletableFuture()
                            .join())
                    .isEqualTo(1);
        } finally {
            Store.asOwner().useHandle(owner -> owner.execute("alter database demo reset jit"));
            vertx.close();
        }
    }
}
