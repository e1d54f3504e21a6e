package org.billwright.server;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.List;
import java.util.Set;
import org.billwright.access.Permission;
import org.billwright.collection.OverdueBillShape;
import org.billwright.collection.OverdueNotifier;
import org.billwright.http.ReadOperations;
import org.billwright.http.Route;
import org.billwright.work.WorkerLoop;

/** Overdue bills: their list and their events. */
record CollectionModule(ServerResources resources, OverdueNotifier notifier) implements ServerModule {
    static CollectionModule open(ServerResources resources) {
        var settings = resources.settings();
        var notifier = new OverdueNotifier(
                resources.database(),
                settings.tenants().orElse(Set.of(settings.tenant())),
                settings.collection().interval(),
                resources.clock());
        return new CollectionModule(resources, notifier);
    }

    private boolean isNotifying() {
        return resources.settings().collection().interval().isPositive();
    }

    @Override
    public List<Route> operatorRoutes() {
        return new ReadOperations(resources.auditedReads(), Permission.PRODUCE, OverdueBillShape.SCHEMA).routes();
    }

    @Override
    public void register(MeterRegistry registry) {
        FunctionCounter.builder("billwright.overdue.events", notifier, OverdueNotifier::events)
                .register(registry);
    }

    @Override
    public List<WorkerLoop> workers() {
        return isNotifying() ? notifier.loops() : List.of();
    }

    @Override
    public void start() {
        if (isNotifying()) {
            notifier.start();
        }
    }

    @Override
    public void close() {
        notifier.close();
    }
}
