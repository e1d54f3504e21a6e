package org.billwright.server;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.ArrayList;
import java.util.List;
import org.billwright.access.Permission;
import org.billwright.http.ReadOperations;
import org.billwright.http.Route;
import org.billwright.json.TmfVersion;
import org.billwright.ondemand.OnDemandCreation;
import org.billwright.ondemand.OnDemandMetrics;
import org.billwright.ondemand.OnDemandShape;
import org.billwright.ondemand.OnDemandWorker;
import org.billwright.work.WorkerLoop;

/** Customer bills on demand: the requests and the worker that fulfils them. */
record OnDemandModule(ServerResources resources, OnDemandWorker worker) implements ServerModule {
    static OnDemandModule open(ServerResources resources) {
        return new OnDemandModule(resources, new OnDemandWorker(resources.database(), resources.clock()));
    }

    @Override
    public List<Route> tmfRoutes(TmfVersion version) {
        var requests = new ReadOperations(resources.auditedReads(), Permission.READ, OnDemandShape.of(version));
        var routes = new ArrayList<>(requests.routes());
        routes.add(new OnDemandCreation(resources.writes(), requests, resources.clock(), worker::signal).route());
        return routes;
    }

    @Override
    public void register(MeterRegistry registry) {
        FunctionCounter.builder("billwright.on.demand.attempts", worker.metrics(), OnDemandMetrics::attempts)
                .register(registry);
        FunctionCounter.builder("billwright.on.demand.failed.attempts", worker.metrics(), OnDemandMetrics::failed)
                .register(registry);
    }

    @Override
    public List<WorkerLoop> workers() {
        return List.of(worker.loop());
    }

    @Override
    public void start() {
        worker.start(resources.settings().onDemand().workers());
    }

    @Override
    public void close() {
        worker.close();
    }
}
