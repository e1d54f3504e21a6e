package org.billwright.document;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vertx.core.Future;
import java.time.Clock;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;
import org.billwright.access.Permission;
import org.billwright.audit.AuditAction;
import org.billwright.audit.AuditTrail;
import org.billwright.bill.BillShape;
import org.billwright.http.ApiRequest;
import org.billwright.http.Response;
import org.billwright.http.Route;
import org.billwright.json.DateTimes;
import org.billwright.json.Json;
import org.billwright.problem.Problem;
import org.billwright.problem.ProblemException;
import org.billwright.store.TransactionRunner;
import org.jdbi.v3.core.Handle;

/** Links to the pages of bills over HTTP. */
public final class BillLinkOperations {
    /** The resource of a link in the audit trail. */
    public static final String RESOURCE = "customerBillLink";

    private static final String LINKS = BillShape.RESOURCE + "/:id/link";

    private final TransactionRunner writes;
    private final BillDocuments documents;
    private final Clock clock;

    /** Operations on links in this database. */
    public BillLinkOperations(TransactionRunner writes, BillDocuments documents, Clock clock) {
        this.writes = writes;
        this.documents = documents;
        this.clock = clock;
    }

    /** The operations. */
    public List<Route> routes() {
        return List.of(
                Route.post(Permission.CHANGE, LINKS, this::create),
                Route.get(Permission.CHANGE, LINKS, this::list),
                Route.delete(Permission.CHANGE, LINKS + "/:link", this::revoke));
    }

    private Future<Response> create(ApiRequest call) {
        var expiresAt = expiresAt(call.jsonBody());
        return writes.inTransaction(call.tenant(), tx -> {
                    var created = links(tx, call).create(call.id(), expiresAt);
                    record(tx, call, AuditAction.CREATE, created.link().id());
                    return created;
                })
                .compose(created -> documents
                        .make(call.tenant(), call.id())
                        .map(made -> Response.json(201, created.document(call.root()))));
    }

    private static Optional<OffsetDateTime> expiresAt(ObjectNode body) {
        body.fieldNames()
                .forEachRemaining(name -> ProblemException.unless(
                        name.equals("expiresAt"), name, "is unknown; a link has expiresAt alone"));
        var given = body.path("expiresAt");
        if (given.isMissingNode()) {
            return Optional.empty();
        }
        var time = Optional.ofNullable(given.textValue()).flatMap(DateTimes::parse);
        return Optional.of(time.orElseThrow(
                () -> new ProblemException(new Problem.InvalidBody("expiresAt", "must be a date-time (RFC 3339)"))));
    }

    private Future<Response> list(ApiRequest call) {
        call.requireNoParameters("the list of links");
        return writes.inTransaction(call.tenant(), tx -> {
            var list = Json.array();
            links(tx, call).list(call.id()).forEach(list::add);
            record(tx, call, AuditAction.LIST, call.id());
            return Response.json(200, list);
        });
    }

    private Future<Response> revoke(ApiRequest call) {
        return writes.inTransaction(call.tenant(), tx -> {
            links(tx, call).revoke(call.id(), call.parameter("link"));
            record(tx, call, AuditAction.DELETE, call.parameter("link"));
            return Response.empty(204);
        });
    }

    private BillLinks links(Handle tx, ApiRequest call) {
        return new BillLinks(tx, call.tenant(), call.caller().id(), DateTimes.now(clock));
    }

    private void record(Handle tx, ApiRequest call, AuditAction action, String subject) {
        AuditTrail.recordChange(tx, call.auditEvent(clock.instant(), action, RESOURCE, List.of(subject)));
    }
}
