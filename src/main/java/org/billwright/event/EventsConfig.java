package org.billwright.event;

import java.time.Duration;
import java.util.Optional;
import org.billwright.event.callback.CallbackGuard;
import org.billwright.work.RetryPolicy;

/**
 * How events are delivered.
 *
 * @param timeout of one attempt, from the first byte sent to the last byte of the answer
 * @param retry of failed deliveries, the delays spread at random; after the last attempt a delivery is dead-lettered
 * @param parallel deliveries to one subscriber at a time, each of another resource
 * @param subscriptions of one tenant at most
 * @param retention how long events are kept for replay, and dead-lettered deliveries
 * @param callbacks which callbacks are allowed
 * @param kafka where events are published as well
 */
public record EventsConfig(
        Duration timeout,
        RetryPolicy retry,
        int parallel,
        int subscriptions,
        Duration retention,
        CallbackGuard.Policy callbacks,
        Optional<KafkaConfig> kafka) {
    /** Rejects numbers and times that are not greater than zero. */
    public EventsConfig {
        if (parallel < 1 || subscriptions < 1 || !timeout.isPositive()) {
            throw new IllegalArgumentException("events: numbers and times are greater than 0");
        }
    }
}
