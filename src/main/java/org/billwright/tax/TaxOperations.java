package org.billwright.tax;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vertx.core.Future;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import org.billwright.access.Permission;
import org.billwright.audit.AuditAction;
import org.billwright.audit.AuditTrail;
import org.billwright.http.ApiRequest;
import org.billwright.http.ReadOperations;
import org.billwright.http.Response;
import org.billwright.http.Route;
import org.billwright.json.Json;
import org.billwright.json.JsonValues;
import org.billwright.json.KeyTexts;
import org.billwright.json.Links;
import org.billwright.problem.Problem;
import org.billwright.problem.ProblemException;
import org.billwright.store.StoredDocument;
import org.billwright.store.TransactionRunner;
import org.jdbi.v3.core.Handle;

/** The tax rules and tax settings of a tenant. Bills that were made keep the taxes that they were made with. */
public final class TaxOperations {
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
        var routes = new ArrayList<>(reads.routes());
        routes.add(Route.put(Permission.PRODUCE, TaxRuleShape.RESOURCE + "/:id", BODIES, this::put));
        routes.add(Route.delete(Permission.PRODUCE, TaxRuleShape.RESOURCE + "/:id", this::delete));
        routes.add(Route.get(Permission.PRODUCE, SETTINGS, this::settings));
        routes.add(Route.put(Permission.PRODUCE, SETTINGS, BODIES, this::putSettings));
        return routes;
    }

    private Future<Response> put(ApiRequest call) {
        var rule = call.jsonBody();
        ProblemException.unless(
                KeyTexts.isKey(call.id()), "id", "is limited to " + KeyTexts.MAX_CHARACTERS + " characters");
        ProblemException.unless(
                JsonValues.text(rule, "id").map(call.id()::equals).orElse(true), "id", "is another than in the URL");
        var complete = Json.object().put("id", call.id()).put("href", "");
        rule.remove(List.of("id", "href"));
        complete.setAll(rule);
        TaxRule.accept(complete);
        return writes.inTransaction(call.tenant(), tx -> put(tx, call, complete))
                .map(stored -> {
                    boolean isNew = stored.revision() == 1;
                    var response = reads.view()
                            .response(isNew ? 201 : 200, stored, reads.view().selection(call), call);
                    return isNew
                            ? response.with("Location", call.base() + Links.to(TaxRuleShape.RESOURCE, call.id()))
                            : response;
                });
    }

    private StoredDocument put(Handle tx, ApiRequest call, ObjectNode rule) {
        var stored = TaxStore.put(tx, call.tenant(), rule);
        record(
                tx,
                call,
                stored.revision() == 1 ? AuditAction.CREATE : AuditAction.CHANGE,
                TaxRuleShape.RESOURCE,
                call.id());
        return stored;
    }

    private Future<Response> delete(ApiRequest call) {
        return writes.inTransaction(call.tenant(), tx -> {
            record(tx, call, AuditAction.DELETE, TaxRuleShape.RESOURCE, call.id());
            if (!TaxStore.delete(tx, call.tenant(), call.id())) {
                throw new ProblemException(new Problem.NotFound(TaxRuleShape.RESOURCE, call.id()));
            }
            return Response.empty(204);
        });
    }

    private Future<Response> settings(ApiRequest call) {
        return writes.inTransaction(
                call.tenant(),
                tx -> Response.json(200, TaxStore.settings(tx, call.tenant()).document()));
    }

    private Future<Response> putSettings(ApiRequest call) {
        var settings = TaxSettings.of(call.jsonBody());
        return writes.inTransaction(call.tenant(), tx -> {
            record(tx, call, AuditAction.CHANGE, SETTINGS, SETTINGS);
            TaxStore.put(tx, call.tenant(), settings);
            return Response.json(200, settings.document());
        });
    }

    private void record(Handle tx, ApiRequest call, AuditAction action, String resource, String id) {
        AuditTrail.recordChange(tx, call.auditEvent(clock.instant(), action, resource, List.of(id)));
    }
}
