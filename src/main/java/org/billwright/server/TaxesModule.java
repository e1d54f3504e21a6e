package org.billwright.server;

import java.util.List;
import org.billwright.access.Permission;
import org.billwright.http.ReadOperations;
import org.billwright.http.Route;
import org.billwright.tax.TaxOperations;
import org.billwright.tax.TaxRuleShape;

/** Tax rules and tax settings. */
record TaxesModule(ServerResources resources) implements ServerModule {
    @Override
    public List<Route> operatorRoutes() {
        var reads = new ReadOperations(resources.auditedReads(), Permission.PRODUCE, TaxRuleShape.SCHEMA);
        return new TaxOperations(resources.writes(), reads, resources.clock()).routes();
    }
}
