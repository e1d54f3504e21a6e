package org.billwright.proof;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.billwright.access.Permission;
import org.billwright.audit.AuditAction;
import org.billwright.bill.BillShape;
import org.billwright.http.ApiRequest;
import org.billwright.http.NumberParameters;
import org.billwright.http.ReadOperations;
import org.billwright.http.Response;
import org.billwright.http.Route;
import org.billwright.problem.Problem;
import org.billwright.problem.ProblemException;
import org.billwright.store.TransactionRunner;

/** The reconciliation of a bill over HTTP, for whoever may read the bill: an extension of TMF678. */
public final class ReconciliationOperations {
    private static final int DEFAULT_PAGE = 100;
    private static final int MAX_PAGE = 1_000;
    private static final int MAX_OFFSET = 1_000_000;

    private final ReadOperations bills;
    private final TransactionRunner transactions;

    /** Verifies the bills that these operations read. */
    public ReconciliationOperations(ReadOperations bills, TransactionRunner transactions) {
        this.bills = bills;
        this.transactions = transactions;
    }

    /** The operation. */
    public Route route() {
        return Route.get(Permission.READ, BillShape.RESOURCE + "/:id/reconciliation", this::reconciliation);
    }

    private Future<Response> reconciliation(ApiRequest call) {
        var parameters = new NumberParameters(call, "a reconciliation", List.of("limit", "offset"));
        int limit = parameters.number("limit", DEFAULT_PAGE, MAX_PAGE);
        int offset = parameters.number("offset", 0, MAX_OFFSET);
        return bills.find(call.caller(), call.id())
                .compose(found -> transactions.inTransaction(call.tenant(), tx -> {
                    var documents = new ArrayList<ObjectNode>();
                    BillVerification.verify(
                            tx,
                            call.tenant(),
                            List.of(call.id()),
                            Recalculation.MAX_LINES_OF_REQUEST,
                            verified -> documents.add(ReconciliationDocument.of(verified, offset, limit)));
                    return documents.stream().findFirst();
                }))
                .compose(document -> shown(call, document));
    }

    private Future<Response> shown(ApiRequest call, Optional<ObjectNode> document) {
        var found =
                document.orElseThrow(() -> new ProblemException(new Problem.NotFound(BillShape.RESOURCE, call.id())));
        return bills.shown(call, AuditAction.READ, List.of(call.id()), Response.json(200, found));
    }
}
