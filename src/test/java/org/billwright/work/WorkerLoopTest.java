package org.billwright.work;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
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
}
