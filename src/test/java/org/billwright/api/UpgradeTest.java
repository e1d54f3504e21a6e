package org.billwright.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.util.Map;
import java.util.Optional;
import java.util.zip.GZIPInputStream;
import org.billwright.audit.TrailVerification;
import org.billwright.ledger.Books;
import org.billwright.store.Database;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * A database of schema version 11, with data in every table, is restored from a dump; the server migrates it at its start
 * and serves what the older one did.
 */
@QuarkusTest
@QuarkusTestResource(StoreResource.class)
@TestProfile(UpgradeTest.Restored.class)
@Tag("server")
@Tag("slow")
class UpgradeTest {
    private static final String DATABASE = "upgrade";

    /** The base URL of the server that made the dump. */
    private static final String OLD_SERVER = "http://127.0.0.1:28678";

    /** What the dump holds, of all tables but Flyway's own. */
    private static final long ROWS = 385;

    /** The last seal of the dump, of the time when seals were over documents: its hash stays valid. */
    private static final String LAST_SEAL = "398ed6c9b9babbc1e4ea2456c2a9348d8f13299d6aa1a2c019942a8511f0eeef";

    /** An entry that the old server did not seal. Its number was given before that of a sealed one, by a longer transaction. */
    private static final String UNSEALED =
            "insert into audit_entry (tenant, seq, id, date, caller, action, resource, doc) overriding system value values"
                    + " ('PR', 0, 'unsealed', '2026-11-27T22:59:00.123Z', 'münch', 'change', 'customerBill', '{\"id\":"
                    + " \"unsealed\", \"date\":\"2026-11-27T22:59:00.123Z\",\"caller\":\"münch\",\"action\":\"change\","
                    + "\"resource\":\"customerBill\",\"correlationId\":\"old\",\"subject\":[{\"id\":\"x\"}]}')";

