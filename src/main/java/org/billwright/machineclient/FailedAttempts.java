package org.billwright.machineclient;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Ticker;
import java.time.Duration;

/**
 * Wrong secrets of late. After some of one key the next attempt has to wait, each time twice as long as before. A key that is not used
 * for a while, or has a success, begins anew.
 */
final class FailedAttempts {
    private static final Duration FIRST_PAUSE = Duration.ofSeconds(1);
    private static final Duration LONGEST_PAUSE = Duration.ofMinutes(1);
    private static final Duration REMEMBERED = Duration.ofMinutes(15);
    private static final int MAX_KEYS = 10_000;

    private final int free;
    private final Ticker ticker;
    private final Cache<String, Failures> failures;

    /** So many failures, and when the next attempt may be made, by the ticker. */
    private record Failures(int count, long nextNanos) {}

    /**
     * Attempts that are timed by this ticker.
     *
     * @param free how many may fail without a pause
     */
    FailedAttempts(int free, Ticker ticker) {
        this.free = free;
        this.ticker = ticker;
        this.failures = Caffeine.newBuilder()
                .ticker(ticker)
                .maximumSize(MAX_KEYS)
                .expireAfterWrite(REMEMBERED)
                .build();
    }

    /** How long the next attempt has to wait; zero where it may be made now. */
    Duration pause(String key) {
        var known = failures.getIfPresent(key);
        long nanos = known == null ? 0 : known.nextNanos - ticker.read();
        return Duration.ofNanos(Math.max(0, nanos));
    }

    /** How many attempts have failed of late, since the last success. */
    int count(String key) {
        var known = failures.getIfPresent(key);
        return known == null ? 0 : known.count;
    }

    /** Counts a failure. */
    void failed(String key) {
        failures.asMap().compute(key, (same, known) -> {
            int count = (known == null ? 0 : known.count) + 1;
            return new Failures(count, ticker.read() + pauseAfter(count).toNanos());
        });
    }

    /** Forgets the failures of a key. */
    void succeeded(String key) {
        failures.invalidate(key);
    }

    private Duration pauseAfter(int count) {
        if (count < free) {
            return Duration.ZERO;
        }
        var pause = FIRST_PAUSE;
        for (int i = free; i < count && pause.compareTo(LONGEST_PAUSE) < 0; i++) {
            pause = pause.multipliedBy(2);
        }
        return pause.compareTo(LONGEST_PAUSE) < 0 ? pause : LONGEST_PAUSE;
    }
}
