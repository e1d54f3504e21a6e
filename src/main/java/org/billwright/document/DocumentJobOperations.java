package org.billwright.document;

import io.vertx.core.Future;
import java.time.Clock;
import java.util.List;
import org.billwright.access.Permission;
import org.billwright.audit.AuditAction;
import org.billwright.audit.AuditTrail;
import org.billwright.http.ApiRequest;
import org.billwright.http.Response;
import org.billwright.http.Route;
import org.billwright.problem.Problem;
import org.billwright.problem.ProblemException;
import org.billwright.run.RunShape;
import org.billwright.store.TransactionRunner;
import org.jdbi.v3.core.Handle;

/** The documents of the bills of runs over HTTP: requesting them, and how far they are. */
public final class DocumentJobOperations {
    private static final String JOB = RunShape.RESOURCE + "/:id/" + DocumentJobs.RESOURCE;

    private final TransactionRunner writes;
    private final Clock clock;
    private final Runnable requested;

    /** @param requested wakes the worker */
    public DocumentJobOperations(TransactionRunner writes, Clock clock, Runnable requested) {
        this.writes = writes;
        this.clock = clock;
        this.requested = requested;
    }

    /** The operations. */
    public List<Route> routes() {
        return List.of(
                Route.post(Permission.PRODUCE, JOB, this::request), Route.get(Permission.CHANGE, JOB, this::find));
    }

    private Future<Response> request(ApiRequest call) {
        ProblemException.unless(call.jsonBody().isEmpty(), "", "must be an empty object");
        return writes.inTransaction(call.tenant(), RunShape.RESOURCE + ' ' + call.id(), tx -> {
                    var job = jobs(tx, call).request(call.id());
                    AuditTrail.recordChange(
                            tx,
                            call.auditEvent(
                                    clock.instant(), AuditAction.CREATE, DocumentJobs.RESOURCE, List.of(call.id())));
                    return Response.json(202, job);
                })
                .onSuccess(response -> requested.run());
    }

    private Future<Response> find(ApiRequest call) {
        call.requireNoParameters("a document job");
        return writes.inTransaction(
                call.tenant(),
                tx -> Response.json(
                        200,
                        jobs(tx, call)
                                .find(call.id())
                                .orElseThrow(() ->
                                        new ProblemException(new Problem.NotFound(DocumentJobs.RESOURCE, call.id())))));
    }

    private DocumentJobs jobs(Handle tx, ApiRequest call) {
        return new DocumentJobs(tx, call.tenant(), call.caller().id(), clock);
    }
}
