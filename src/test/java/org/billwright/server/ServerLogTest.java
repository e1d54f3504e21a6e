package org.billwright.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.Optional;
import org.billwright.telemetry.Activity;
import org.jboss.logmanager.ExtLogRecord;
import org.jboss.logmanager.Level;
import org.junit.jupiter.api.Test;

/** What the log says of the work that an entry is about. */
class ServerLogTest {
    private final ServerLog log = new ServerLog();

    private ExtLogRecord logged() {
        var entry = new ExtLogRecord(Level.WARN, "something", "test");
        entry.setLoggerName("org.billwright.test");
        assertThat(log.isLoggable(entry)).isTrue();
        return entry;
    }

    @Test
    void an_entry_has_the_correlation_id_and_the_tenant_of_its_request() {
        var request = Activity.request("GET", "/bills", Optional.empty());
        request.identify("c-1");
        assertThat(request.call(this::logged).getMdcCopy()).isEqualTo(Map.of("correlationId", "c-1"));
        request.setTenant("PR");
        assertThat(request.call(this::logged).getMdcCopy()).isEqualTo(Map.of("correlationId", "c-1", "tenant", "PR"));
    }

    @Test
    void an_entry_of_no_request_has_none_and_a_repeated_trace_is_short() {
        assertThat(logged().getMdcCopy()).isEmpty();
        var failure = new IllegalStateException("again");
        for (int i = 0; i < 2; i++) {
            var entry = new ExtLogRecord(Level.ERROR, "failed", "test");
            entry.setLoggerName("org.billwright.test");
            entry.setThrown(failure);
            assertThat(log.isLoggable(entry)).isTrue();
            assertThat(entry.getThrown() != null).isEqualTo(i == 0);
        }
    }
}
