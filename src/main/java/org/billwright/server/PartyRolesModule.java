package org.billwright.server;

import java.util.List;
import org.billwright.access.Permission;
import org.billwright.http.HttpConfig;
import org.billwright.http.ReadOperations;
import org.billwright.http.Route;
import org.billwright.json.TmfVersion;
import org.billwright.partyrole.PartyRoleShape;

/** The roles of callers as TMF669 Party Role Management, which an ODA canvas expects of a component. */
record PartyRolesModule(ServerResources resources) {
    /** The path of the API, ending in a slash. */
    String path() {
        var http = resources.http();
        return new HttpConfig(
                        resources.settings().partyRolesBasePath(),
                        http.publicUrl(),
                        http.maxBodyBytes(),
                        http.bodyTimeout())
                .path(TmfVersion.V4);
    }

    /** Its operations: the list of roles, and one of them. */
    List<Route> routes() {
        return new ReadOperations(resources.auditedReads(), Permission.READ, PartyRoleShape.SCHEMA).routes();
    }
}
