package org.billwright.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import org.billwright.work.WakeUpSignal;
import org.billwright.work.WorkerLoop;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Background work that makes no progress is seen. */
@Timeout(20)
class WorkerHealthTest {
    private static WorkerLoop loop(String name, WorkerLoop.Task task) {
        var loop = new WorkerLoop(name, new WakeUpSignal(), WorkerLoop.AFTER_FAILURE, Duration.ofSeconds(5), task);
        loop.start(2);
        return loop;
    }

    @Test
    void a_loop_that_hangs_is_named_and_measured() throws InterruptedException {
        var end = new CountDownLatch(1);
        var health = new WorkerHealth(Duration.ofMillis(500));
        try (var healthy = loop("healthy", () -> Duration.ofMillis(10));
                var hanging = loop("hanging", () -> {
                    end.await();
                    return Duration.ofMillis(10);
                })) {
            health.add(healthy);
            health.add(hanging);
            assertThat(health.stalled()).isEmpty();
            while (health.stalled().isEmpty()) {
                Thread.sleep(10);
            }
            var metrics = new SimpleMeterRegistry();
            health.register(metrics);
            assertThat(health.stalled()).contains("hanging").doesNotContain("healthy");
            assertThat(metrics.get("billwright.worker.last.run.age.seconds")
                            .tag("worker", "hanging")
                            .gauge()
                            .value())
                    .isGreaterThan(0.5);
            end.countDown();
            while (!health.stalled().isEmpty()) {
                Thread.sleep(10);
            }
        }
    }
}
