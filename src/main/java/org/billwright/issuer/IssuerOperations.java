package org.billwright.issuer;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import java.time.Clock;
import java.util.List;
import org.billwright.access.Permission;
import org.billwright.audit.AuditAction;
import org.billwright.audit.AuditTrail;
import org.billwright.http.ApiRequest;
import org.billwright.http.Preconditions;
import org.billwright.http.Response;
import org.billwright.http.Route;
import org.billwright.problem.Problem;
import org.billwright.problem.ProblemException;
import org.billwright.store.TransactionRunner;
import org.jdbi.v3.core.Handle;

/** The issuer of a tenant's bills: there is one. */
public final class IssuerOperations {
    private static final List<String> BODIES = List.of("application/json");

    private final TransactionRunner writes;
    private final Clock clock;

    /** Operations on the issuer in this database. */
    public IssuerOperations(TransactionRunner writes, Clock clock) {
        this.writes = writes;
        this.clock = clock;
    }

    /** The operations. */
    public List<Route> routes() {
        return List.of(
                Route.get(Permission.PRODUCE, Issuer.RESOURCE, this::get),
                Route.put(Permission.PRODUCE, Issuer.RESOURCE, BODIES, this::put));
    }

    private Future<Response> get(ApiRequest call) {
        var conditions = Preconditions.of(call);
        return writes.inTransaction(call.tenant(), tx -> {
            var stored = IssuerStore.find(tx, call.tenant())
                    .orElseThrow(() -> new ProblemException(new Problem.NotFound(Issuer.RESOURCE, call.tenant())));
            conditions.requireMatch(Preconditions.tag(stored.revision()));
            return conditions.isNotModified(stored.revision())
                    ? Response.empty(304).with("ETag", Preconditions.tag(stored.revision()))
                    : response(200, stored.issuer(), stored.revision());
        });
    }

    private Future<Response> put(ApiRequest call) {
        var conditions = Preconditions.of(call);
        var issuer = Issuer.of(call.jsonBody());
        return writes.inTransaction(call.tenant(), Issuer.RESOURCE, tx -> put(tx, call, conditions, issuer));
    }

    private Response put(Handle tx, ApiRequest call, Preconditions conditions, Issuer issuer) {
        var present = IssuerStore.find(tx, call.tenant());
        present.ifPresentOrElse(
                stored -> conditions.requireForChange(stored.revision()),
                () -> call.header("If-Match").ifPresent(given -> {
                    throw new ProblemException(new Problem.PreconditionFailed(given));
                }));
        long before = present.map(IssuerStore.StoredIssuer::revision).orElse(0L);
        long revision = IssuerStore.put(tx, call.tenant(), issuer, before);
        var action = present.isPresent() ? AuditAction.CHANGE : AuditAction.CREATE;
        AuditTrail.recordChange(tx, call.auditEvent(clock.instant(), action, Issuer.RESOURCE, List.of(call.tenant())));
        return present.isPresent()
                ? response(200, issuer, revision)
                : response(201, issuer, revision).with("Location", call.base() + Issuer.RESOURCE);
    }

    private static Response response(int status, Issuer issuer, long revision) {
        return Response.json(status, Buffer.buffer(issuer.doc())).with("ETag", Preconditions.tag(revision));
    }
}
