package org.billwright.server;

import java.util.ArrayList;
import java.util.List;
import org.billwright.access.Permission;
import org.billwright.bill.BillPatch;
import org.billwright.bill.BillShape;
import org.billwright.bill.ValidatedBills;
import org.billwright.http.ReadOperations;
import org.billwright.http.Route;
import org.billwright.json.TmfVersion;
import org.billwright.proof.ReconciliationOperations;
import org.billwright.proof.explanation.ExplanationOperations;

/** Customer bills: reading and changing them. */
record BillsModule(ServerResources resources, ValidatedBills validated) implements ServerModule {
    @Override
    public List<Route> operatorRoutes() {
        var bills = new ReadOperations(resources.auditedReads(), Permission.READ, BillShape.of(TmfVersion.V5));
        return List.of(new ExplanationOperations(bills, resources.writes()).route());
    }

    @Override
    public List<Route> tmfRoutes(TmfVersion version) {
        var bills = new ReadOperations(resources.auditedReads(), Permission.READ, BillShape.of(version));
        var routes = new ArrayList<>(bills.routes());
        routes.add(new BillPatch(resources.writes(), bills, validated, resources.clock()).route());
        routes.add(new ReconciliationOperations(bills, resources.writes()).route());
        return routes;
    }
}
