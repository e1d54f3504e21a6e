package org.billwright.work;

import java.time.Duration;
import java.util.Optional;

/**
 * How often a failed attempt is repeated and how long to wait before: the delay doubles with each failure, up to the longest.
 *
 * @param maxAttempts including the first, 1 or more
 * @param firstDelay after the first failure
 * @param longestDelay that doubling ends at
 */
public record RetryPolicy(int maxAttempts, Duration firstDelay, Duration longestDelay) {
    private static final int MAX_DOUBLINGS = 30;

    /** Rejects numbers and times that are not greater than zero. */
    public RetryPolicy {
        if (maxAttempts < 1 || !firstDelay.isPositive() || !longestDelay.isPositive()) {
            throw new IllegalArgumentException("retries: numbers and times are greater than 0");
        }
    }

    /** Retries without an end. */
    public static RetryPolicy unlimited(Duration firstDelay, Duration longestDelay) {
        return new RetryPolicy(Integer.MAX_VALUE, firstDelay, longestDelay);
    }

    /** The delay after this many failed attempts, 1 or more; empty if that was the last attempt. */
    public Optional<Duration> delayAfter(int attempts) {
        return attempts >= maxAttempts ? Optional.empty() : Optional.of(delay(attempts));
    }

    /**
     * The same with the delay spread at random, so that many failures do not retry at one moment.
     *
     * @param random from 0 to 1: half the delay to one and a half times the delay
     */
    public Optional<Duration> delayAfter(int attempts, double random) {
        return delayAfter(attempts).map(delay -> {
            long millis = delay.toMillis();
            return Duration.ofMillis(Math.max(1, millis / 2 + Math.round(millis * random)));
        });
    }

    private Duration delay(int attempts) {
        var doubled = firstDelay.multipliedBy(1L << Math.min(attempts - 1, MAX_DOUBLINGS));
        return doubled.compareTo(longestDelay) > 0 ? longestDelay : doubled;
    }
}
