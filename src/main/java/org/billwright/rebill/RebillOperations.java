package org.billwright.rebill;

import io.vertx.core.Future;
import java.time.Clock;
import java.util.List;
import org.billwright.access.Permission;
import org.billwright.account.AccountShape;
import org.billwright.audit.AuditAction;
import org.billwright.audit.AuditTrail;
import org.billwright.bill.BillShape;
import org.billwright.billing.BillMaker;
import org.billwright.creditnote.CreditLimits;
import org.billwright.http.ApiRequest;
import org.billwright.http.Response;
import org.billwright.http.Route;
import org.billwright.json.DateTimes;
import org.billwright.store.TransactionRunner;

/** Cancel and rebill over HTTP. */
public final class RebillOperations {
    private static final String RESOURCE = "rebill";

    private final TransactionRunner writes;
    private final BillMaker bills;
    private final CreditLimits limits;
    private final Clock clock;

    /** @param limits of what a role may give back */
    public RebillOperations(TransactionRunner writes, BillMaker bills, CreditLimits limits, Clock clock) {
        this.writes = writes;
        this.bills = bills;
        this.limits = limits;
        this.clock = clock;
    }

    /** The operation. */
    public List<Route> routes() {
        return List.of(Route.post(Permission.PRODUCE, RESOURCE, this::rebill));
    }

    private Future<Response> rebill(ApiRequest call) {
        var request = RebillRequest.of(call.jsonBody());
        var row = AccountShape.RESOURCE + " of " + request.credit().billId();
        return writes.inTransaction(call.tenant(), row, tx -> {
            var made = new Rebilling(tx, call.caller(), DateTimes.now(clock), bills)
                    .make(request, amount -> limits.require(call.caller(), amount));
            var changed = made.isNew() ? AuditAction.CREATE : AuditAction.READ;
            var ids = made.isNew()
                    ? List.of(
                            made.billId(), made.creditNoteId(), request.credit().billId())
                    : List.of(made.billId());
            AuditTrail.recordChange(tx, call.auditEvent(clock.instant(), changed, BillShape.RESOURCE, ids));
            return Response.json(made.isNew() ? 201 : 200, made.document());
        });
    }
}
