package org.billwright.retention;

import io.vertx.core.Future;
import java.time.Clock;
import java.util.List;
import org.billwright.access.Permission;
import org.billwright.audit.AuditAction;
import org.billwright.audit.AuditTrail;
import org.billwright.http.ApiRequest;
import org.billwright.http.Preconditions;
import org.billwright.http.Response;
import org.billwright.http.Route;
import org.billwright.store.TransactionRunner;
import org.jdbi.v3.core.Handle;

/** The retention of a tenant over HTTP: there is one, also where nothing is set. */
public final class RetentionOperations {
    private static final List<String> MERGE_PATCH = List.of("application/json", "application/merge-patch+json");

    private final TransactionRunner writes;
    private final Clock clock;
    private final RetentionDefaults defaults;

    /**
     * The operations.
     *
     * @param defaults the periods of tenants that have set none
     */
    public RetentionOperations(TransactionRunner writes, Clock clock, RetentionDefaults defaults) {
        this.writes = writes;
        this.clock = clock;
        this.defaults = defaults;
    }

    /** The operations. Who may erase a person may also have bills deleted. */
    public List<Route> routes() {
        return List.of(
                Route.get(Permission.PRODUCE, Retention.RESOURCE, this::get),
                Route.patch(Permission.PERSONAL_DATA, Retention.RESOURCE, MERGE_PATCH, this::patch));
    }

    private Future<Response> get(ApiRequest call) {
        var conditions = Preconditions.of(call);
        return writes.inTransaction(call.tenant(), tx -> {
            var stored = RetentionStore.find(tx, call.tenant());
            conditions.requireMatch(Preconditions.tag(stored.revision()));
            return conditions.isNotModified(stored.revision())
                    ? Response.empty(304).with("ETag", Preconditions.tag(stored.revision()))
                    : response(stored);
        });
    }

    private Future<Response> patch(ApiRequest call) {
        var conditions = Preconditions.of(call);
        var patch = new RetentionPatch(call.jsonBody());
        return writes.inTransaction(call.tenant(), Retention.RESOURCE, tx -> patched(tx, call, conditions, patch));
    }

    private Response patched(Handle tx, ApiRequest call, Preconditions conditions, RetentionPatch patch) {
        var patched = patch.apply(tx, call.tenant(), conditions::requireForChange);
        if (patched.isChanged()) {
            AuditTrail.recordChange(
                    tx,
                    call.auditEvent(clock.instant(), AuditAction.CHANGE, Retention.RESOURCE, List.of(call.tenant())));
        }
        return response(patched.stored());
    }

    private Response response(RetentionStore.StoredRetention stored) {
        return Response.json(200, RetentionDocument.of(stored.retention(), defaults))
                .with("ETag", Preconditions.tag(stored.revision()));
    }
}
