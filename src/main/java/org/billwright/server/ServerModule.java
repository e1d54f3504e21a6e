package org.billwright.server;

import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.ext.web.Router;
import java.util.List;
import org.billwright.http.HttpServer;
import org.billwright.http.Route;
import org.billwright.json.TmfVersion;
import org.billwright.work.WorkerLoop;

/** One capability of the server: its operations, its background work and its metrics. {@link Server} has the list of them. */
interface ServerModule extends AutoCloseable {
    /** Its operations in this version of TMF678. */
    default List<Route> tmfRoutes(TmfVersion version) {
        return List.of();
    }

    /** Its operations for those who operate the server. */
    default List<Route> operatorRoutes() {
        return List.of();
    }

    /** Adds what is not in these two APIs. */
    default void addTo(Router router, HttpServer http) {}

    /** Registers its metrics. */
    default void register(MeterRegistry metrics) {}

    /** The loops of its background work. The server is not ready while one of them makes no progress. */
    default List<WorkerLoop> workers() {
        return List.of();
    }

    /** Starts its background work. Called once, after the routes of all modules were added. */
    default void start() {}

    /** Stops its background work. */
    @Override
    default void close() {}
}
