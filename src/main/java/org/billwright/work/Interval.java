package org.billwright.work;

import java.time.Duration;

/**
 * Work of a {@link WorkerLoop} that is due once in an interval, at first at once. The loop looks more often, because it counts as stalled
 * where it does not run for long. For the one thread of the loop.
 */
public final class Interval {
    /** Shorter than a run may take before the worker counts as stalled. */
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(20);

    private final Duration length;
    private long nextRun = System.nanoTime();

    /** @param length between the end of a run and the next one */
    public Interval(Duration length) {
        this.length = length;
    }

    /** Does the work where it is due. Returns how long the loop waits. */
    public Duration run(Runnable work) {
        long left = nextRun - System.nanoTime();
        if (left <= 0) {
            work.run();
            nextRun = System.nanoTime() + length.toNanos();
            left = length.toNanos();
        }
        return Duration.ofNanos(Math.min(left, LONGEST_WAIT.toNanos()));
    }
}
