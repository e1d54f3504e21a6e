package org.billwright.server;

import java.util.ArrayList;
import java.util.List;
import org.billwright.account.AccountOperations;
import org.billwright.http.Route;
import org.billwright.issuer.IssuerOperations;

/** Billing accounts, and the issuer of bills. */
record AccountsModule(ServerResources resources) implements ServerModule {
    @Override
    public List<Route> operatorRoutes() {
        var accounts = new AccountOperations(
                resources.auditedReads(), resources.writes(), resources.clock(), AccountDocuments::read);
        var routes = new ArrayList<>(accounts.routes());
        routes.addAll(new IssuerOperations(resources.writes(), resources.clock()).routes());
        return routes;
    }
}
