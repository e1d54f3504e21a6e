package org.billwright.event;

import io.vertx.core.Future;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.billwright.access.Permission;
import org.billwright.audit.AuditAction;
import org.billwright.audit.AuditTrail;
import org.billwright.http.ApiRequest;
import org.billwright.http.AuditedReads;
import org.billwright.http.ReadOperations;
import org.billwright.http.Response;
import org.billwright.http.Route;
import org.billwright.json.BodyMembers;
import org.billwright.json.Json;
import org.billwright.problem.Problem;
import org.billwright.problem.ProblemException;
import org.billwright.query.TenantSelect;
import org.billwright.store.TransactionRunner;
import org.jdbi.v3.core.Handle;

/** Deliveries over HTTP: what waits for a subscriber and what failed finally are looked at, and one that failed is tried again. */
public final class EventDeliveryOperations {
    private static final String BY_ID = EventDeliveryShape.RESOURCE + "/:id";

    private final AuditedReads audited;
    private final ReadOperations reads;
    private final TransactionRunner writes;
    private final Clock clock;

    /**
     * The id of a delivery: its subscription, and the number of its event.
     *
     * @param event at least 1
     */
    record DeliveryId(String hub, long event) {
        private static final Pattern TEXT = Pattern.compile("([^:\0]{1,200}):([1-9][0-9]{0,17})");

        /** Reads an id; empty where no delivery has it. */
        static Optional<DeliveryId> of(String text) {
            var parts = TEXT.matcher(text);
            return parts.matches()
                    ? Optional.of(new DeliveryId(parts.group(1), Long.parseLong(parts.group(2))))
                    : Optional.empty();
        }
    }

    /** Operations on the deliveries in this database. */
    public EventDeliveryOperations(AuditedReads audited, TransactionRunner writes, Clock clock) {
        this.audited = audited;
        this.reads = new ReadOperations(audited, Permission.SUBSCRIBE, EventDeliveryShape.SCHEMA);
        this.writes = writes;
        this.clock = clock;
    }

    /** The operations. */
    public List<Route> routes() {
        return List.of(
                reads.listRoute(),
                Route.get(Permission.SUBSCRIBE, BY_ID, this::byId),
                Route.post(Permission.SUBSCRIBE, BY_ID + "/retry", this::retry));
    }

    /** It changes with each attempt, so that there is no entity tag. */
    private Future<Response> byId(ApiRequest call) {
        var fields = reads.view().selection(call);
        var id = id(call);
        var sql = TenantSelect.documents(EventDeliveryShape.SCHEMA.table(), call.tenant())
                .text(" and hub_id = ")
                .value(id.hub())
                .text(" and event_seq = ")
                .value(id.event());
        return audited.reads()
                .document(call.tenant(), sql)
                .map(found -> found.orElseThrow(() -> notFound(call)))
                .map(stored -> Json.stored(stored.document().toString(StandardCharsets.UTF_8)))
                .compose(document -> reads.shown(
                        call,
                        AuditAction.READ,
                        List.of(call.id()),
                        Response.json(200, reads.view().one(document, fields, call))));
    }

    private Future<Response> retry(ApiRequest call) {
        var fields = reads.view().selection(call);
        BodyMembers.require(call.jsonBody(), Set.of());
        var id = id(call);
        return writes.inTransaction(call.tenant(), tx -> retried(tx, call, id))
                .map(document -> Response.json(200, reads.view().one(Json.stored(document), fields, call)));
    }

    private String retried(Handle tx, ApiRequest call, DeliveryId id) {
        AuditTrail.recordChange(
                tx,
                call.auditEvent(clock.instant(), AuditAction.REPLAY, EventDeliveryShape.RESOURCE, List.of(call.id())));
        boolean isDeadLettered = DeadLetterStore.lock(tx, id).orElseThrow(() -> notFound(call));
        if (!isDeadLettered) {
            throw new ProblemException(
                    new Problem.Conflict("the delivery is not dead-lettered, it is tried again anyway"));
        }
        DeadLetterStore.retry(tx, id);
        return DeadLetterStore.document(tx, id);
    }

    private static DeliveryId id(ApiRequest call) {
        return DeliveryId.of(call.id()).orElseThrow(() -> notFound(call));
    }

    private static ProblemException notFound(ApiRequest call) {
        return new ProblemException(new Problem.NotFound(EventDeliveryShape.RESOURCE, call.id()));
    }
}