    /** A server on the restored database, which sends no events and makes no bills meanwhile. */
    public static final class Restored implements QuarkusTestProfile {
        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of(
                    "billwright.database.url",
                    RestoredDatabase.URL,
                    "billwright.events.delivered",
                    "false",
                    "billwright.on-demand.workers",
                    "0");
        }
    }

    /** Restored once. */
    private static final class RestoredDatabase {
        static final String URL = restore();

        private RestoredDatabase() {}

        private static String restore() {
            Store.create(DATABASE);
            Store.asOwner(DATABASE).useHandle(owner -> {
                try (var dump = new GZIPInputStream(resource("schema-v11.sql.gz"));
                        var statement = owner.getConnection().createStatement()) {
                    statement.execute(new String(dump.readAllBytes(), StandardCharsets.UTF_8));
                    // A dump sets the search path of its connection, which others use later.
                    statement.execute("reset all");
                    statement.execute(UNSEALED);
                } catch (IOException | SQLException e) {
                    throw new IllegalStateException(e);
                }
            });
            return Store.config(DATABASE).url();
        }
    }

    private static InputStream resource(String name) {
        return Optional.ofNullable(UpgradeTest.class.getResourceAsStream("/upgrade/" + name))
                .orElseThrow();
    }

    private static <T> T one(String sql, Class<T> type) {
        return Store.asOwner(DATABASE)
                .withHandle(owner -> owner.createQuery(sql).mapTo(type).one());
    }

    @Test
    void every_migration_was_run() throws IOException {
        assertThat(one("select count(*) from flyway_schema_history where not success", Long.class))
                .isZero();
        try (var migrations = java.nio.file.Files.list(java.nio.file.Path.of("src/main/resources/db/migration"))) {
            assertThat(one("select count(*) from flyway_schema_history", Long.class))
                    .isEqualTo(migrations.count());
        }
    }

    @Test
    void bills_and_rates_are_served_as_before() throws IOException {
        assertThat(Api.get("customerBill?limit=1000").json()).hasSize(28);
        assertThat(Api.get("customerBill?state=settled&limit=1").header("X-Total-Count"))
                .isEqualTo("18");
        assertThat(Api.get("appliedCustomerBillingRate?limit=1").header("X-Total-Count"))
                .isEqualTo("175");
        try (var bill = resource("bill.json")) {
            assertThat(Api.get("customerBill/NEW-1").text())
                    .isEqualTo(
                            new String(bill.readAllBytes(), StandardCharsets.UTF_8).replace(OLD_SERVER, Api.server()));
        }
    }

    @Test
    void cycle_specifications_have_the_names_of_the_standard() {
        assertThat(one("select doc::text from bill_cycle_specification where id = 'MONTHLY-08'", String.class))
                .isEqualTo("{\"@type\":\"BillCycleSpecification\",\"id\":\"MONTHLY-08\",\"name\":\"Monthly, day 8\","
                        + "\"billingDateShift\":7,\"paymentDueDateOffset\":21,\"timeZone\":\"America/Puerto_Rico\"}");
    }

    @Test
    void a_stored_document_and_a_bill_on_demand_are_served_as_before() {
        assertThat(Api.get("customerBill/PDF-1/billDocument/original").text()).startsWith("%PDF-1.4");
        assertThat(Api.get("customerBillOnDemand").json())
                .singleElement()
                .satisfies(order -> assertThat(order.path("state").textValue()).isEqualTo("done"));
    }

    @Test
    void subscriptions_keep_what_is_due_and_what_was_dead_lettered() {
        var hub = Api.get("hub").json();
        assertThat(hub).hasSize(1);
        assertThat(hub.get(0).path("callback").textValue()).isEqualTo("http://127.0.0.1:9/dead");
        assertThat(one("select count(*) from event", Long.class)).isEqualTo(6);
        assertThat(one("select count(*) from event_delivery where dead_lettered", Long.class))
                .isEqualTo(5);
        assertThat(one("select count(*) from event_delivery where not dead_lettered and attempts = 1", Long.class))
                .isEqualTo(2);
        assertThat(one("select position from event_publish_position", Long.class))
                .isEqualTo(2);
    }

    @Test
    void imports_keep_their_state() {
        var job = Api.get(Api.server() + "/operations/v1/import/01a21f38-480f-7dec-aa4b-2b07b7b9be3d")
                .json();
        assertThat(job.path("state").textValue()).isEqualTo("done");
        assertThat(job.path("loaded").longValue()).isEqualTo(4);
        assertThat(one(
                        "select state || ' ' || line_no || ' ' || rejected from import_job where id = 'interrupted-import'",
                        String.class))
                .isEqualTo("running 3 0");
    }

    @Test
    void bills_and_what_was_paid_of_them_are_in_the_ledger() {
        Books.areRight(Store.asOwner(DATABASE));
        assertThat(one("select count(*) from ledger_entry where kind = 'bill' and actor = 'migration'", Long.class))
                .isEqualTo(one("select count(*) from customer_bill where amount_due <> 0", Long.class));
    }

    @Test
    void the_audit_trail_verifies() {
        try (var database = Database.open(Store.config(DATABASE))) {
            var finding = TrailVerification.verify(database, Store.TENANT, Optional.of(LAST_SEAL));
            assertThat(finding.damage()).isEmpty();
            assertThat(finding.entries() + finding.unsealed()).isGreaterThanOrEqualTo(19);
        }
    }

    @Test
    void entries_of_the_old_form_are_served_and_found() {
        var trail = Api.server() + "/operations/v1/auditEntry";
        assertThat(Api.get(trail + "?correlationId=old&subject.id=x").ids()).containsExactly("unsealed");
    }

    /** Other tests of this class add entries to the audit trail. */
    @Test
    void no_row_is_lost() {
        assertThat(rows()).isGreaterThanOrEqualTo(ROWS);
    }

    private static long rows() {
        return Store.asOwner(DATABASE).withHandle(owner -> {
            var tables = owner.createQuery("""
                            select tablename from pg_tables
                            where schemaname = 'public' and tablename <> 'flyway_schema_history'""").mapTo(String.class).list();
            return tables.stream()
                    .mapToLong(table -> owner.createQuery("select count(*) from " + table)
                            .mapTo(Long.class)
                            .one())
                    .sum();
        });
    }
}
