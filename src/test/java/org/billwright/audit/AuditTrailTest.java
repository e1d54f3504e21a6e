package org.billwright.audit;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.billwright.access.Caller;
import org.billwright.api.Store;
import org.billwright.store.Database;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Many reads at once: none is left out, and they do not cost a row each. */
@Tag("slow")
class AuditTrailTest {
    private static final Database DATABASE = Store.fresh("audit_trail");
    private static final int READS = 1_203;
    private static final AuditConfig CONFIG = new AuditConfig(true, Duration.ofHours(1), 32_000_000, Optional.empty());

    private static AuditTrail started(AuditConfig config) {
        var trail = new AuditTrail(DATABASE, Clock.systemUTC(), config);
        trail.start();
        return trail;
    }

    private static AuditEvent event(String caller, String bill) {
        return event("T", caller, bill);
    }

    private static AuditEvent event(String tenant, String caller, String bill) {
        var anyone = Caller.anyone(tenant);
        var who = new Caller(caller, tenant, anyone.roles(), anyone.entitlement());
        return new AuditEvent(
                Instant.EPOCH, who, AuditAction.READ, "customerBill", List.of(bill), "request of " + bill);
    }

    @Test
    void hundreds_of_reads_by_one_caller_are_recorded_in_few_entries() throws Exception {
        try (var trail = started(CONFIG)) {
            for (int i = 0; i < READS; i++) {
                trail.recordRead(event("greedy", "bill-" + i));
            }
            trail.recordRead(event("modest", "bill-0"));
        }
        var greedy = entries("greedy");
        assertThat(greedy).as("a tick takes all of them, or two").hasSizeLessThan(READS / 100);
        assertThat(requests("greedy"))
                .containsExactlyInAnyOrderElementsOf(IntStream.range(0, READS)
                        .mapToObj(i -> "bill-" + i + " by request of bill-" + i)
                        .toList());
        assertThat(entries("modest"))
                .singleElement()
                .satisfies(e ->
                        assertThat(e.at("/request/0/correlationId").textValue()).isEqualTo("request of bill-0"));
    }

    @Test
    @Timeout(20)
    void a_tenant_whose_reads_cannot_be_written_does_not_delay_others_and_each_read_is_written_once() throws Exception {
        var owner = Store.asOwner("audit_trail");
        owner.useHandle(
                handle -> handle.execute("alter table audit_entry add constraint closed check (tenant <> 'shut')"));
        try (var trail = started(CONFIG)) {
            for (int i = 0; i < 20; i++) {
                trail.recordRead(event("open-" + i, "of-open", "bill-" + i));
                trail.recordRead(event("shut", "of-shut", "bill-" + i));
            }
            while (requests("of-open").size() < 20) {
                Thread.sleep(20);
            }
            assertThat(entries("of-shut")).isEmpty();
            owner.useHandle(handle -> handle.execute("alter table audit_entry drop constraint closed"));
        }
        assertThat(requests("of-open")).hasSize(20).doesNotHaveDuplicates();
        assertThat(requests("of-shut")).hasSize(20).doesNotHaveDuplicates();
    }

    @Test
    @Timeout(40)
    void not_even_if_more_of_its_reads_wait_than_are_written_at_a_time() throws Exception {
        int many = 20_000;
        var owner = Store.asOwner("audit_trail");
        owner.useHandle(
                handle -> handle.execute("alter table audit_entry add constraint closed check (tenant <> 'full')"));
        try (var trail = started(CONFIG)) {
            for (int i = 0; i < many; i++) {
                trail.recordRead(event("full", "of-full", "bill-" + i));
            }
            while (trail.metrics().waitingReads() < many) {
                Thread.sleep(20);
            }
            Thread.sleep(300); // the writer has taken a batch of them
            trail.recordRead(event("open", "beside-full", "bill"));
            while (requests("beside-full").isEmpty()) {
                Thread.sleep(20);
            }
            assertThat(entries("of-full")).isEmpty();
            owner.useHandle(handle -> handle.execute("alter table audit_entry drop constraint closed"));
        }
        assertThat(requests("of-full")).hasSize(many).doesNotHaveDuplicates();
    }

    /** {@code limit=1000}: 60 bytes of request left 75 kB of trail. */
    @Test
    void a_wide_page_is_recorded_by_its_query_and_a_hash_of_its_ids() throws Exception {
        var ids = IntStream.range(0, 1_000)
                .mapToObj(i -> "77645H%08d".formatted(i))
                .toList();
        try (var trail = started(CONFIG)) {
            trail.recordRead(shown("wide", ids));
            trail.recordRead(shown("narrow", ids.subList(0, 20)));
        }
        var page = entries("wide").getFirst().at("/request/0/page");
        assertThat(page.path("query").textValue()).isEqualTo("limit=1000&offset=3");
        assertThat(page.path("first").textValue()).isEqualTo("77645H00000000");
        assertThat(page.path("last").textValue()).isEqualTo("77645H00000999");
        assertThat(page.path("count").intValue()).isEqualTo(1_000);
        assertThat(page.path("sha256").textValue())
                .isEqualTo(one(
                        "select encode(sha256(string_agg('77645H' || lpad(n::text, 8, '0') || chr(10), '' order by n)"
                                + "::bytea), 'hex') from generate_series(0, 999) n"));
        assertThat(requests("narrow")).hasSize(20);
        assertThat(Integer.parseInt(one("select octet_length(doc::text) from audit_entry where caller = 'wide'")))
                .isLessThan(600);
    }

