package org.billwright.server;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.List;
import org.billwright.http.Route;
import org.billwright.run.RunMetrics;
import org.billwright.run.RunOperations;
import org.billwright.run.RunPolicy;
import org.billwright.run.RunWorker;
import org.billwright.work.WorkerLoop;

/** Bill runs: their operations and the worker. */
record RunsModule(ServerResources resources, RunPolicy policy, RunWorker worker) implements ServerModule {
    static RunsModule open(ServerResources resources) {
        var settings = resources.settings().runs();
        return new RunsModule(
                resources,
                new RunPolicy(settings.chunkSize(), settings.separateApprover()),
                new RunWorker(resources.database(), resources.clock()));
    }

    @Override
    public List<Route> operatorRoutes() {
        return new RunOperations(
                        resources.auditedReads(),
                        resources.writes(),
                        resources.database(),
                        resources.clock(),
                        policy,
                        worker::signal)
                .routes();
    }

    @Override
    public void register(MeterRegistry registry) {
        FunctionCounter.builder("billwright.bill.run.planned.chunks", worker.metrics(), RunMetrics::planned)
                .register(registry);
        FunctionCounter.builder("billwright.bill.run.billed.chunks", worker.metrics(), RunMetrics::billed)
                .register(registry);
        FunctionCounter.builder("billwright.bill.run.reverted.chunks", worker.metrics(), RunMetrics::reverted)
                .register(registry);
        FunctionCounter.builder("billwright.bill.run.failed.attempts", worker.metrics(), RunMetrics::failed)
                .register(registry);
        Gauge.builder("billwright.bill.run.waiting.chunks", worker.metrics(), RunMetrics::waiting)
                .register(registry);
    }

    @Override
    public List<WorkerLoop> workers() {
        return List.of(worker.loop());
    }

    @Override
    public void start() {
        worker.start(resources.settings().runs().workers());
    }

    @Override
    public void close() {
        worker.close();
    }
}
