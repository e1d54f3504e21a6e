package org.billwright.server;

import java.util.List;
import org.billwright.export.ExportOperations;
import org.billwright.http.Route;

/** Exports over HTTP. Each has a database connection as long as it takes, so they have connections of their own. */
record ExportsModule(ExportOperations exports) implements ServerModule {
    static ExportsModule open(ServerResources resources) {
        int most = resources.settings().limits().exports();
        var places = ConfigRecords.exportPlaces(resources.settings());
        return new ExportsModule(new ExportOperations(resources.dedicatedPool(most), places, resources.clock()));
    }

    @Override
    public List<Route> operatorRoutes() {
        return List.of(exports.route());
    }
}
