package org.billwright.http;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import java.util.List;
import org.billwright.access.Caller;
import org.billwright.access.Permission;
import org.billwright.audit.AuditAction;
import org.billwright.json.FieldSelection;
import org.billwright.json.Json;
import org.billwright.json.Projection;
import org.billwright.problem.Problem;
import org.billwright.problem.ProblemException;
import org.billwright.query.ListSql;
import org.billwright.query.Ownership;
import org.billwright.query.QueryLimits;
import org.billwright.query.QueryParser;
import org.billwright.query.QueryResolver;
import org.billwright.query.ResolvedQuery;
import org.billwright.query.ResourceSchema;
import org.billwright.query.TenantSelect;
import org.billwright.query.TotalCount;
import org.billwright.store.Page;
import org.billwright.store.ReadPool;
import org.billwright.store.StoredDocument;

/** Lists and single reads of one resource in one version: text, query, SQL, documents, answer. */
public final class ReadOperations {
    /** No id is longer, so none of this length is looked up. */
    private static final int MAX_ID_CHARACTERS = 1_000;

    /** What a client sends in {@code Prefer} (RFC 7240) to have a long list counted to its end. */
    private static final String EXACT_COUNT = "count=exact";

    private final AuditedReads watched;
    private final ReadPool reads;
    private final Permission access;
    private final ResourceSchema schema;
    private final Projection projection;

    /** Reading of the resource that the schema describes, by whom it is open to. */
    public ReadOperations(AuditedReads watched, Permission access, ResourceSchema schema) {
        this.watched = watched;
        this.reads = watched.reads();
        this.access = access;
        this.schema = schema;
        this.projection = new Projection(schema.shape());
    }

    /** The two operations. */
    public List<Route> routes() {
        var resource = schema.shape().resource();
        return List.of(Route.get(access, resource, this::list), Route.get(access, resource + "/:id", this::byId));
    }

    /** What is read. */
    public ResourceSchema schema() {
        return schema;
    }

    /** A stored document as this version shows it. */
    public ObjectNode shown(ObjectNode stored, ApiRequest call) {
        var document = projection.one(Buffer.buffer(Json.write(stored)), FieldSelection.ALL, call.base());
        return Json.stored(document.toString());
    }

    /** One instance as this version shows it, with its entity tag. */
    public Response show(int status, StoredDocument stored, FieldSelection fields, ApiRequest call) {
        return Response.json(status, projection.one(stored.document(), fields, call.base()))
                .with("ETag", Preconditions.tag(stored.revision()));
    }

    private Future<Response> byId(ApiRequest call) {
        var fields = fields(call);
        return find(call.caller(), call.id())
                .map(stored -> told(call, stored))
                .map(stored -> Preconditions.isKnown(call, stored.revision())
                        ? Response.empty(304).with("ETag", Preconditions.tag(stored.revision()))
                        : show(200, stored, fields, call));
    }

    /** Tells the audit trail, where it is somebody's that is shown. */
    private void told(ApiRequest call, AuditAction action, List<String> ids) {
        if (!schema.ownership().equals(Ownership.NOBODYS)) {
            watched.shown(call, action, schema.shape().resource(), ids);
        }
    }

    /** Tells the audit trail that the instance that the path names is shown, and gives it on. */
    public StoredDocument told(ApiRequest call, StoredDocument stored) {
        told(call, AuditAction.READ, List.of(call.id()));
        return stored;
    }

    /** What a request about one instance wants to see of it. */
    public FieldSelection fields(ApiRequest call) {
        var request = QueryParser.parse(call.rawQuery());
        if (!request.selectsOnly()) {
            throw new ProblemException(
                    new Problem.MalformedQuery("one instance is read with the parameter 'fields' alone"));
        }
        return schema.selection(request.fields());
    }

    /** The instance with this id; a {@link Problem.NotFound} where there is none that the caller may see. */
    public Future<StoredDocument> find(Caller caller, String id) {
        var notFound = new ProblemException(new Problem.NotFound(schema.shape().resource(), id));
        if (id.length() > MAX_ID_CHARACTERS || id.indexOf('\0') >= 0) {
            return Future.failedFuture(notFound);
        }
        var sql = TenantSelect.visibleTo(
                TenantSelect.documents(schema.table(), caller.tenant())
                        .text(" and id = ")
                        .value(id),
                caller,
                schema.ownership());
        return reads.document(caller.tenant(), sql).map(found -> found.orElseThrow(() -> notFound));
    }

    private Future<Response> list(ApiRequest call) {
        var query = new QueryResolver(schema, call.base()).resolve(QueryParser.parse(call.rawQuery()));
        return reads.page(call.tenant(), ListSql.page(schema, call.caller(), query))
                .compose(page -> {
                    told(call, AuditAction.LIST, page.ids());
                    return total(call, query, page.documents().size()).map(total -> answer(call, query, page, total));
                });
    }

    /**
     * A page that is not full ends the list, so that most lists are not counted; a page behind a cursor knows from the
     * first. The rest is counted up to a bound, or whole where the client prefers that.
     */
    private Future<TotalCount> total(ApiRequest call, ResolvedQuery query, int shown) {
        if (query.after().isPresent()) {
            return Future.succeededFuture(query.after().get().total());
        }
        boolean pastEnd = shown == 0 && query.page().offset() > 0;
        if (shown < query.page().limit() && !pastEnd) {
            return Future.succeededFuture(new TotalCount(query.page().offset() + shown, true));
        }
        boolean wantsExact = call.header("Prefer").filter(EXACT_COUNT::equals).isPresent();
        if (wantsExact || pastEnd) {
            return reads.number(call.tenant(), ListSql.count(schema, call.caller(), query))
                    .map(count -> new TotalCount(count, true));
        }
        long seen = query.page().offset() + shown;
        int bound = Math.max(QueryLimits.COUNTED_PAGES * query.page().limit(), QueryLimits.COUNTED_AT_LEAST);
        if (seen > bound) {
            return Future.succeededFuture(new TotalCount(seen, false));
        }
        return reads.number(call.tenant(), ListSql.boundedCount(schema, call.caller(), query, bound))
                .map(count -> new TotalCount(Math.min(count, bound), count <= bound));
    }

    private Response answer(ApiRequest call, ResolvedQuery query, Page page, TotalCount total) {
        var paging = new Paging(query, page, total);
        var documents = page.documents().stream().map(StoredDocument::document).toList();
        var body = projection.array(documents, query.fields(), call.base());
        return paging.answer(body, call.base() + schema.shape().resource(), call.rawQuery());
    }
}
