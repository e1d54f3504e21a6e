package org.billwright.http;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vertx.core.Future;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.billwright.access.Permission;
import org.billwright.audit.AuditAction;
import org.billwright.audit.AuditTrail;
import org.billwright.json.Json;
import org.billwright.json.JsonValues;
import org.billwright.json.KeyTexts;
import org.billwright.json.Links;
import org.billwright.problem.Problem;
import org.billwright.problem.ProblemException;
import org.billwright.store.StoredDocument;
import org.billwright.store.TransactionRunner;
import org.jdbi.v3.core.Handle;

/** Reads, adds, replaces and deletes the documents of a small resource under ids that the client chooses, such as rules. */
public final class PutOperations {
    private static final List<String> BODIES = List.of("application/json");

    private final String resource;
    private final TransactionRunner writes;
    private final ReadOperations reads;
    private final Clock clock;
    private final Store store;

    /**
     * What is done with documents.
     *
     * @param check checks a document, and modifies it; throws {@link ProblemException}
     * @param put adds or replaces a document
     * @param delete deletes a document; false where there is none
     */
    public record Store(Consumer<ObjectNode> check, Put put, Delete delete) {}

    /** Adds or replaces a document. */
    public interface Put {
        /** The document as it is stored. */
        StoredDocument put(Handle tx, String tenant, ObjectNode document);
    }

    /** Deletes a document. */
    public interface Delete {
        /** False where there is none. */
        boolean delete(Handle tx, String tenant, String id);
    }

    /**
     * Operations on a resource.
     *
     * @param resource its name in URLs
     * @param reads of the same
     */
    public PutOperations(String resource, TransactionRunner writes, ReadOperations reads, Clock clock, Store store) {
        this.resource = resource;
        this.writes = writes;
        this.reads = reads;
        this.clock = clock;
        this.store = store;
    }

    /** The operations. */
    public List<Route> routes() {
        var routes = new ArrayList<>(reads.routes());
        routes.add(Route.put(Permission.PRODUCE, resource + "/:id", BODIES, this::put));
        routes.add(Route.delete(Permission.PRODUCE, resource + "/:id", this::delete));
        return routes;
    }

    private Future<Response> put(ApiRequest call) {
        var given = call.jsonBody();
        ProblemException.unless(
                KeyTexts.isKey(call.id()), "id", "is limited to " + KeyTexts.MAX_CHARACTERS + " characters");
        ProblemException.unless(
                JsonValues.text(given, "id").map(call.id()::equals).orElse(true), "id", "is another than in the URL");
        var complete = Json.object().put("id", call.id()).put("href", "");
        given.remove(List.of("id", "href"));
        complete.setAll(given);
        store.check().accept(complete);
        return writes.inTransaction(call.tenant(), tx -> put(tx, call, complete))
                .map(stored -> {
                    boolean isNew = stored.revision() == 1;
                    var response = reads.view()
                            .response(isNew ? 201 : 200, stored, reads.view().selection(call), call);
                    return isNew ? response.with("Location", call.base() + Links.to(resource, call.id())) : response;
                });
    }

    private StoredDocument put(Handle tx, ApiRequest call, ObjectNode document) {
        var stored = store.put().put(tx, call.tenant(), document);
        record(tx, call, stored.revision() == 1 ? AuditAction.CREATE : AuditAction.CHANGE);
        return stored;
    }

    private Future<Response> delete(ApiRequest call) {
        return writes.inTransaction(call.tenant(), tx -> {
            record(tx, call, AuditAction.DELETE);
            if (!store.delete().delete(tx, call.tenant(), call.id())) {
                throw new ProblemException(new Problem.NotFound(resource, call.id()));
            }
            return Response.empty(204);
        });
    }

    private void record(Handle tx, ApiRequest call, AuditAction action) {
        AuditTrail.recordChange(tx, call.auditEvent(clock.instant(), action, resource, List.of(call.id())));
    }
}
