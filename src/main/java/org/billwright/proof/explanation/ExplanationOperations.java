package org.billwright.proof.explanation;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vertx.core.Future;
import java.util.List;
import java.util.Optional;
import org.billwright.access.Permission;
import org.billwright.audit.AuditAction;
import org.billwright.bill.BillShape;
import org.billwright.http.ApiRequest;
import org.billwright.http.ReadOperations;
import org.billwright.http.Response;
import org.billwright.http.Route;
import org.billwright.problem.Problem;
import org.billwright.problem.ProblemException;
import org.billwright.store.TransactionRunner;

/** The explanation of a bill over HTTP, for whoever may read the bill. */
public final class ExplanationOperations {
    private final ReadOperations bills;
    private final TransactionRunner transactions;

    /** Explains the bills that these operations read. */
    public ExplanationOperations(ReadOperations bills, TransactionRunner transactions) {
        this.bills = bills;
        this.transactions = transactions;
    }

    /** The operation. */
    public Route route() {
        return Route.get(Permission.READ, BillShape.RESOURCE + "/:id/explanation", this::explanation);
    }

    private Future<Response> explanation(ApiRequest call) {
        call.requireNoParameters("an explanation");
        var language = call.header("Accept-Language").orElse("");
        return bills.find(call.caller(), call.id())
                .compose(found -> transactions.inTransaction(
                        call.tenant(), tx -> Explanation.previous(tx, call.tenant(), call.id())))
                .compose(previous -> visible(call, previous))
                .compose(previous -> transactions.inTransaction(
                        call.tenant(),
                        tx -> Explanation.of(tx, call.tenant(), call.id(), previous)
                                .map(explanation -> explanation.document(language))))
                .compose(document -> shown(call, document));
    }

    /** An account may have been somebody else's before. */
    private Future<Optional<String>> visible(ApiRequest call, Optional<String> bill) {
        return bill.map(id -> bills.find(call.caller(), id)
                        .map(found -> Optional.of(id))
                        .recover(failure -> failure instanceof ProblemException refused
                                        && refused.problem() instanceof Problem.NotFound
                                ? Future.succeededFuture(Optional.empty())
                                : Future.failedFuture(failure)))
                .orElseGet(() -> Future.succeededFuture(Optional.empty()));
    }

    private Future<Response> shown(ApiRequest call, Optional<ObjectNode> document) {
        var found =
                document.orElseThrow(() -> new ProblemException(new Problem.NotFound(BillShape.RESOURCE, call.id())));
        return bills.shown(call, AuditAction.READ, List.of(call.id()), Response.json(200, found));
    }
}
