package org.billwright.server;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.billwright.work.WorkerLoop;

/** Which loops of the background work make no progress. */
final class WorkerHealth {
    /** A loop that began no run for this long is stalled: it waits for something without a time limit, or its thread ended. */
    static final Duration LONGEST_RUN = Duration.ofMinutes(1);

    private final Duration longestRun;
    private final List<WorkerLoop> workers = new CopyOnWriteArrayList<>();

    WorkerHealth(Duration longestRun) {
        this.longestRun = longestRun;
    }

    void add(WorkerLoop worker) {
        workers.add(worker);
    }

    /** The names of the loops that are stalled. */
    List<String> stalled() {
        return workers.stream()
                .filter(worker -> worker.sinceLastRun().compareTo(longestRun) > 0)
                .map(WorkerLoop::name)
                .toList();
    }

    void register(MeterRegistry metrics) {
        for (var worker : workers) {
            metrics.gauge(
                    "billwright.worker.last.run.age.seconds",
                    Tags.of("worker", worker.name()),
                    worker,
                    w -> w.sinceLastRun().toMillis() / 1_000.0);
            FunctionCounter.builder("billwright.worker.failed.runs", worker, WorkerLoop::failedRuns)
                    .tag("worker", worker.name())
                    .register(metrics);
        }
    }
}
