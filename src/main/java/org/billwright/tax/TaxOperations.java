package org.billwright.tax;

import io.vertx.core.Future;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import org.billwright.access.Permission;
import org.billwright.audit.AuditAction;
import org.billwright.audit.AuditTrail;
import org.billwright.http.ApiRequest;
import org.billwright.http.PutOperations;
import org.billwright.http.ReadOperations;
import org.billwright.http.Response;
import org.billwright.http.Route;
import org.billwright.store.TransactionRunner;

/** The tax rules and tax settings of a tenant. Bills that were made keep the taxes that they were made with. */
public final class TaxOperations {
    /** Checks, adds, replaces and deletes rules. */
    public static final PutOperations.Store RULES =
            new PutOperations.Store(TaxRule::accept, TaxStore::put, TaxStore::delete);

    private static final String SETTINGS = "taxSettings";
    private static final List<String> BODIES = List.of("application/json");

    private final TransactionRunner writes;
    private final ReadOperations reads;
    private final Clock clock;

    /** @param reads of the rules */
    public TaxOperations(TransactionRunner writes, ReadOperations reads, Clock clock) {
        this.writes = writes;
        this.reads = reads;
        this.clock = clock;
    }

    /** The operations. */
    public List<Route> routes() {
        var routes = new ArrayList<>(new PutOperations(TaxRuleShape.RESOURCE, writes, reads, clock, RULES).routes());
        routes.add(Route.get(Permission.PRODUCE, SETTINGS, this::settings));
        routes.add(Route.put(Permission.PRODUCE, SETTINGS, BODIES, this::putSettings));
        return routes;
    }

    private Future<Response> settings(ApiRequest call) {
        return writes.inTransaction(
                call.tenant(),
                tx -> Response.json(200, TaxStore.settings(tx, call.tenant()).document()));
    }

    private Future<Response> putSettings(ApiRequest call) {
        var settings = TaxSettings.of(call.jsonBody());
        return writes.inTransaction(call.tenant(), tx -> {
            AuditTrail.recordChange(
                    tx, call.auditEvent(clock.instant(), AuditAction.CHANGE, SETTINGS, List.of(SETTINGS)));
            TaxStore.put(tx, call.tenant(), settings);
            return Response.json(200, settings.document());
        });
    }
}
