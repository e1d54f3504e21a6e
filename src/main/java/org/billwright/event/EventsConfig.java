package org.billwright.event;

import java.time.Duration;
import java.util.Optional;

/**
 * How events are told.
 *
 * @param timeout of one attempt, from the first byte sent to the last byte of the answer
 * @param attempts after which a delivery is parked
 * @param firstRetry how long to wait after the first attempt; twice as long after each that follows, at random up to half more or less
 * @param longestRetry how long to wait at most
 * @param parallel deliveries to one subscriber at a time, each of another resource
 * @param retention how long events can be told again
 * @param callbacks which callbacks are let through
 * @param stream where in Kafka events go as well
 */
public record EventsConfig(
        Duration timeout,
        int attempts,
        Duration firstRetry,
        Duration longestRetry,
        int parallel,
        Duration retention,
        CallbackGuard.Policy callbacks,
        Optional<KafkaConfig> stream) {
    /** Refuses what cannot work. */
    public EventsConfig {
        if (attempts < 1 || parallel < 1 || !timeout.isPositive() || !firstRetry.isPositive()) {
            throw new IllegalArgumentException("events: numbers and times are greater than 0");
        }
    }

    /** How long to wait after this many attempts, 1 and more; {@code chance} is from 0 to 1. */
    Duration pause(int attempts, double chance) {
        long doubled = firstRetry.toMillis() << Math.min(attempts - 1, 30);
        long whole = Math.min(doubled, longestRetry.toMillis());
        return Duration.ofMillis(Math.max(1, whole / 2 + Math.round(whole * chance)));
    }
}
