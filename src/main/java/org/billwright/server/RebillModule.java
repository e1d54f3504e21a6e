package org.billwright.server;

import java.util.List;
import org.billwright.billing.BillMaker;
import org.billwright.http.Route;
import org.billwright.rebill.RebillOperations;

/** Cancel and rebill. */
record RebillModule(ServerResources resources) implements ServerModule {
    @Override
    public List<Route> operatorRoutes() {
        return new RebillOperations(
                        resources.writes(),
                        new BillMaker(resources.database()),
                        CreditNotesModule.limits(resources.settings()),
                        resources.clock())
                .routes();
    }
}
