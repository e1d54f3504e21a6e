package org.billwright.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import io.opentelemetry.api.common.Attributes;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Activities without tracing, as in a server with its defaults. */
class ActivityTest {
    @Test
    void without_tracing_a_request_is_known_to_the_log_and_has_no_span() {
        var request = Activity.request(
                "GET", "/bills", Optional.of("00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"));
        request.identify("c-1");
        request.setTenant("PR");
        assertThat(request.logFields()).containsExactly(Map.entry("correlationId", "c-1"), Map.entry("tenant", "PR"));
        assertThat(request.traceParent()).isEmpty();
        assertThat(request.event("E", 1)).isEmpty();
        request.end(Attributes.empty(), Optional.empty());
    }

    @Test
    void without_tracing_runs_and_deliveries_are_no_activities() {
        assertThat(Activity.run("documents")).isSameAs(Activity.NONE);
        assertThat(Activity.delivery("E", Attributes.empty(), Optional.of("link 00-")))
                .isSameAs(Activity.NONE);
        Activity.NONE.setTenant("PR");
        Activity.NONE.identify("c-1");
        assertThat(Activity.NONE.logFields()).isEmpty();
    }

    @Test
    void a_thread_works_on_one_activity_at_a_time() {
        var one = Activity.request("GET", "/one", Optional.empty());
        var two = Activity.request("GET", "/two", Optional.empty());
        assertThat(Activity.current()).isSameAs(Activity.NONE);
        assertThat(one.call(() -> two.call(Activity::current))).isSameAs(two);
        assertThat(one.call(() -> {
                    two.call(Activity::current);
                    return Activity.current();
                }))
                .isSameAs(one);
        assertThat(Activity.current()).isSameAs(Activity.NONE);
    }

    @Test
    void an_origin_is_kept_as_text_and_a_malformed_one_names_no_span() {
        var parent = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";
        assertThat(EventOrigin.of(parent).text()).contains(parent);
        assertThat(EventOrigin.of("link " + parent)).satisfies(origin -> {
            assertThat(origin.isLink()).isTrue();
            assertThat(origin.text()).contains("link " + parent);
        });
        assertThat(TraceParent.ofEvent("link " + parent)).contains(parent);
        for (var malformed : new String[] {"", "00-1-2-3", "link ", "ff-" + parent}) {
            assertThat(EventOrigin.of(malformed).span()).as(malformed).isEmpty();
        }
    }
}
