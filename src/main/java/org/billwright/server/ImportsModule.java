package org.billwright.server;

import java.util.List;
import org.billwright.http.Route;
import org.billwright.http.UploadHandler;
import org.billwright.imports.server.ImportOperations;
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
        return new ImportOperations(resources.writes(), queue, uploads, resources.clock()).routes();
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
