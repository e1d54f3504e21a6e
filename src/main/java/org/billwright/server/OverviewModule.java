package org.billwright.server;

import java.util.List;
import org.billwright.http.Route;
import org.billwright.overview.OverviewOperations;

/** The overview of a tenant. */
record OverviewModule(ServerResources resources) implements ServerModule {
    @Override
    public List<Route> operatorRoutes() {
        return new OverviewOperations(resources.slowQueries(), resources.clock()).routes();
    }
}
