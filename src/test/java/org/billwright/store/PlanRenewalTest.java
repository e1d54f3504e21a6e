package org.billwright.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Vertx;
import org.billwright.api.Store;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class PlanRenewalTest {
    private static final String STORE = "plan_renewal";
    private static final Sql BY_ID = new Sql()
            .text("select count(*) from customer_bill where tenant = ")
            .value("A")
            .text(" and id = ")
            .value("bill-7");

    private final Vertx vertx = Vertx.vertx();
    private Database database;
    private ReadPool reads;

    @BeforeEach
    void open() {
        database = Store.fresh(STORE);
        reads = ReadPool.open(vertx, Store.config(STORE).withPoolSize(2), 2);
        Store.asOwner(STORE)
                .useHandle(owner -> owner.execute("alter table customer_bill set (autovacuum_enabled = false)"));
    }

    @AfterEach
    void close() {
        reads.close();
        database.close();
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }

    private long number(Sql sql) {
        return reads.number("A", sql).toCompletionStage().toCompletableFuture().join();
    }

    private static void fill(int bills) {
        Store.asOwner(STORE).useHandle(owner -> owner.execute("""
                insert into customer_bill (tenant, id, state, billing_account_id, bill_date, doc)
                select 'A', 'bill-' || n, 'new', 'BA', '2026-01-01', ('{"id":"bill-' || n || '"}')::json
                from generate_series(1, %d) n on conflict do nothing
                """.formatted(bills)));
    }

    @Test
    void connections_are_opened_anew_once_the_tables_have_grown() {
        var backend = new Sql().text("select pg_backend_pid()::bigint");
        var renewal = new PlanRenewal(database, reads);
        assertThat(renewal.renewIfGrown()).isFalse();
        long before = number(backend);
        long writer = database.withoutTenant(tx ->
                tx.createQuery("select pg_backend_pid()").mapTo(Long.class).one());
        assertThat(number(BY_ID)).isZero();

        fill(40_000);
        assertThat(renewal.renewIfGrown()).isTrue();
        assertThat(number(BY_ID)).isEqualTo(1);
        assertThat(number(backend)).isNotEqualTo(before);
        assertThat((long) database.withoutTenant(tx -> tx.createQuery("select pg_backend_pid()")
                        .mapTo(Long.class)
                        .one()))
                .isNotEqualTo(writer);
        assertThat(renewal.renewIfGrown()).isFalse();
    }
}
