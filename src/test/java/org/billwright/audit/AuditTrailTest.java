package org.billwright.audit;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
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
        try (var trail = new AuditTrail(DATABASE, Clock.systemUTC(), true, Duration.ofHours(1))) {
            for (int i = 0; i < READS; i++) {
                trail.recordRead(event("greedy", "bill-" + i));
            }
            trail.recordRead(event("modest", "bill-0"));
        }
        var greedy = entries("greedy");
        assertThat(greedy).as("except those that a run finds alone").hasSizeLessThan(READS / 10);
        var requests = new ArrayList<String>();
        for (var entry : greedy) {
            var ofAll = entry.path("correlationId").asText();
            entry.path("subject")
                    .forEach(subject -> requests.add(subject.path("id").textValue() + " by "
                            + subject.path("correlationId").asText(ofAll)));
        }
        assertThat(requests)
                .containsExactlyInAnyOrderElementsOf(IntStream.range(0, READS)
                        .mapToObj(i -> "bill-" + i + " by request of bill-" + i)
                        .toList());
        assertThat(entries("modest"))
                .singleElement()
                .satisfies(e -> assertThat(e.path("correlationId").textValue()).isEqualTo("request of bill-0"));
    }

    @Test
    @Timeout(20)
    void a_tenant_whose_reads_cannot_be_written_does_not_delay_others_and_each_read_is_written_once() throws Exception {
        var owner = Store.asOwner("audit_trail");
        owner.useHandle(
                handle -> handle.execute("alter table audit_entry add constraint closed check (tenant <> 'shut')"));
        try (var trail = new AuditTrail(DATABASE, Clock.systemUTC(), true, Duration.ofHours(1))) {
            for (int i = 0; i < 20; i++) {
                trail.recordRead(event("open-" + i, "of-open", "bill-" + i));
                trail.recordRead(event("shut", "of-shut", "bill-" + i));
            }
            while (entries("of-open").size() < 20) {
                Thread.sleep(20);
            }
            assertThat(entries("of-shut")).isEmpty();
            owner.useHandle(handle -> handle.execute("alter table audit_entry drop constraint closed"));
        }
        assertThat(entries("of-open")).hasSize(20);
        assertThat(entries("of-shut")).hasSize(20);
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
