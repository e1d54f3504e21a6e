package org.billwright.server;

import io.micrometer.core.instrument.MeterRegistry;
import java.util.ArrayList;
import java.util.List;
import org.billwright.access.Permission;
import org.billwright.audit.AuditMetrics;
import org.billwright.audit.AuditShape;
import org.billwright.http.ReadOperations;
import org.billwright.http.Route;
import org.billwright.work.WorkerLoop;

/** The audit trail: writing, sealing and reading it. It is closed with the connections, after all that it records. */
record AuditModule(ServerResources resources) implements ServerModule {
    @Override
    public List<Route> operatorRoutes() {
        var routes = new ArrayList<>(
                new ReadOperations(resources.auditedReads(), Permission.AUDIT, AuditShape.SCHEMA).routes());
        routes.addAll(new AuditVerification(resources).routes());
        return routes;
    }

    @Override
    public void register(MeterRegistry metrics) {
        var counts = resources.trail().metrics();
        metrics.gauge("billwright.audit.reads.waiting", counts, AuditMetrics::waitingReads);
        metrics.gauge("billwright.audit.reads.waiting.bytes", counts, AuditMetrics::waitingBytes);
        metrics.gauge("billwright.audit.entries.unsealed", counts, AuditMetrics::unsealedEntries);
        metrics.gauge("billwright.audit.unsealed.seconds", counts, AuditMetrics::oldestUnsealedSeconds);
    }

    @Override
    public void start() {
        resources.trail().start();
    }

    @Override
    public List<WorkerLoop> workers() {
        return resources.trail().workers();
    }
}
