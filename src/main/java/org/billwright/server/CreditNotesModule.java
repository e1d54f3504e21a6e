package org.billwright.server;

import java.util.List;
import org.billwright.access.Permission;
import org.billwright.creditnote.CreditNoteOperations;
import org.billwright.creditnote.CreditNoteShape;
import org.billwright.http.ReadOperations;
import org.billwright.http.Route;

/** Credit notes. */
record CreditNotesModule(ServerResources resources) implements ServerModule {
    @Override
    public List<Route> operatorRoutes() {
        var reads = new ReadOperations(resources.auditedReads(), Permission.PRODUCE, CreditNoteShape.SCHEMA);
        return new CreditNoteOperations(resources.writes(), reads, resources.clock()).routes();
    }
}
