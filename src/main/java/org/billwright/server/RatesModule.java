package org.billwright.server;

import java.util.List;
import org.billwright.access.Permission;
import org.billwright.http.ReadOperations;
import org.billwright.http.Route;
import org.billwright.json.TmfVersion;
import org.billwright.rate.RateShape;

/** Applied customer billing rates: reading them. */
record RatesModule(ServerResources resources) implements ServerModule {
    @Override
    public List<Route> tmfRoutes(TmfVersion version) {
        return new ReadOperations(resources.auditedReads(), Permission.READ, RateShape.of(version)).routes();
    }
}