    private static AuditEvent shown(String who, List<String> ids) {
        var anyone = Caller.anyone("T");
        var caller = new Caller(who, "T", anyone.roles(), anyone.entitlement());
        return AuditEvent.shown(
                Instant.EPOCH, caller, AuditAction.LIST, "customerBill", ids, "limit=1000&offset=3", "a page");
    }

    @Test
    void an_entry_is_not_longer_than_64_kB_and_spans_no_more_than_a_second() throws Exception {
        var ids = IntStream.range(0, 5_000).mapToObj(i -> "é".repeat(20) + i).toList();
        DATABASE.inTransaction("T", tx -> {
            AuditTrail.recordChange(tx, eventAt(Instant.EPOCH, "eraser", ids));
            return ids;
        });
        try (var trail = started(CONFIG)) {
            for (int i = 0; i < 2_000; i++) {
                trail.recordRead(eventAt(Instant.EPOCH, "patient", List.of("y".repeat(50) + i)));
            }
            trail.recordRead(eventAt(Instant.EPOCH.plusMillis(999), "patient", List.of("soon")));
            trail.recordRead(eventAt(Instant.EPOCH.plusMillis(1_500), "patient", List.of("later")));
        }
        assertThat(requests("eraser")).hasSize(5_000).doesNotHaveDuplicates();
        assertThat(requests("patient")).hasSize(2_002).doesNotHaveDuplicates();
        assertThat(Integer.parseInt(one("select max(octet_length(doc::text)) from audit_entry")))
                .isLessThan(65_536);
        var last = entries("patient").getLast();
        assertThat(last.path("date").textValue()).isEqualTo("1970-01-01T00:00:01.500Z");
        assertThat(last.at("/request/0/milliseconds").intValue()).isZero();
        assertThat(one("select count(*) from audit_entry where doc::text like '%\"milliseconds\":999,%'"))
                .isEqualTo("1");
    }

    private static AuditEvent eventAt(Instant at, String who, List<String> ids) {
        var anyone = Caller.anyone("T");
        var caller = new Caller(who, "T", anyone.roles(), anyone.entitlement());
        return new AuditEvent(at, caller, AuditAction.ERASE, "customerBill", ids, "request");
    }

    /** The name of a caller comes from another server's token. */
    @Test
    @Timeout(20)
    void what_the_database_cannot_hold_is_replaced() throws Exception {
        try (var trail = started(CONFIG)) {
            trail.recordRead(event("T", "half \uD800", "bill \u0000"));
            trail.recordRead(event("T", "nul \u0000", "bill \uDC00"));
        }
        assertThat(requests("half \uFFFD")).containsExactly("bill \uFFFD by request of bill \uFFFD");
        assertThat(requests("nul \uFFFD")).containsExactly("bill \uFFFD by request of bill \uFFFD");
        assertThat(one("select count(*) from audit_entry where doc::jsonb @> '{}' and caller like '%\uFFFD'"))
                .isEqualTo("2");
        assertThat(TrailVerification.verify(DATABASE, "T", Optional.empty()).damage())
                .isEmpty();
    }

    @Test
    @Timeout(20)
    void a_read_that_cannot_be_written_holds_up_no_other_and_is_recorded_without_its_texts() throws Exception {
        var owner = Store.asOwner("audit_trail");
        owner.useHandle(handle -> handle.execute(
                "alter table audit_entry add constraint bad check (doc::text not like '%\"id\":\"cursed\"%')"));
        try (var trail = started(CONFIG)) {
            for (int i = 0; i < 100; i++) {
                trail.recordRead(event("halved", i == 37 ? "cursed" : "bill-" + i));
            }
        }
        owner.useHandle(handle -> handle.execute("alter table audit_entry drop constraint bad"));
        assertThat(requests("halved")).hasSize(99).doesNotHaveDuplicates();
        assertThat(entries("unknown"))
                .singleElement()
                .satisfies(e ->
                        assertThat(e.at("/request/0/page/count").intValue()).isOne());
    }

    private static String one(String sql) {
        return Store.asOwner("audit_trail")
                .withHandle(owner -> owner.createQuery(sql).mapTo(String.class).one());
    }

    private static List<String> requests(String caller) throws Exception {
        var requests = new ArrayList<String>();
        for (var entry : entries(caller)) {
            entry.path("request")
                    .forEach(request -> request.path("subject")
                            .forEach(subject -> requests.add(subject.path("id").textValue() + " by "
                                    + request.path("correlationId").textValue())));
        }
        return requests;
    }

    private static List<JsonNode> entries(String caller) throws Exception {
        var documents = Store.asOwner("audit_trail")
                .withHandle(
                        owner -> owner.createQuery("select doc::text from audit_entry where caller = ? order by seq")
                                .bind(0, caller)
                                .mapTo(String.class)
                                .list());
        var entries = new ArrayList<JsonNode>();
        for (var document : documents) {
            entries.add(new ObjectMapper().readTree(document));
        }
        return entries;
    }
}
