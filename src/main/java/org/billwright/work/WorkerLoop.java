package org.billwright.work;

import io.opentelemetry.api.common.Attributes;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import org.billwright.telemetry.Activity;
import org.jboss.logging.Logger;

/**
 * Threads that run a task again and again until they are closed: at once while there is more work, otherwise when they are
 * signalled or the task's waiting time is over. After a failure, whatever it is, they wait by their retry policy and go on. They
 * are never interrupted, because that would break the connection that a run may be using.
 */
public final class WorkerLoop implements AutoCloseable {
    /** The usual waiting times after failures. */
    public static final RetryPolicy AFTER_FAILURE =
            RetryPolicy.unlimited(Duration.ofMillis(500), Duration.ofSeconds(8));

    private static final Logger LOG = Logger.getLogger("org.billwright.work");

    private final String name;
    private final WakeUpSignal signal;
    private final RetryPolicy afterFailure;
    private final Duration closeTimeout;
    private final Task task;
    private final List<Worker> workers = new CopyOnWriteArrayList<>();
    private final CountDownLatch closing = new CountDownLatch(1);
    private final LongAdder failedRuns = new LongAdder();
    private volatile int parallel;

    /** What is done again and again. */
    @FunctionalInterface
    public interface Task {
        /** Does some of the work. Returns how long to wait for a signal before the next run; zero if there may be more work now. */
        Duration runOnce() throws InterruptedException;

        /** Called once by each thread after its last run. */
        default void finish() {}
    }

    /**
     * A loop that is not started yet.
     *
     * @param name of the threads, also in the log
     * @param afterFailure how long to wait after failures in a row
     * @param closeTimeout how long {@link #close} waits for each run in progress
     */
    public WorkerLoop(String name, WakeUpSignal signal, RetryPolicy afterFailure, Duration closeTimeout, Task task) {
        this.name = name;
        this.signal = signal;
        this.afterFailure = afterFailure;
        this.closeTimeout = closeTimeout;
        this.task = task;
    }

    /** The name of the threads, as in the log. */
    public String name() {
        return name;
    }

    /** Runs that failed since the start. */
    public long failedRuns() {
        return failedRuns.sum();
    }

    /** Starts this many threads. */
    public void start(int parallel) {
        this.parallel = parallel;
        for (int i = 0; i < parallel; i++) {
            var worker = new Worker();
            workers.add(worker);
            worker.thread = Thread.ofVirtual().name(name + "-" + i).start(worker);
        }
    }

    /** One thread of the loop, and when it was last seen between two steps of its work. */
    private final class Worker implements Runnable {
        private volatile long seenAt = System.nanoTime();
        private volatile Thread thread = Thread.currentThread();

        @Override
        public void run() {
            int failures = 0;
            try {
                while (!isClosing()) {
                    seenAt = System.nanoTime();
                    failures = runOnce(failures);
                }
                task.finish();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            } catch (RuntimeException e) {
                LOG.errorf("%s: failed while closing: %s", name, e);
            }
            signal.signal(); // wakes the next thread, so that it sees the close
        }
    }

    /**
     * How long ago the thread began its run that began it longest ago. A loop whose tasks take longer than their longest waiting
     * time calls {@link #shouldContinue} or {@link #progress} between two steps.
     */
    public Duration sinceLastRun() {
        long now = System.nanoTime();
        long longest =
                workers.stream().mapToLong(worker -> now - worker.seenAt).max().orElse(0);
        return isClosing() ? Duration.ZERO : Duration.ofNanos(Math.max(0, longest));
    }

    /** For a run of many steps, in one of the threads: records that this thread makes progress. */
    public void progress() {
        var current = Thread.currentThread();
        workers.stream()
                .filter(worker -> worker.thread.equals(current))
                .forEach(worker -> worker.seenAt = System.nanoTime());
    }

    /** For a run of many steps: records that it makes progress, and returns false once the loop is closed. */
    public boolean shouldContinue() {
        workers.forEach(worker -> worker.seenAt = System.nanoTime());
        return !isClosing();
    }

    /** Runs the task and waits; returns the number of failures in a row. An error costs this run, never the thread. */
    private int runOnce(int failures) throws InterruptedException {
        try {
            waitForWork(run());
            return 0;
        } catch (RuntimeException | Error e) {
            var delay = afterFailure.delayAfter(failures + 1).orElse(afterFailure.longestDelay());
            failedRuns.increment();
            log(failures, delay, e);
            boolean closed = closing.await(delay.toMillis(), TimeUnit.MILLISECONDS);
            LOG.tracef("%s: waited after a failure, closed: %s", name, closed);
            return failures + 1;
        }
    }

    /** A run as an activity: it has something to show where more work may follow, or it failed. */
    private Duration run() throws InterruptedException {
        var activity = Activity.run(name);
        try {
            var wait = activity.call(task::runOnce);
            if (wait.isZero()) {
                activity.worked();
            }
            activity.end(Attributes.empty(), Optional.empty());
            return wait;
        } catch (RuntimeException | Error e) {
            activity.worked();
            activity.end(Attributes.empty(), Optional.of(e.getClass().getSimpleName()));
            throw e;
        }
    }

    private void waitForWork(Duration atMost) throws InterruptedException {
        if (atMost.isPositive()) {
            boolean signalled = signal.await(atMost);
            LOG.tracef("%s: awake, signalled: %s", name, signalled);
        } else if (parallel > 1) {
            signal.signal();
        }
    }

    /** Logs the stack trace of the first failure in a row only. */
    private void log(int failuresBefore, Duration delay, Throwable failure) {
        if (failuresBefore == 0) {
            LOG.errorf(failure, "%s: failed, retry in %s", name, delay);
        } else {
            LOG.errorf("%s: failed again, retry in %s: %s", name, delay, failure);
        }
    }

    /** Whether no more runs are to be started. */
    public boolean isClosing() {
        return closing.getCount() == 0;
    }

    /** Starts no more runs, and waits for those in progress up to the close timeout. */
    @Override
    public void close() {
        closing.countDown();
        signal.signal();
        try {
            for (var worker : workers) {
                boolean ended = worker.thread.join(closeTimeout);
                LOG.tracef("%s: ended: %s", worker.thread, ended);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
