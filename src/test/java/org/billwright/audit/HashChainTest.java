package org.billwright.audit;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import org.billwright.access.Caller;
import org.billwright.api.Store;
import org.billwright.store.Database;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

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
            assertThat(seal()).isEqualTo(4);
        }
        assertThat(seal()).isZero();
        add(TENANT, "not sealed yet");
    }

    private static int seal() {
        var clock = Clock.fixed(NOON, ZoneOffset.UTC);
        var config = new AuditConfig(true, Duration.ofHours(1), 1_000_000, Optional.empty());
        return new Sealer(DATABASE, clock, config, new AuditMetrics(new ReadQueue(1), clock)).seal();
    }

    private static void add(String tenant, String bill) {
        var event =
                new AuditEvent(NOON, Caller.anyone(tenant), AuditAction.READ, "customerBill", List.of(bill), "test");
        DATABASE.inTransaction(tenant, tx -> {
            AuditTrail.recordChange(tx, event);
            return event;
        });
    }

    private static TrailVerification.Finding verify() {
        return verify(Optional.empty());
    }

    private static TrailVerification.Finding verify(Optional<String> known) {
        return TrailVerification.verify(DATABASE, TENANT, known);
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
        assertThat(finding.unsealed()).isOne();
        assertThat(finding.head()).hasSize(64);
        assertThat(verify(Optional.of(finding.head())).damage()).isEmpty();
    }

    @Test
    void a_part_is_the_last_seals_with_all_their_entries_and_what_is_not_sealed() {
        var newest = TrailVerification.verifyPart(DATABASE, TENANT, Optional.empty());
        assertThat(newest.finding().damage()).isEmpty();
        assertThat(List.of(
                        newest.firstSeal(),
                        newest.lastSeal(),
                        newest.finding().entries(),
                        newest.finding().unsealed()))
                .containsExactly(1L, 3L, 6L, 1L);
        assertThat(newest.finding().head()).isEqualTo(verify().head());
        var earlier = TrailVerification.verifyPart(DATABASE, TENANT, Optional.of(2L));
        assertThat(List.of(
                        earlier.firstSeal(),
                        earlier.lastSeal(),
                        earlier.finding().entries(),
                        earlier.finding().unsealed()))
                .containsExactly(1L, 2L, 4L, 0L);
        assertThat(TrailVerification.verifyPart(DATABASE, "NOBODY", Optional.empty())
                        .finding())
                .isEqualTo(new TrailVerification.Finding(0, 0, 0, "", Optional.empty()));
    }

    @Test
    void a_part_ends_before_the_seal_that_would_exceed_its_entries() {
        List<Long> before = DATABASE.inTransaction(
                TENANT,
                tx -> List.of(
                        SealStore.beforePart(tx, Long.MAX_VALUE, 1),
                        SealStore.beforePart(tx, Long.MAX_VALUE, 2),
                        SealStore.beforePart(tx, Long.MAX_VALUE, 3),
                        SealStore.beforePart(tx, Long.MAX_VALUE, 4),
                        SealStore.beforePart(tx, Long.MAX_VALUE, 6),
                        SealStore.beforePart(tx, 2, 3)));
        assertThat(before).as("each seal has two entries").containsExactly(2L, 2L, 2L, 1L, 0L, 1L);
    }

    @Test
    void damage_of_a_part_is_detected() {
        asNobodyShould("update audit_entry set doc = replace(doc::text, 'A2', 'Z2')::json where tenant = 'T'");
        for (var part : List.of(
                TrailVerification.verifyPart(DATABASE, TENANT, Optional.empty()),
                TrailVerification.verifyPart(DATABASE, TENANT, Optional.of(2L)))) {
            assertThat(part.finding().damage())
                    .hasValueSatisfying(d -> assertThat(d).contains("seal 2"));
            assertThat(part.lastSeal()).isOne();
        }
        assertThat(TrailVerification.verifyPart(DATABASE, TENANT, Optional.of(1L))
                        .finding()
                        .damage())
                .isEmpty();
        asNobodyShould("delete from audit_seal where tenant = 'T' and no = 2");
        assertThat(TrailVerification.verifyPart(DATABASE, TENANT, Optional.empty())
                        .finding()
                        .damage())
                .hasValue("seal 2 is missing");
    }

    @Test
    void a_changed_entry_is_detected() {
        asNobodyShould("update audit_entry set doc = replace(doc::text, 'A2', 'Z2')::json where tenant = 'T'");
        assertThat(verify().damage()).hasValueSatisfying(d -> assertThat(d).contains("seal 2"));
        assertThat(verify().seals()).isOne();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "date = date + interval '1 microsecond'",
                "caller = 'somebody'",
                "action = 'list'",
                "resource = 'hub'",
                "id = 'new'",
                "hash = decode(repeat('00', 32), 'hex')",
                "revision = 2",
                "seq = default"
            })
    void a_changed_column_is_detected(String change) {
        asNobodyShould("update audit_entry set " + change + " where tenant = 'T' and doc::text like '%A2%'");
        assertThat(verify().damage()).isPresent();
    }

    /** No seal is about numbers below those that are given to entries. */
    @Test
    void an_inserted_entry_with_a_number_that_is_given_to_none_is_detected() {
        asNobodyShould("insert into audit_entry (tenant, seq, id, date, caller, action, resource, doc, hash)"
                + " overriding system value select tenant, -5, 'zz', date, caller, action, resource, doc, hash"
                + " from audit_entry where tenant = 'T' limit 1");
        assertThat(verify().damage()).hasValueSatisfying(d -> assertThat(d).contains("number -5"));
    }

    /** Whoever changes an entry and computes its hash again changes what its seal was made of. */
    @Test
    void a_changed_entry_with_a_hash_that_was_computed_again_is_detected() {
        asNobodyShould("update audit_entry set caller = 'x', doc = replace(doc::text, '\"anyone\"', '\"x\"')::json"
                + " where tenant = 'T' and doc::text like '%A2%'");
        for (var entry : DATABASE.inTransaction(
                TENANT, tx -> AuditStore.between(tx, 0, Long.MAX_VALUE, 100, stored -> stored))) {
            var hash = EntryHash.of(entry.entry()).toString();
            asNobodyShould("update audit_entry set hash = decode('" + hash + "', 'hex') where seq = " + entry.seq());
        }
        assertThat(verify().damage())
                .hasValue("an entry of seal 2, its number or its time was changed after it was sealed");
    }

    /** A writer that says one thing in the columns, which are searched, and another in the document. */
    @Test
    void a_column_that_differs_from_the_document_is_detected_also_where_the_hash_is_right() {
        add(TENANT, "C");
        var entry = new AuditEntry(TENANT, "odd", NOON, "anyone", "read", "customerBill", """
                {"id":"odd","date":"2026-06-17T12:00:00.123Z","caller":"anyone","action":"read","resource":"customerBill"}""");
        DATABASE.inTransaction(TENANT, tx -> {
            AuditStore.add(tx, List.of(entry));
            return entry;
        });
        assertThat(verify().damage())
                .hasValueSatisfying(d -> assertThat(d).contains("odd", "a column that differs from its document"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"sealed_at = sealed_at + interval '1 second'", "last_seq = last_seq + 1", "entries = 1"})
    void a_changed_seal_is_detected(String change) {
        asNobodyShould("update audit_seal set " + change + " where tenant = 'T' and no = 3");
        assertThat(verify().damage()).isPresent();
    }

    @Test
    void an_entry_that_was_changed_before_it_was_sealed_is_detected() {
        asNobodyShould("update audit_entry set doc = replace(doc::text, 'not sealed', 'never sealed')::json");
        assertThat(verify().damage())
                .hasValueSatisfying(d -> assertThat(d).contains("was changed after it was written"));
    }

    @Test
    void a_deleted_entry_is_detected() {
        asNobodyShould("delete from audit_entry where tenant = 'T' and doc::text like '%B1%'");
        assertThat(verify().damage()).hasValue("seal 1 covers 2 entries, but there are 1");
    }

    @Test
    void an_inserted_entry_is_detected() {
        asNobodyShould(
                "insert into audit_entry (tenant, seq, id, date, caller, action, resource, hash, doc)"
                        + " overriding system value select 'T', seq, 'new', date, caller, action, resource, hash,"
                        + " replace(doc::text, id, 'new')::json from audit_entry where tenant = 'ANOTHER' and doc::text like '%A2%'");
        assertThat(verify().damage()).hasValue("seal 2 covers 2 entries, but there are 3");
    }

    @Test
    void reordered_entries_are_detected() {
        asNobodyShould(
                "update audit_entry set doc = case when doc::text like '%A3%' then replace(doc::text, 'A3', 'B3')"
                        + " else replace(doc::text, 'B3', 'A3') end::json where tenant = 'T' and doc::text ~ '[AB]3'");
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
        asNobodyShould("delete from audit_entry where tenant = 'T' and doc::text ~ '[AB]3'");
        assertThat(verify().damage()).isEmpty();
        assertThat(verify(Optional.of(head)).damage()).hasValue("the expected seal is missing");
    }

    @Test
    void an_emptied_trail_is_not_valid() {
        assertThat(TrailVerification.verify(DATABASE, "NOBODY", Optional.empty()))
                .satisfies(nothing -> assertThat(nothing.isEmpty()).isTrue())
                .satisfies(nothing -> assertThat(nothing.damage()).isEmpty());
        asNobodyShould("truncate audit_entry, audit_seal");
        assertThat(verify().damage())
                .hasValueSatisfying(d -> assertThat(d).contains("there is no entry of any tenant"));
    }
}
