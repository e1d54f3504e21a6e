package org.billwright.server;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.ArrayList;
import java.util.List;
import org.billwright.access.Permission;
import org.billwright.billingrule.BillingRuleOperations;
import org.billwright.billingrule.BillingRuleShape;
import org.billwright.http.ReadOperations;
import org.billwright.http.Route;
import org.billwright.run.BillingCaseOperations;
import org.billwright.run.RunExplanationOperations;
import org.billwright.run.RunMetrics;
import org.billwright.run.RunOperations;
import org.billwright.run.RunPolicy;
import org.billwright.run.RunScheduler;
import org.billwright.run.RunWorker;
import org.billwright.work.WorkerLoop;

/** Bill runs: their operations, the worker and the scheduler. */
record RunsModule(ServerResources resources, RunPolicy policy, RunWorker worker, RunScheduler scheduler)
        implements ServerModule {
    static RunsModule open(ServerResources resources) {
        var settings = resources.settings().runs();
        var policy = new RunPolicy(settings.chunkSize(), settings.separateApprover());
        var worker = new RunWorker(resources.database(), resources.clock());
        var scheduler = new RunScheduler(resources.database(), resources.clock(), policy, worker::signal);
        return new RunsModule(resources, policy, worker, scheduler);
    }

    private boolean isWorking() {
        return resources.settings().runs().workers() > 0;
    }

    @Override
    public List<Route> operatorRoutes() {
        var routes = new ArrayList<>(new RunOperations(
                        resources.auditedReads(),
                        resources.writes(),
                        resources.database(),
                        resources.clock(),
                        policy,
                        worker::signal)
                .routes());
        routes.addAll(new BillingCaseOperations(resources.auditedReads(), resources.writes(), resources.clock(), policy)
                .routes());
        routes.addAll(new RunExplanationOperations(resources.writes(), resources.clock()).routes());
        var rules = new ReadOperations(resources.auditedReads(), Permission.CHANGE, BillingRuleShape.SCHEMA);
        routes.addAll(new BillingRuleOperations(resources.writes(), rules, resources.clock()).routes());
        return routes;
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
        return isWorking() ? List.of(worker.loop(), scheduler.loop()) : List.of(worker.loop());
    }

    @Override
    public void start() {
        worker.start(resources.settings().runs().workers());
        if (isWorking()) {
            scheduler.start();
        }
    }

    @Override
    public void close() {
        scheduler.close();
        worker.close();
    }
}
