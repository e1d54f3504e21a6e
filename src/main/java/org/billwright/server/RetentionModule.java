package org.billwright.server;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.List;
import org.billwright.http.Route;
import org.billwright.retention.BillRetention;
import org.billwright.retention.RetentionDefaults;
import org.billwright.retention.RetentionOperations;
import org.billwright.retention.RetentionWorker;
import org.billwright.work.WorkerLoop;

/** Retention: what each tenant keeps for how long. */
public record RetentionModule(ServerResources resources, RetentionWorker worker) implements ServerModule {
    static RetentionModule open(ServerResources resources) {
        var settings = resources.settings();
        var worker = new RetentionWorker(
                resources.database(),
                new BillRetention(resources.database(), resources.clock(), defaults(settings)),
                settings.privacy().deletionInterval());
        return new RetentionModule(resources, worker);
    }

    /** The periods of a server with these settings. */
    public static RetentionDefaults defaults(Settings settings) {
        return new RetentionDefaults(
                settings.privacy().yearsKept(),
                settings.events().retention(),
                settings.imports().rejectsKept());
    }

    @Override
    public List<Route> operatorRoutes() {
        return new RetentionOperations(resources.writes(), resources.clock(), defaults(resources.settings())).routes();
    }

    private boolean isDeleting() {
        return resources.settings().privacy().deletionInterval().isPositive();
    }

    @Override
    public void register(MeterRegistry registry) {
        FunctionCounter.builder("billwright.retention.deleted.bills", worker, RetentionWorker::deletedBills)
                .register(registry);
    }

    @Override
    public List<WorkerLoop> workers() {
        return isDeleting() ? worker.loops() : List.of();
    }

    @Override
    public void start() {
        if (isDeleting()) {
            worker.start();
        }
    }

    @Override
    public void close() {
        worker.close();
    }
}
