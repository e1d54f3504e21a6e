package org.billwright.work;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

/** The delays before a retry, and their end. */
class RetryPolicyTest {
    private static final RetryPolicy POLICY = new RetryPolicy(50, Duration.ofSeconds(1), Duration.ofSeconds(60));

    @Test
    void delays_double_up_to_the_longest() {
        assertThat(POLICY.delayAfter(1)).contains(Duration.ofSeconds(1));
        assertThat(POLICY.delayAfter(2)).contains(Duration.ofSeconds(2));
        assertThat(POLICY.delayAfter(6)).contains(Duration.ofSeconds(32));
        assertThat(POLICY.delayAfter(7)).contains(Duration.ofSeconds(60));
    }

    @Test
    void delays_are_spread_at_random_from_half_to_one_and_a_half() {
        assertThat(POLICY.delayAfter(1, 0.0)).contains(Duration.ofMillis(500));
        assertThat(POLICY.delayAfter(1, 1.0)).contains(Duration.ofMillis(1_500));
        assertThat(POLICY.delayAfter(4, 0.5)).contains(Duration.ofSeconds(8));
        assertThat(POLICY.delayAfter(40, 1.0)).contains(Duration.ofSeconds(90));
    }

    @Test
    void there_is_no_delay_after_the_last_attempt() {
        assertThat(POLICY.delayAfter(49)).isPresent();
        assertThat(POLICY.delayAfter(50)).isEmpty();
        assertThat(POLICY.delayAfter(51, 0.5)).isEmpty();
    }
}
