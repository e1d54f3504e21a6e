package org.billwright.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import org.billwright.api.Store;
import org.jdbi.v3.core.Handle;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Row-level security: rows of other tenants are invisible even to a statement without a tenant condition. */
class RowLevelSecurityTest {
    private static final Set<String> OF_NO_TENANT = Set.of(
            "bill_state_transition",
            "channel_business",
            "client",
            "client_scope",
            "client_secret",
            "console_form",
            "console_session",
            "event_publish_position",
            "flyway_schema_history");

    private static final String EVENTS =
            "insert into event (tenant, id, type, resource, resource_id, resource_sequence,"
                    + " occurred_at, position, doc) values (?, 'wall', 'X', 'customerBill', 'wall', 1, now(), nextval('event_position'), '{}')"
                    + " on conflict do nothing";
    private static final String HUB =
            "insert into hub (tenant, id, version, callback, query, base_url, secret, created_at, doc)"
                    + " values (?, 'wall', 'v9', 'x', '', '', '', now(), '{}') on conflict do nothing";
    private static final String DELIVERY = "insert into event_delivery (hub_id, event_seq, resource, resource_id,"
            + " resource_sequence, retry_at, dead_lettered) select 'wall', seq, '', '', 1, now(), true from event"
            + " where id = 'wall' on conflict do nothing";

    @BeforeAll
    static void rowsInTablesThatMayBeEmpty() {
        Store.asOwner().useHandle(owner -> {
            owner.execute(EVENTS, Store.TENANT);
            owner.execute(HUB, Store.TENANT);
            owner.execute(DELIVERY);
        });
    }

    private static List<String> tables(String condition) {
        return Store.asOwner()
                .withHandle(owner -> owner.createQuery("select relname from pg_class where relkind in ('r', 'p')"
                                + " and relnamespace = 'public'::regnamespace and " + condition)
                        .mapTo(String.class)
                        .list());
    }

    private static long count(Handle tx, String table) {
        return tx.createQuery("select count(*) from " + table).mapTo(Long.class).one();
    }

    private static Set<String> withRows(List<String> tables, java.util.function.ToLongFunction<String> count) {
        var found = new TreeSet<String>();
        tables.stream().filter(table -> count.applyAsLong(table) > 0).forEach(found::add);
        return found;
    }

    @Test
    void every_table_has_tenant_isolation_or_is_known_to_have_no_tenant() {
        assertThat(tables("not relrowsecurity")).containsExactlyInAnyOrderElementsOf(OF_NO_TENANT);
    }

    @Test
    void the_application_roles_own_nothing_and_bypass_nothing() {
        assertThat(tables("pg_get_userbyid(relowner) like 'billwright_%'")).isEmpty();
        List<String> harmless = Store.asOwner()
                .withHandle(owner -> owner.createQuery(
                                "select rolname from pg_roles where rolname like 'billwright_%' and"
                                        + " not (rolsuper or rolbypassrls or rolcanlogin or rolcreaterole or rolcreatedb)")
                        .mapTo(String.class)
                        .list());
        assertThat(harmless).containsExactlyInAnyOrder("billwright_app", "billwright_worker");
    }

    @Test
    void a_statement_without_a_tenant_condition_sees_only_rows_of_its_tenant() {
        var protectedTables = tables("relrowsecurity");
        var filled = withRows(protectedTables, table -> Store.asOwner().withHandle(owner -> count(owner, table)));
        assertThat(filled).contains("customer_bill", "applied_customer_billing_rate", "event_delivery", "hub");

        assertThat(withRows(
                        protectedTables, table -> Store.database().inTransaction("SOMEBODY", tx -> count(tx, table))))
                .isEmpty();
        assertThat(withRows(protectedTables, table -> Store.database().withoutTenant(tx -> count(tx, table))))
                .isEmpty();
        assertThat((long) Store.database().inTransaction(Store.TENANT, tx -> count(tx, "customer_bill")))
                .isPositive();
    }

    @Test
    void a_read_without_a_tenant_condition_sees_only_rows_of_its_tenant() throws Exception {
        var vertx = Vertx.vertx();
        try (var reads = ReadPool.open(vertx, Store.config(), 8)) {
            var all = new Sql().text("select count(*) from customer_bill");
            assertThat(number(reads, "SOMEBODY", all)).isZero();
            assertThat(number(reads, Store.TENANT, all)).isPositive();
        } finally {
            vertx.close();
        }
    }

    @Test
    void a_slow_query_without_a_tenant_condition_sees_only_rows_of_its_tenant_though_tenants_share_a_connection()
            throws Exception {
        var vertx = Vertx.vertx();
        try (var slow = SlowQueries.open(vertx, Store.config(), new SlowQueries.Limits(1, 2))) {
            var all = new Sql().text("select count(*) from customer_bill");
            var connection = new Sql().text("select pg_backend_pid()::bigint");
            var used = new TreeSet<Long>();
            for (var tenant : List.of("SOMEBODY", Store.TENANT, "SOMEBODY", "", Store.TENANT)) {
                used.add(slowly(slow, tenant, connection));
                if (tenant.equals(Store.TENANT)) {
                    assertThat(slowly(slow, tenant, all)).isPositive();
                    assertThatThrownBy(() -> slowly(slow, tenant, new Sql().text("select 1/0::bigint")))
                            .hasMessageContaining("division by zero");
                } else {
                    assertThat(slowly(slow, tenant, all)).isZero();
                }
            }
            assertThat(used).hasSize(1);
        } finally {
            vertx.close();
        }
    }

    private static long slowly(SlowQueries slow, String tenant, Sql sql) throws Exception {
        var reader =
                new SlowQueries.Reader(tenant, "caller", Promise.<Void>promise().future());
        return result(slow.run(reader, statements -> statements.number(sql)));
    }

    private static long number(ReadPool reads, String tenant, Sql sql) throws Exception {
        return result(reads.number(tenant, sql));
    }

    private static long result(Future<Long> number) throws Exception {
        return number.toCompletionStage().toCompletableFuture().get(10, TimeUnit.SECONDS);
    }

    @Test
    void a_worker_sees_the_queues_of_all_tenants_and_no_bill_until_it_is_bound() {
        Store.database().acrossTenants(tx -> {
            assertThat(count(tx, "customer_bill_on_demand")).isNotNegative();
            Database.bind(tx, "SOMEBODY");
            return assertThat(count(tx, "hub")).isZero();
        });
        assertThatThrownBy(() -> Store.database().acrossTenants(tx -> count(tx, "customer_bill")))
                .hasMessageContaining("permission denied");
    }

    @Test
    void a_row_cannot_be_moved_to_another_tenant() {
        assertThatThrownBy(() -> Store.database().inTransaction("SOMEBODY", tx -> tx.execute(HUB, Store.TENANT)))
                .hasMessageContaining("row-level security");
    }

    @Test
    void the_application_role_cannot_change_the_schema() {
        assertThatThrownBy(() -> Store.database()
                        .inTransaction(Store.TENANT, tx -> tx.execute("alter table hub disable row level security")))
                .hasMessageContaining("must be owner");
    }

    @Test
    void the_tenant_binding_ends_with_its_transaction() {
        var one = Store.config().withPoolSize(1);
        try (var database = Database.open(one)) {
            assertThat((long) database.inTransaction(Store.TENANT, tx -> count(tx, "customer_bill")))
                    .isPositive();
            assertThat((long) database.withoutTenant(tx -> count(tx, "customer_bill")))
                    .isZero();
        }
    }
}
