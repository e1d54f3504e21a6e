package org.billwright.run;

import io.vertx.core.Future;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import org.billwright.access.Permission;
import org.billwright.audit.AuditAction;
import org.billwright.audit.AuditTrail;
import org.billwright.http.ApiRequest;
import org.billwright.http.Response;
import org.billwright.http.Route;
import org.billwright.json.Json;
import org.billwright.problem.Problem;
import org.billwright.problem.ProblemException;
import org.billwright.proof.explanation.ExplanationTotals;
import org.billwright.store.TransactionRunner;
import org.jdbi.v3.core.Handle;

/** Explanations of the bills of runs over HTTP, also before they are made. */
public final class RunExplanationOperations {
    /** The bills of a run that are explained in a request; the command line explains larger runs. */
    static final int MAX_BILLS = 2_000;

    private final TransactionRunner transactions;
    private final Clock clock;

    /** @param clock when accounts may be on hold */
    public RunExplanationOperations(TransactionRunner transactions, Clock clock) {
        this.transactions = transactions;
        this.clock = clock;
    }

    /** The operations. */
    public List<Route> routes() {
        return List.of(
                Route.get(Permission.CHANGE, RunShape.ACCOUNTS_RESOURCE + "/:id/explanation", this::ofAccount),
                Route.get(Permission.CHANGE, RunShape.RESOURCE + "/:id/explanation", this::ofRun));
    }

    private Future<Response> ofAccount(ApiRequest call) {
        call.requireNoParameters("an explanation");
        int colon = call.id().indexOf(':');
        var run = call.id().substring(0, Math.max(0, colon));
        var account = call.id().substring(colon + 1);
        return transactions.inTransaction(call.tenant(), tx -> {
            var explanation = explanations(tx, call, run)
                    .flatMap(of -> of.ofAccount(account))
                    .orElseThrow(
                            () -> new ProblemException(new Problem.NotFound(RunShape.ACCOUNTS_RESOURCE, call.id())));
            record(tx, call, RunShape.ACCOUNTS_RESOURCE);
            return Response.json(
                    200, explanation.document(call.header("Accept-Language").orElse("")));
        });
    }

    private Future<Response> ofRun(ApiRequest call) {
        call.requireNoParameters("an explanation");
        return transactions.inTransaction(call.tenant(), tx -> {
            var run = explanations(tx, call, call.id())
                    .orElseThrow(() -> new ProblemException(new Problem.NotFound(RunShape.RESOURCE, call.id())));
            long bills = run.bills();
            if (bills > MAX_BILLS) {
                throw new ProblemException(new Problem.Conflict("the run has " + bills + " bills, and at most "
                        + MAX_BILLS + " are explained in a request; use billwright explain --run " + call.id()));
            }
            var totals = new ExplanationTotals();
            run.readAfter("", MAX_BILLS, totals::add);
            record(tx, call, RunShape.RESOURCE);
            var document = Json.object();
            document.putArray("currency").addAll(totals.documents());
            document.putArray("gone").addAll(run.gone());
            return Response.json(200, document);
        });
    }

    private Optional<RunExplanation> explanations(Handle tx, ApiRequest call, String run) {
        return RunExplanation.of(tx, call.tenant(), run, clock);
    }

    private void record(Handle tx, ApiRequest call, String resource) {
        AuditTrail.recordChange(tx, call.auditEvent(clock.instant(), AuditAction.READ, resource, List.of(call.id())));
    }
}
