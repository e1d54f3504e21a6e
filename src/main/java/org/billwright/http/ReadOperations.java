package org.billwright.http;

import io.vertx.core.Future;
import java.util.List;
import java.util.Optional;
import org.billwright.access.Caller;
import org.billwright.access.Permission;
import org.billwright.audit.AuditAction;
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
import org.billwright.store.Page;
import org.billwright.store.ReadPool;
import org.billwright.store.Statements;
import org.billwright.store.StoredDocument;

/** The operations that list a resource and read one instance, in one version: query text, SQL, documents, response. */
public final class ReadOperations {
    /** No id is longer, so a longer one is not looked up. */
    private static final int MAX_ID_CHARACTERS = 1_000;

    private final AuditedReads audited;
    private final ReadPool reads;
    private final Permission permission;
    private final ResourceSchema schema;
    private final ResourceView view;
    private final TotalCounts totals;

    /** Reads of the resource that the schema describes, by callers with this permission. */
    public ReadOperations(AuditedReads audited, Permission permission, ResourceSchema schema) {
        this.audited = audited;
        this.reads = audited.reads();
        this.permission = permission;
        this.schema = schema;
        this.view = new ResourceView(schema);
        this.totals = new TotalCounts();
    }

    /** The two operations. */
    public List<Route> routes() {
        return List.of(listRoute(), Route.get(permission, schema.shape().resource() + "/:id", this::byId));
    }

    /** The list alone. */
    public Route listRoute() {
        return Route.get(permission, schema.shape().resource(), this::list);
    }

    /** The resource as this version shows it. */
    public ResourceView view() {
        return view;
    }

    private Future<Response> byId(ApiRequest request) {
        var fields = view.selection(request);
        var conditions = Preconditions.of(request);
        return find(request.caller(), request.id()).compose(stored -> {
            conditions.requireMatch(stored.revision());
            return conditions.isNotModified(stored.revision())
                    ? Future.succeededFuture(Response.empty(304).with("ETag", Preconditions.tag(stored.revision())))
                    : shown(
                            request,
                            AuditAction.READ,
                            List.of(stored.id()),
                            view.response(200, stored, fields, request));
        });
    }

    /**
     * Records in the audit trail that a response shows these instances, and completes with it when it may be sent. A response without
     * a body shows nothing, and reads of resources without an owner are not recorded. Fails if the queue of the trail is full.
     */
    public Future<Response> shown(ApiRequest request, AuditAction action, List<String> ids, Response response) {
        return shown(request, request.caller(), action, ids, response);
    }

    /** The same for a caller that the operation identifies by itself. */
    public Future<Response> shown(
            ApiRequest request, Caller caller, AuditAction action, List<String> ids, Response response) {
        if (request.isHead() || schema.ownership().equals(Ownership.UNRESTRICTED)) {
            return Future.succeededFuture(response);
        }
        var resource = schema.shape().resource();
        return audited.recordShown(caller, action, resource, ids, request.rawQuery(), request.correlationId())
                .map(recorded -> response);
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

    private Future<Response> list(ApiRequest request) {
        var query = new QueryResolver(schema, request.base()).resolve(QueryParser.parse(request.rawQuery()));
        var listed = query.isQuick(schema)
                ? audited.quick(request, statements -> listed(request, query, statements))
                : audited.slow(request, statements -> listed(request, query, statements));
        return listed.compose(
                list -> shown(request, AuditAction.LIST, list.page().ids(), response(request, query, list)));
    }

    /** A page, and the total of its list if it is known. */
    private record Listed(Page page, Optional<Long> total) {}

    private Future<Listed> listed(ApiRequest request, ResolvedQuery query, Statements statements) {
        return statements
                .page(ListSql.page(schema, request.caller(), query))
                .map(page -> {
                    request.hold(page.bytes());
                    return page;
                })
                .compose(page -> total(request, query, page, statements).map(total -> new Listed(page, total)));
    }

    /**
     * A page that is not full ends the list, unless it was cut, so most lists are not counted. Other lists are counted up to a bound, or to their
     * end where the client prefers that, which takes time.
     */
    private Future<Optional<Long>> total(ApiRequest request, ResolvedQuery query, Page page, Statements statements) {
        int shown = page.documents().size();
        long seen = query.page().offset() + shown;
        boolean pastEnd = shown == 0 && query.page().offset() > 0;
        if (query.after().isEmpty() && shown < query.page().limit() && !page.isCut() && !pastEnd) {
            return Future.succeededFuture(Optional.of(seen));
        }
        var bounded = ListSql.boundedCount(schema, request.caller(), query, QueryLimits.COUNTED);
        if (!Preferences.of(request.headers("Prefer")).has("count", "exact")) {
            return totals.of(statements, bounded, pastEnd ? 0 : seen);
        }
        var count = ListSql.count(schema, request.caller(), query);
        return query.isQuick(schema) && !query.isCountedQuickly(schema)
                ? audited.slow(request, slow -> totals.exact(slow, count, bounded))
                : totals.exact(statements, count, bounded);
    }

    private Response response(ApiRequest request, ResolvedQuery query, Listed list) {
        var paging = new Paging(query, list.page(), list.total());
        var body = view.array(list.page().documents(), query.fields(), request);
        return paging.response(body, request.base() + schema.shape().resource(), request.rawQuery());
    }
}
