package org.billwright.server;

import java.util.List;
import org.billwright.access.Permission;
import org.billwright.audit.AuditShape;
import org.billwright.http.ReadOperations;
import org.billwright.http.Route;

/** The audit trail: reading it. */
record AuditModule(ServerResources resources) implements ServerModule {
    @Override
    public List<Route> operatorRoutes() {
        return new ReadOperations(resources.auditedReads(), Permission.AUDIT, AuditShape.SCHEMA).routes();
    }
}
