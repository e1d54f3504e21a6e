package org.billwright.audit;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.billwright.access.Caller;
import org.billwright.api.Store;
import org.billwright.store.Database;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Any change of the trail is detected, even one by the owner of the database. */
@Tag("slow")
class HashChainTest {
    private static final Database DATABASE = Store.fresh("audit");
    private static final String TENANT = "T";
    private static final Instant NOON = Instant.parse("2026-06-17T12:00:00.123456789Z");

    @BeforeEach
    void a_trail_with_three_seals() {
        asNobodyShould("truncate audit_entry, audit_seal");
        for (int seal = 1; seal <= 3; seal++) {
            for (var bill : List.of("A", "B")) {
                add(TENANT, bill + seal);
                add("ANOTHER", bill + seal);
            }
            assertThat(HashChain.seal(DATABASE, NOON)).isEqualTo(4);
        }
        assertThat(HashChain.seal(DATABASE, NOON)).isZero();
        add(TENANT, "not sealed yet");
    }

    private static void add(String tenant, String bill) {
        var event =
                new AuditEvent(NOON, Caller.anyone(tenant), AuditAction.READ, "customerBill", List.of(bill), "test");
        DATABASE.inTransaction(tenant, tx -> {
            AuditTrail.recordChange(tx, event);
            return event;
        });
    }

    private static HashChain.Finding verify() {
        return verify(Optional.empty());
    }

    private static HashChain.Finding verify(Optional<String> known) {
        return DATABASE.inTransaction(TENANT, tx -> HashChain.verify(tx, known));
    }

    /** As the owner of the database. */
    private static void asNobodyShould(String sql) {
        Store.asOwner("audit").useTransaction(owner -> {
            owner.execute("set local session_replication_role = replica"); // triggers do not fire
            owner.execute(sql);
        });
    }

    @Test
    void an_unchanged_trail_is_valid() {
        var finding = verify();
        assertThat(finding.damage()).isEmpty();
        assertThat(finding.seals()).isEqualTo(3);
        assertThat(finding.entries()).isEqualTo(6);
        assertThat(finding.head()).hasSize(64);
        assertThat(verify(Optional.of(finding.head())).damage()).isEmpty();
    }

    @Test
    void a_changed_entry_is_detected() {
        asNobodyShould("update audit_entry set doc = replace(doc::text, 'A2', 'Z2')::json where tenant = 'T'");
        assertThat(verify().damage()).hasValueSatisfying(d -> assertThat(d).contains("seal 2"));
        assertThat(verify().seals()).isOne();
    }

    @Test
    void a_date_column_that_differs_from_the_document_is_detected() {
        asNobodyShould(
                "update audit_entry set date = date + interval '1 day' where tenant = 'T' and doc::text like '%A2%'");
        assertThat(verify().damage()).isPresent();
    }

    @Test
    void a_deleted_entry_is_detected() {
        asNobodyShould("delete from audit_entry where tenant = 'T' and doc::text like '%B1%'");
        assertThat(verify().damage()).hasValue("seal 1 covers 2 entries, but there are 1");
    }

    @Test
    void an_inserted_entry_is_detected() {
        asNobodyShould(
                "insert into audit_entry (tenant, id, date, caller, action, resource, seal, doc) select tenant, 'new',"
                        + " date, caller, action, resource, 2, replace(doc::text, id, 'new')::json from audit_entry where tenant ="
                        + " 'T' and seal = 1 limit 1");
        assertThat(verify().damage()).hasValue("seal 2 covers 2 entries, but there are 3");
    }

    @Test
    void reordered_entries_are_detected() {
        asNobodyShould(
                "update audit_entry set doc = case when doc::text like '%A3%' then replace(doc::text, 'A3', 'B3')"
                        + " else replace(doc::text, 'B3', 'A3') end::json where tenant = 'T' and seal = 3");
        assertThat(verify().damage()).hasValueSatisfying(d -> assertThat(d).contains("seal 3"));
    }

    @Test
    void a_deleted_seal_is_detected() {
        asNobodyShould("delete from audit_seal where tenant = 'T' and no = 2");
        assertThat(verify().damage()).hasValue("seal 2 is missing");
    }

    @Test
    void a_truncated_trail_is_detected_by_a_hash_that_was_kept_elsewhere() {
        var head = verify().head();
        asNobodyShould("delete from audit_seal where tenant = 'T' and no = 3");
        asNobodyShould("delete from audit_entry where tenant = 'T' and seal = 3");
        assertThat(verify().damage()).isEmpty();
        assertThat(verify(Optional.of(head)).damage()).hasValue("the expected seal is missing");
    }
}
