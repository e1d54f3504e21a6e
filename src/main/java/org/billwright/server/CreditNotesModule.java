package org.billwright.server;

import java.util.List;
import java.util.Map;
import org.billwright.access.Permission;
import org.billwright.access.Role;
import org.billwright.creditnote.CreditLimits;
import org.billwright.creditnote.CreditNoteOperations;
import org.billwright.creditnote.CreditNoteShape;
import org.billwright.http.ReadOperations;
import org.billwright.http.Route;

/** Credit notes. */
record CreditNotesModule(ServerResources resources) implements ServerModule {
    @Override
    public List<Route> operatorRoutes() {
        var reads = new ReadOperations(resources.auditedReads(), Permission.PRODUCE, CreditNoteShape.SCHEMA);
        return new CreditNoteOperations(resources.writes(), reads, limits(resources.settings()), resources.clock())
                .routes();
    }

    static CreditLimits limits(Settings settings) {
        return CreditLimits.of(Map.of(
                Role.OPERATOR, settings.credits().operatorLimits().orElse(List.of()),
                Role.ADMIN, settings.credits().adminLimits().orElse(List.of())));
    }
}
