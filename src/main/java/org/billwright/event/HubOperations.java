package org.billwright.event;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vertx.core.Future;
import java.net.URI;
import java.time.Clock;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.billwright.access.Permission;
import org.billwright.audit.AuditAction;
import org.billwright.audit.AuditEvent;
import org.billwright.audit.AuditTrail;
import org.billwright.event.callback.CallbackGuard;
import org.billwright.http.ApiRequest;
import org.billwright.http.ReadOperations;
import org.billwright.http.Response;
import org.billwright.http.Route;
import org.billwright.json.DateTimes;
import org.billwright.json.Json;
import org.billwright.json.JsonValues;
import org.billwright.json.Links;
import org.billwright.json.ShapeNormalizer;
import org.billwright.json.ShapeValidator;
import org.billwright.json.TmfVersion;
import org.billwright.problem.Problem;
import org.billwright.problem.ProblemException;
import org.billwright.store.Ids;
import org.billwright.store.TransactionRunner;
import org.jboss.logging.Logger;
import org.jdbi.v3.core.Handle;

/** Registration for events and its removal (TMF630 part 1, hub). List, read and replay are extensions of this server. */
public final class HubOperations {
    private static final Logger LOG = Logger.getLogger("org.billwright.event");
    private static final List<String> SET_BY_SERVER = List.of("id", "href", "secret", "delivery");

    private final TransactionRunner writes;
    private final ReadOperations reads;
    private final HubQueries queries;
    private final CallbackGuard guard;
    private final EventsConfig config;
    private final Clock clock;
    private final TmfVersion version;

    /** The operations in the version of these reads. */
    public HubOperations(
            TransactionRunner writes,
            ReadOperations reads,
            HubQueries queries,
            CallbackGuard guard,
            EventsConfig config,
            Clock clock) {
        this.writes = writes;
        this.reads = reads;
        this.queries = queries;
        this.guard = guard;
        this.config = config;
        this.clock = clock;
        this.version = reads.view().schema().shape().version();
    }

    /** The operations. */
    public List<Route> routes() {
        var routes = new ArrayList<Route>();
        routes.add(reads.listRoute());
        routes.add(Route.get(Permission.SUBSCRIBE, HubShape.RESOURCE + "/:id", this::byId));
        routes.add(Route.post(Permission.SUBSCRIBE, HubShape.RESOURCE, this::register));
        routes.add(Route.delete(Permission.SUBSCRIBE, HubShape.RESOURCE + "/:id", this::unregister));
        routes.add(Route.post(Permission.SUBSCRIBE, HubShape.RESOURCE + "/:id/replay", this::replay));
        return routes;
    }

    /** The subscription, and how its deliveries go. That changes without the subscription, so that there is no entity tag. */
    private Future<Response> byId(ApiRequest call) {
        var fields = reads.view().selection(call);
        return reads.find(call.caller(), call.id())
                .compose(found -> writes.inTransaction(call.tenant(), tx -> {
                    var document = Json.stored(found.document().toString());
                    document.set("delivery", HubStatusStore.of(tx, call.id()));
                    return document;
                }))
                .compose(document -> reads.shown(
                        call,
                        AuditAction.READ,
                        List.of(call.id()),
                        Response.json(200, reads.view().one(document, fields, call))));
    }

    private Future<Response> register(ApiRequest call) {
        var body = call.jsonBody();
        for (var name : SET_BY_SERVER) {
            ProblemException.unless(!body.has(name), name, "is set by the server");
        }
        ShapeNormalizer.normalize(body, reads.view().schema().shape());
        ShapeValidator.validate(body, reads.view().schema().shape());
        var hub = hub(call, body);
        return writes.run(database -> {
                    requireAllowedAddress(hub);
                    return database.inTransaction(call.tenant(), tx -> add(tx, call, hub, body));
                })
                .map(registered -> Response.json(
                                201, reads.view().document(registered, call).put("secret", hub.secret()))
                        .with("Location", call.base() + Links.to(HubShape.RESOURCE, hub.id())));
    }

