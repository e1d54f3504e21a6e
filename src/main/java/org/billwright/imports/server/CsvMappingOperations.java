package org.billwright.imports.server;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vertx.core.Future;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.List;
import java.util.regex.Pattern;
import org.billwright.access.Permission;
import org.billwright.audit.AuditAction;
import org.billwright.audit.AuditTrail;
import org.billwright.csv.CsvMapping;
import org.billwright.http.ApiRequest;
import org.billwright.http.Response;
import org.billwright.http.Route;
import org.billwright.json.Json;
import org.billwright.json.Links;
import org.billwright.problem.Problem;
import org.billwright.problem.ProblemException;
import org.billwright.store.TransactionRunner;
import org.jdbi.v3.core.Handle;

/** The CSV mappings of a tenant, which imports over HTTP name. */
public final class CsvMappingOperations {
    private static final String RESOURCE = "csvMapping";
    private static final List<String> BODIES = List.of("application/yaml", "text/yaml", "application/json");
    private static final Pattern ID = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,99}");
    private static final int MAX_MAPPINGS = 1_000;
    private static final int MAX_CHARACTERS = 100_000;

    private final TransactionRunner writes;
    private final Clock clock;

    /** Operations on the mappings in this database. */
    public CsvMappingOperations(TransactionRunner writes, Clock clock) {
        this.writes = writes;
        this.clock = clock;
    }

    /** The operations. */
    public List<Route> routes() {
        return List.of(
                Route.get(Permission.PRODUCE, RESOURCE, this::list),
                Route.get(Permission.PRODUCE, RESOURCE + "/:id", this::byId),
                Route.put(Permission.PRODUCE, RESOURCE + "/:id", BODIES, this::put),
                Route.delete(Permission.PRODUCE, RESOURCE + "/:id", this::delete));
    }

    private Future<Response> list(ApiRequest call) {
        return writes.inTransaction(call.tenant(), tx -> {
            var mappings = Json.array();
            CsvMappingStore.documents(tx, call.tenant()).forEach(mappings::add);
            var count = String.valueOf(mappings.size());
            return Response.json(200, mappings).with("X-Result-Count", count).with("X-Total-Count", count);
        });
    }

    private Future<Response> byId(ApiRequest call) {
        return writes.inTransaction(call.tenant(), tx -> Response.json(200, document(tx, call)));
    }

    private static ObjectNode document(Handle tx, ApiRequest call) {
        return CsvMappingStore.document(tx, call.tenant(), call.id()).orElseThrow(() -> unknown(call));
    }

    private static ProblemException unknown(ApiRequest call) {
        return new ProblemException(new Problem.NotFound(RESOURCE, call.id()));
    }

    /** Adds or replaces a mapping. Imports that have begun keep the text that they began with. */
    private Future<Response> put(ApiRequest call) {
        ProblemException.unless(
                ID.matcher(call.id()).matches(),
                "id",
                "must be 1 to 100 letters, digits, points, hyphens and underscores, the first of them a letter or digit");
        var text = call.textBody();
        ProblemException.unless(
                text.length() <= MAX_CHARACTERS, "the mapping", "is limited to " + MAX_CHARACTERS + " characters");
        CsvMapping.read(text.getBytes(StandardCharsets.UTF_8));
        return writes.inTransaction(call.tenant(), tx -> put(tx, call, text));
    }

    private Response put(Handle tx, ApiRequest call, String text) {
        long count = CsvMappingStore.lockAndCount(tx, call.tenant());
        boolean isNew = CsvMappingStore.find(tx, call.tenant(), call.id()).isEmpty();
        if (isNew && count >= MAX_MAPPINGS) {
            throw new ProblemException(new Problem.Conflict(
                    "there are " + MAX_MAPPINGS + " CSV mappings, and not more are allowed; delete one first"));
        }
        record(tx, call, isNew ? AuditAction.CREATE : AuditAction.CHANGE);
        CsvMappingStore.put(tx, call.tenant(), call.id(), text, clock);
        var mapping = document(tx, call);
        return isNew
                ? Response.json(201, mapping).with("Location", call.base() + Links.to(RESOURCE, call.id()))
                : Response.json(200, mapping);
    }

    private Future<Response> delete(ApiRequest call) {
        return writes.inTransaction(call.tenant(), tx -> {
            record(tx, call, AuditAction.DELETE);
            if (!CsvMappingStore.delete(tx, call.tenant(), call.id())) {
                throw unknown(call);
            }
            return Response.empty(204);
        });
    }

    private void record(Handle tx, ApiRequest call, AuditAction action) {
        AuditTrail.recordChange(tx, call.auditEvent(clock.instant(), action, RESOURCE, List.of(call.id())));
    }
}
