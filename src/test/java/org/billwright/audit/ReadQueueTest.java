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
        var ids = IntStream.range(0, subjects).mapToObj(i -> "x".repeat(length)).toList();
        return new AuditEvent(Instant.EPOCH, Caller.anyone("T"), AuditAction.LIST, "customerBill", ids, "correlation");
    }

    @Test
    void it_is_bounded_by_bytes_and_not_by_number() {
        var small = fill(new ReadQueue(100_000), read(1, 10));
        var large = fill(new ReadQueue(100_000), read(20, 200));
        assertThat(small).isGreaterThan(large * 10);
        assertThat(large).isPositive();
    }

    private static int fill(ReadQueue queue, AuditEvent event) {
        int taken = 0;
        while (queue.offer(event)) {
            taken++;
        }
        assertThat(queue.bytes()).isLessThanOrEqualTo(100_000);
        assertThat(queue.size()).isEqualTo(taken);
        return taken;
    }

    @Test
    void callers_are_slowed_down_from_half_of_it_on() {
        var queue = new ReadQueue(100_000);
        var delays = new ArrayList<Duration>();
        while (queue.offer(read(1, 10))) {
            delays.add(queue.delay());
        }
        int half = delays.size() / 2;
        assertThat(delays.subList(0, half - 1)).allMatch(Duration::isZero);
        assertThat(delays.subList(half + 1, delays.size()))
                .noneMatch(Duration::isZero)
                .isSorted();
        assertThat(delays.getLast()).isBetween(Duration.ofMillis(900), Duration.ofMillis(1_001));
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
