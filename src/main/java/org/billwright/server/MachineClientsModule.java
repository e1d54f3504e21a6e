package org.billwright.server;

import java.util.List;
import org.billwright.access.Permission;
import org.billwright.http.ReadOperations;
import org.billwright.http.Route;
import org.billwright.machineclient.MachineClientShape;

/** The machine clients of a tenant. They are added and revoked by commands alone. */
record MachineClientsModule(ServerResources resources) implements ServerModule {
    @Override
    public List<Route> operatorRoutes() {
        return new ReadOperations(resources.auditedReads(), Permission.ADMINISTER, MachineClientShape.SCHEMA).routes();
    }
}
