package org.billwright.server;

import java.util.List;
import org.billwright.access.Permission;
import org.billwright.cycle.CycleShape;
import org.billwright.http.ReadOperations;
import org.billwright.http.Route;
import org.billwright.json.TmfVersion;

/** Bill cycles: the configured specifications, cycles opened ahead of time, reading them (TMF678 v5 has them, v4 has not). */
record CyclesModule(ServerResources resources) implements ServerModule {
    /** Loads the specifications and opens the cycles; fails where a specification does not fit. */
    static CyclesModule open(ServerResources resources) {
        var opener = new BillCycleOpener(
                resources.database(),
                resources.writes(),
                resources.settings().cycles(),
                resources.settings().tenant(),
                resources.clock());
        opener.load();
        opener.keepOpen(resources.vertx());
        return new CyclesModule(resources);
    }

    @Override
    public List<Route> tmfRoutes(TmfVersion version) {
        return switch (version) {
            case V4 -> List.of();
            case V5 -> new ReadOperations(resources.auditedReads(), Permission.READ, CycleShape.V5).routes();
        };
    }
}
