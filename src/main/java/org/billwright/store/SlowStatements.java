package org.billwright.store;

import java.sql.SQLException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.LongAdder;
import org.billwright.telemetry.Activity;
import org.jboss.logging.Logger;

/**
 * Logs statements of callers that took long, with their plans. It is asked after they have ended, never fails them, and has no values: the
 * text is of this program, and the plan is generic. A plan costs a connection, so that one at a time is asked for, and few in a minute.
 */
public final class SlowStatements {
    private static final Logger LOG = Logger.getLogger("org.billwright.store.slow");
    private static final int LINES_A_MINUTE = 60;
    private static final int PLANS_A_MINUTE = 6;

    private final Duration threshold;
    private final GenericPlans plans;
    private final Quota lines = new Quota(LINES_A_MINUTE);
    private final Quota planned = new Quota(PLANS_A_MINUTE);
    private final AtomicBoolean isPlanning = new AtomicBoolean();
    private final LongAdder count = new LongAdder();

    /** So many in a minute. */
    private static final class Quota {
        private final int most;
        private long began = System.nanoTime();
        private int used;

        Quota(int most) {
            this.most = most;
        }

        synchronized boolean tryUse() {
            long now = System.nanoTime();
            if (now - began > TimeUnit.MINUTES.toNanos(1)) {
                began = now;
                used = 0;
            }
            return used++ < most;
        }
    }

    /** A statement that took long. */
    private record Slow(String tenant, StatementPool pool, String text, Duration time, Optional<String> error) {
        String line() {
            return "slow statement: " + StatementText.operation(text) + " " + StatementText.table(text) + " of tenant "
                    + tenant + " took " + time.toMillis() + " ms (" + pool.words()
                    + error.map(state -> ", failed: " + state).orElse("") + "): " + StatementText.oneLine(text);
        }
    }

    /** Logs statements of this database that take longer than a time; none where it is zero. */
    public SlowStatements(DatabaseConfig config, Duration threshold) {
        this.threshold = threshold;
        this.plans = new GenericPlans(config);
    }

    /** Whether any statement is logged. */
    boolean isOn() {
        return threshold.isPositive();
    }

    /** Slow statements since the start, also those that were too many to be logged. */
    public long count() {
        return count.sum();
    }

    /** A statement has ended. Those of workers are long by design, and not logged. */
    void ended(
            Activity activity, StatementPool pool, String tenant, String text, Duration time, Optional<String> error) {
        if (!isOn() || !activity.isOfCaller() || time.compareTo(threshold) < 0) {
            return;
        }
        count.increment();
        if (lines.tryUse()) {
            var numbered = pool == StatementPool.CHANGES ? StatementText.numbered(text) : text;
            log(activity, new Slow(tenant, pool, numbered, time, error));
        }
    }

    private void log(Activity activity, Slow slow) {
        if (!isPlanning.compareAndSet(false, true)) {
            write(activity, slow, "no plan: another one is being asked for");
        } else if (!planned.tryUse()) {
            isPlanning.set(false);
            write(activity, slow, "no plan: " + PLANS_A_MINUTE + " were asked for in this minute");
        } else {
            Thread.ofVirtual().name("slow-statement-plan").start(() -> write(activity, slow, plan(slow)));
        }
    }

    /** The plan, or why there is none; who reads it in the log finds that the next one can be asked for. */
    private String plan(Slow slow) {
        try {
            return String.join("\n", plans.plan(slow.tenant(), slow.pool(), slow.text()));
        } catch (SQLException | RuntimeException e) {
            return "no plan: " + e.getMessage();
        } finally {
            isPlanning.set(false);
        }
    }

    private static void write(Activity activity, Slow slow, String plan) {
        var line = slow.line() + "\n" + plan;
        activity.call(() -> {
            LOG.warn(line);
            return line;
        });
    }
}
