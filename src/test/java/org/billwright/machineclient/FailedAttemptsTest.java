package org.billwright.machineclient;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class FailedAttemptsTest {
    private final AtomicLong now = new AtomicLong();
    private final FailedAttempts attempts = new FailedAttempts(3, now::get);

    private List<Long> pausesOfFailures(int count) {
        var pauses = new ArrayList<Long>();
        for (int i = 0; i < count; i++) {
            attempts.failed("app 10.0.0.7");
            pauses.add(attempts.pause("app 10.0.0.7").toSeconds());
        }
        return pauses;
    }

    @Test
    void the_pause_begins_with_the_third_failure_and_doubles_up_to_a_minute() {
        assertThat(pausesOfFailures(11)).containsExactly(0L, 0L, 1L, 2L, 4L, 8L, 16L, 32L, 60L, 60L, 60L);
        assertThat(attempts.pause("app 10.0.0.8")).isZero();
    }

    @Test
    void a_pause_ends() {
        pausesOfFailures(4);
        now.addAndGet(Duration.ofMillis(1_500).toNanos());
        assertThat(attempts.pause("app 10.0.0.7")).isEqualTo(Duration.ofMillis(500));
        now.addAndGet(Duration.ofMillis(500).toNanos());
        assertThat(attempts.pause("app 10.0.0.7")).isZero();
        assertThat(attempts.count("app 10.0.0.7")).isEqualTo(4);
    }

    @Test
    void a_success_or_a_quarter_of_an_hour_without_attempts_forgets_the_failures() {
        pausesOfFailures(5);
        attempts.succeeded("app 10.0.0.7");
        assertThat(attempts.count("app 10.0.0.7")).isZero();
        assertThat(pausesOfFailures(3)).containsExactly(0L, 0L, 1L);
        now.addAndGet(Duration.ofMinutes(16).toNanos());
        assertThat(pausesOfFailures(3)).containsExactly(0L, 0L, 1L);
    }
}
