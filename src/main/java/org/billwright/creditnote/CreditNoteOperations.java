package org.billwright.creditnote;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import org.billwright.access.Permission;
import org.billwright.audit.AuditAction;
import org.billwright.audit.AuditTrail;
import org.billwright.bill.BillShape;
import org.billwright.http.ApiRequest;
import org.billwright.http.ReadOperations;
import org.billwright.http.Response;
import org.billwright.http.Route;
import org.billwright.json.DateTimes;
import org.billwright.json.Json;
import org.billwright.json.JsonValues;
import org.billwright.json.Links;
import org.billwright.store.StoredDocument;
import org.billwright.store.TransactionRunner;
import org.jdbi.v3.core.Handle;

/** Credit notes over HTTP. Each is a bill, too, and TMF678 serves it as one. */
public final class CreditNoteOperations {
    private final TransactionRunner writes;
    private final ReadOperations reads;
    private final CreditLimits limits;
    private final Clock clock;

    /** @param reads of credit notes */
    public CreditNoteOperations(TransactionRunner writes, ReadOperations reads, CreditLimits limits, Clock clock) {
        this.writes = writes;
        this.limits = limits;
        this.reads = reads;
        this.clock = clock;
    }

    /** The operations. */
    public List<Route> routes() {
        var routes = new ArrayList<>(reads.routes());
        routes.add(Route.post(Permission.PRODUCE, CreditNoteShape.RESOURCE, this::create));
        return routes;
    }

    private Future<Response> create(ApiRequest call) {
        var fields = reads.view().selection(call);
        var request = CreditNoteRequest.of(call.jsonBody());
        return writes.inTransaction(call.tenant(), tx -> created(tx, call, request))
                .map(made -> {
                    var id = JsonValues.text(made.document(), "id").orElseThrow();
                    var stored = new StoredDocument(id, 1, Buffer.buffer(Json.write(made.document())));
                    return reads.view()
                            .response(made.isNew() ? 201 : 200, stored, fields, call)
                            .with("Location", call.base() + Links.to(CreditNoteShape.RESOURCE, id));
                });
    }

    private CreditNotes.Made created(Handle tx, ApiRequest call, CreditNoteRequest request) {
        var made = new CreditNotes(tx, call.tenant(), call.caller().id(), DateTimes.now(clock))
                .makeAndUse(request, total -> limits.require(call.caller(), total));
        var id = JsonValues.text(made.document(), "id").orElseThrow();
        var ids = new ArrayList<>(List.of(id));
        if (made.isNew()) {
            ids.add(request.billId());
            ids.addAll(made.otherBills());
        }
        AuditTrail.recordChange(
                tx,
                call.auditEvent(
                        clock.instant(),
                        made.isNew() ? AuditAction.CREATE : AuditAction.READ,
                        BillShape.RESOURCE,
                        ids));
        return made;
    }
}
