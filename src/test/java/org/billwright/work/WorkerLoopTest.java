package org.billwright.work;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** When a task runs again, and how the loop ends. */
@Timeout(20)
class WorkerLoopTest {
    private static final Duration LONG = Duration.ofMinutes(1);
    private static final RetryPolicy AT_ONCE = RetryPolicy.unlimited(Duration.ofMillis(1), Duration.ofMillis(1));

    private final WakeUpSignal signal = new WakeUpSignal();
    private final BlockingQueue<Integer> runs = new LinkedBlockingQueue<>();
    private int count;

    private WorkerLoop started(WorkerLoop.Task task) {
        var loop = new WorkerLoop("test", signal, AT_ONCE, LONG, task);
        loop.start(1);
        return loop;
    }

    private int nextRun() throws InterruptedException {
        return runs.take();
    }

    private Duration run(Duration wait) {
        runs.add(++count);
        return wait;
    }

    @Test
    void a_task_runs_at_once_while_there_is_more_work() throws InterruptedException {
        try (var loop = started(() -> run(count < 3 ? Duration.ZERO : LONG))) {
            assertThat(loop.isClosing()).isFalse();
            assertThat(nextRun()).isEqualTo(1);
            assertThat(nextRun()).isEqualTo(2);
            assertThat(nextRun()).isEqualTo(3);
        }
    }

    @Test
    void a_signal_wakes_a_waiting_task() throws InterruptedException {
        try (var loop = started(() -> run(LONG))) {
            assertThat(nextRun()).isEqualTo(1);
            signal.signal();
            assertThat(nextRun()).isEqualTo(2);
            assertThat(loop.isClosing()).isFalse();
        }
    }

    @Test
    void a_failed_task_is_retried() throws InterruptedException {
        try (var loop = started(() -> {
            run(LONG);
            if (count < 3) {
                throw new IllegalStateException("the first two runs fail");
            }
            return LONG;
        })) {
            assertThat(nextRun()).isEqualTo(1);
            assertThat(nextRun()).isEqualTo(2);
            assertThat(nextRun()).isEqualTo(3);
            assertThat(loop.isClosing()).isFalse();
        }
    }

    @Test
    void a_long_run_is_seen_at_each_of_its_steps() throws InterruptedException {
        var steps = new Semaphore(0);
        var done = new Semaphore(0);
        var self = new AtomicReference<WorkerLoop>();
        try (var loop = new WorkerLoop("test", signal, AT_ONCE, LONG, () -> {
            done.release();
            steps.acquire();
            self.get().progress();
            done.release();
            return LONG;
        })) {
            self.set(loop);
            loop.start(1);
            done.acquire();
            Thread.sleep(20);
            loop.progress(); // of a thread that is none of the loop
            assertThat(loop.sinceLastRun()).isGreaterThan(Duration.ofMillis(20));
            long before = System.nanoTime();
            steps.release();
            done.acquire();
            assertThat(loop.sinceLastRun()).isLessThanOrEqualTo(Duration.ofNanos(System.nanoTime() - before));
        }
    }

    @Test
    void close_waits_for_the_run_in_progress_and_finishes_the_task() throws InterruptedException {
        var running = new CountDownLatch(1);
        var finished = new CountDownLatch(1);
        var loop = started(new WorkerLoop.Task() {
            @Override
            public Duration runOnce() throws InterruptedException {
                running.countDown();
                Thread.sleep(50);
                return run(LONG);
            }

            @Override
            public void finish() {
                finished.countDown();
            }
        });
        running.await();
        loop.close();
        assertThat(runs).hasSize(1);
        assertThat(finished.await(0, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void an_error_costs_one_run_and_not_the_thread() throws InterruptedException {
        try (var loop = started(() -> {
            run(LONG);
            if (count == 1) {
                throw new StackOverflowError();
            }
            if (count == 2) {
                throw new AssertionError("a defect");
            }
            return LONG;
        })) {
            assertThat(nextRun()).isEqualTo(1);
            assertThat(nextRun()).isEqualTo(2);
            assertThat(nextRun()).isEqualTo(3);
            assertThat(loop.isClosing()).isFalse();
        }
    }

    @Test
    void a_run_that_does_not_end_shows_in_the_time_since_the_last_run_unless_it_says_that_it_goes_on()
            throws InterruptedException {
        var end = new CountDownLatch(1);
        try (var loop = started(() -> {
            run(LONG);
            end.await();
            return LONG;
        })) {
            assertThat(nextRun()).isEqualTo(1);
            Thread.sleep(60);
            assertThat(loop.sinceLastRun()).isGreaterThan(Duration.ofMillis(50));
            var before = loop.sinceLastRun();
            assertThat(loop.shouldContinue()).isTrue();
            assertThat(loop.sinceLastRun()).isLessThan(before);
            end.countDown();
        }
    }

    @Test
    void a_closed_loop_is_not_to_continue() {
        var loop = started(() -> LONG);
        loop.close();
        assertThat(loop.shouldContinue()).isFalse();
        assertThat(loop.sinceLastRun()).isZero();
    }

    @Test
    void a_batch_is_halved_by_each_failure_and_doubled_by_each_success() {
        var batch = new BatchSize(500);
        var sizes = new ArrayList<Integer>();
        while (!batch.isOne()) {
            batch.failed();
            sizes.add(batch.current());
        }
        batch.failed();
        sizes.add(batch.current());
        for (int i = 0; i < 10; i++) {
            batch.succeeded();
        }
        assertThat(sizes).containsExactly(250, 125, 62, 31, 15, 7, 3, 1, 1);
        assertThat(batch.current()).isEqualTo(500);
    }
}
