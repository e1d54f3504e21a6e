package org.billwright.audit;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.billwright.access.Caller;
import org.junit.jupiter.api.Test;

class ReadQueueTest {
    private static AuditEvent read(int subjects, int length) {
        return read("T", subjects, length);
    }

    private static AuditEvent read(String tenant, int subjects, int length) {
        var ids = IntStream.range(0, subjects).mapToObj(i -> "x".repeat(length)).toList();
        return new AuditEvent(
                Instant.EPOCH, Caller.anyone(tenant), AuditAction.LIST, "customerBill", ids, "correlation");
    }

    @Test
    void it_is_bounded_by_bytes_and_not_by_number() {
        var small = fill(new ReadQueue(100_000), read(1, 10));
        var large = fill(new ReadQueue(100_000), read(20, 200));
        assertThat(small).isGreaterThan(large * 10);
        assertThat(large).isPositive();
    }

    private static int fill(ReadQueue queue, AuditEvent event) {
        int before = queue.size();
        int taken = 0;
        while (queue.offer(event)) {
            taken++;
        }
        assertThat(queue.bytes()).isLessThanOrEqualTo(100_000);
        assertThat(queue.size()).isEqualTo(before + taken);
        return taken;
    }

    @Test
    void callers_are_slowed_down_from_half_of_it_on() {
        var queue = new ReadQueue(100_000);
        var delays = new ArrayList<Duration>();
        while (queue.offer(read(1, 10))) {
            delays.add(queue.delay("T"));
        }
        assertThat(queue.delay("U")).isZero();
        int half = delays.size() / 2;
        assertThat(delays.subList(0, half - 1)).allMatch(Duration::isZero);
        assertThat(delays.subList(half + 1, delays.size()))
                .noneMatch(Duration::isZero)
                .isSorted();
        assertThat(delays.getLast()).isBetween(Duration.ofMillis(900), Duration.ofMillis(1_001));
    }

    @Test
    void a_tenant_whose_reads_are_not_written_leaves_half_of_it_to_others() {
        var queue = new ReadQueue(100_000);
        fill(queue, read("stuck", 1, 10));
        assertThat(queue.bytes()).isBetween(49_000L, 50_000L);
        assertThat(queue.delay("stuck")).isGreaterThan(Duration.ofMillis(900));
        assertThat(queue.delay("other")).isZero();

        int written = 0;
        for (int i = 0; i < 1_000; i++) {
            assertThat(queue.offer(read("other", 1, 10))).isTrue();
            assertThat(queue.offer(read("stuck", 1, 10))).isFalse();
            var others = new ArrayList<>(queue.take(Long.MAX_VALUE));
            others.removeIf(event -> event.caller().tenant().equals("stuck"));
            queue.written(others);
            written += others.size();
        }
        assertThat(written).isEqualTo(1_000);
        fill(queue, read("other", 1, 10));
        assertThat(queue.bytes()).isBetween(98_000L, 100_000L);
    }

    @Test
    void reads_are_counted_until_they_are_written() {
        var queue = new ReadQueue(100_000);
        queue.offer(read(1, 10));
        queue.offer(read(1, 10));
        var taken = queue.take(1);
        assertThat(taken).hasSize(1);
        assertThat(queue.size()).isEqualTo(2);
        queue.written(taken);
        queue.written(queue.take(Long.MAX_VALUE));
        assertThat(List.of(queue.size(), (int) queue.bytes())).containsOnly(0);
    }
}
