package org.billwright.server;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.ArrayList;
import java.util.List;
import org.billwright.http.Route;
import org.billwright.http.UploadHandler;
import org.billwright.imports.server.CsvMappingOperations;
import org.billwright.imports.server.ImportMetrics;
import org.billwright.imports.server.ImportOperations;
import org.billwright.imports.server.ImportPreviewOperation;
import org.billwright.imports.server.ImportQueue;
import org.billwright.imports.server.ImportQueueConfig;
import org.billwright.work.WorkerLoop;

/** Imports over HTTP: uploads and the queue that loads them. */
record ImportsModule(ServerResources resources, ImportQueue queue) implements ServerModule {
    static ImportsModule open(ServerResources resources) {
        var settings = resources.settings().imports();
        var config = new ImportQueueConfig(
                settings.folder(),
                settings.rejectsKept(),
                settings.maxUnpackedSize().asLongValue(),
                settings.maxWaitingSize().asLongValue());
        return new ImportsModule(resources, new ImportQueue(resources.database(), resources.clock(), config));
    }

    @Override
    public List<Route> operatorRoutes() {
        long maxBytes = resources.settings().imports().maxSize().asLongValue();
        var uploads = new UploadHandler(queue.uploadFolder(), maxBytes);
        var routes = new ArrayList<Route>();
        routes.addAll(new ImportOperations(resources.writes(), queue, uploads, resources.clock()).routes());
        routes.add(new ImportPreviewOperation(resources.writes(), resources.clock()).route());
        routes.addAll(new CsvMappingOperations(resources.writes(), resources.clock()).routes());
        return routes;
    }

    @Override
    public void register(MeterRegistry registry) {
        var metrics = queue.metrics();
        for (var outcome : ImportMetrics.Outcome.values()) {
            FunctionCounter.builder("billwright.import.lines", metrics, counts -> counts.lines(outcome))
                    .tag("outcome", outcome.code())
                    .register(registry);
        }
        FunctionCounter.builder("billwright.imports.failed", metrics, ImportMetrics::failed)
                .register(registry);
        registry.gauge("billwright.imports.running", metrics, ImportMetrics::running);
        registry.gauge("billwright.imports.unfinished", queue, ImportQueue::bodies);
    }

    @Override
    public List<WorkerLoop> workers() {
        return queue.workers();
    }

    @Override
    public void start() {
        queue.start();
    }

    @Override
    public void close() {
        queue.close();
    }
}