    private ObjectNode add(Handle tx, ApiRequest call, Hub hub, ObjectNode body) {
        AuditTrail.recordChange(tx, auditEvent(call, AuditAction.CREATE, hub.id()));
        HubStore.validate(tx, queries.condition(version, hub.query(), hub.base()));
        if (HubStore.lockAndCount(tx, call.tenant()) >= config.subscriptions()) {
            throw new ProblemException(new Problem.Conflict("there are " + config.subscriptions()
                    + " subscriptions, and not more are allowed; remove one first"));
        }
        var document = document(hub, body);
        if (!HubStore.add(tx, hub, document)) {
            throw new ProblemException(new Problem.Conflict("this callback is registered with this query already"));
        }
        return document;
    }

    private Hub hub(ApiRequest call, ObjectNode body) {
        var callback = JsonValues.text(body, "callback").orElse("");
        ProblemException.unless(!callback.isEmpty(), "callback", "is required");
        var checked = allowed(() -> guard.check(callback));
        var query = JsonValues.text(body, "query").orElse("");
        return new Hub(
                call.tenant(),
                Ids.next(),
                version,
                checked.toString(),
                query,
                call.base(),
                WebhookSignature.generateSecret(),
                0);
    }

    /** A host that cannot be resolved now may be resolved later; an address that is not allowed is rejected. */
    private void requireAllowedAddress(Hub hub) {
        try {
            allowed(() -> guard.resolve(URI.create(hub.callback())));
        } catch (CallbackGuard.Unresolved unresolved) {
            LOG.infof("%s: %s", hub, unresolved.getMessage());
        }
    }

    private static <T> T allowed(Supplier<T> check) {
        try {
            return check.get();
        } catch (CallbackGuard.Rejected rejected) {
            throw new ProblemException(new Problem.InvalidBody("callback", String.valueOf(rejected.getMessage())));
        }
    }

    private static ObjectNode document(Hub hub, ObjectNode body) {
        var document = Json.object()
                .put("id", hub.id())
                .put("href", Links.to(HubShape.RESOURCE, hub.id()))
                .put("callback", hub.callback())
                .put("query", hub.query());
        body.remove(List.of("callback", "query"));
        return document.setAll(body);
    }

    private Future<Response> unregister(ApiRequest call) {
        return writes.inTransaction(call.tenant(), tx -> {
            if (!HubStore.remove(tx, call.tenant(), version, call.id())) {
                throw new ProblemException(new Problem.NotFound(HubShape.RESOURCE, call.id()));
            }
            AuditTrail.recordChange(tx, auditEvent(call, AuditAction.DELETE, call.id()));
            return Response.empty(204);
        });
    }

    private Future<Response> replay(ApiRequest call) {
        var body = call.jsonBody();
        var from = time(body, "from")
                .orElseThrow(
                        () -> new ProblemException(new Problem.InvalidBody("from", "is required, a point in time")));
        var to = time(body, "to").orElseGet(clock::instant);
        return reads.find(call.caller(), call.id())
                .compose(found -> writes.inTransaction(call.tenant(), tx -> queue(tx, call, from, to)));
    }

    private AuditEvent auditEvent(ApiRequest call, AuditAction action, String hub) {
        return call.auditEvent(clock.instant(), action, HubShape.RESOURCE, List.of(hub));
    }

    private Response queue(Handle tx, ApiRequest call, Instant from, Instant to) {
        AuditTrail.recordChange(tx, auditEvent(call, AuditAction.REPLAY, call.id()));
        if (!Replay.begin(tx, call.id(), from, to)) {
            throw new ProblemException(new Problem.NotFound(HubShape.RESOURCE, call.id()));
        }
        var body = Json.object();
        body.set("replay", HubStatusStore.of(tx, call.id()).path("replay"));
        return Response.json(202, body);
    }

    private static Optional<Instant> time(ObjectNode body, String name) {
        return JsonValues.text(body, name)
                .map(text -> DateTimes.parsePointInTime(text)
                        .orElseThrow(() -> new ProblemException(
                                new Problem.InvalidBody(name, "must be a date-time such as 2026-01-31T00:00:00Z"))))
                .map(OffsetDateTime::toInstant);
    }
}
