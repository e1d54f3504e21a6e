package org.billwright.overview;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** How often an overview is computed, and which one is shown meanwhile. */
class OverviewCacheTest {
    private final AtomicLong now = new AtomicLong();
    private final OverviewCache overviews = new OverviewCache(now::get);
    private final List<Promise<Buffer>> begun = new ArrayList<>();

    private Future<Buffer> overview(String tenant) {
        return overviews.of(tenant, () -> {
            Promise<Buffer> promise = Promise.promise();
            begun.add(promise);
            return promise.future();
        });
    }

    private Promise<Buffer> computation(int number) {
        assertThat(begun).hasSize(number);
        return begun.getLast();
    }

    private void pass(Duration time) {
        now.addAndGet(time.toNanos());
    }

    private static boolean shows(Future<Buffer> overview, String text) {
        return overview.succeeded() && overview.result().toString().equals(text);
    }

    @Test
    void those_that_come_at_the_same_time_wait_for_the_first() {
        var all = List.of(overview("A"), overview("A"), overview("A"));
        assertThat(all).noneMatch(Future::isComplete);
        computation(1).complete(Buffer.buffer("one"));
        assertThat(all).allMatch(overview -> shows(overview, "one"));
    }

    @Test
    void it_is_computed_again_after_a_minute_and_the_one_before_is_shown_meanwhile() {
        overview("A");
        computation(1).complete(Buffer.buffer("one"));
        pass(Duration.ofSeconds(59));
        assertThat(overview("A")).matches(overview -> shows(overview, "one"));
        computation(1);
        pass(Duration.ofSeconds(1));
        assertThat(overview("A")).matches(overview -> shows(overview, "one"));
        assertThat(overview("A")).matches(overview -> shows(overview, "one"));
        computation(2).complete(Buffer.buffer("two"));
        assertThat(overview("A")).matches(overview -> shows(overview, "two"));
        computation(2);
    }

    @Test
    void one_that_is_too_old_is_not_shown() {
        overview("A");
        computation(1).complete(Buffer.buffer("one"));
        pass(Duration.ofMinutes(10));
        var next = overview("A");
        assertThat(next.isComplete()).isFalse();
        computation(2).complete(Buffer.buffer("two"));
        assertThat(next).matches(overview -> shows(overview, "two"));
    }

    @Test
    void each_tenant_has_its_own() {
        var one = overview("A");
        var other = overview("B");
        computation(2).complete(Buffer.buffer("of B"));
        assertThat(other).matches(overview -> shows(overview, "of B"));
        assertThat(one.isComplete()).isFalse();
    }

    @Test
    void a_computation_that_fails_is_begun_again_by_the_next_request() {
        var failed = overview("A");
        computation(1).fail(new IllegalStateException("no connection"));
        assertThat(failed.failed()).isTrue();
        var next = overview("A");
        computation(2).complete(Buffer.buffer("two"));
        assertThat(next).matches(overview -> shows(overview, "two"));
        pass(Duration.ofMinutes(1));
        assertThat(overview("A")).matches(overview -> shows(overview, "two"));
        computation(3).fail(new IllegalStateException("no connection"));
        assertThat(overview("A")).matches(overview -> shows(overview, "two"));
        computation(4);
    }
}
