package org.billwright.ondemand;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vertx.core.Future;
import java.time.Clock;
import java.util.List;
import org.billwright.access.Permission;
import org.billwright.audit.AuditAction;
import org.billwright.audit.AuditTrail;
import org.billwright.event.EventType;
import org.billwright.event.Outbox;
import org.billwright.http.ApiRequest;
import org.billwright.http.ReadOperations;
import org.billwright.http.Response;
import org.billwright.http.Route;
import org.billwright.json.DateTimes;
import org.billwright.json.DocumentSize;
import org.billwright.json.Json;
import org.billwright.json.JsonValues;
import org.billwright.json.KeyTexts;
import org.billwright.json.LinkValidator;
import org.billwright.json.Links;
import org.billwright.json.ShapeNormalizer;
import org.billwright.json.ShapeValidator;
import org.billwright.json.TmfVersion;
import org.billwright.problem.Problem;
import org.billwright.problem.ProblemException;
import org.billwright.store.Ids;
import org.billwright.store.TransactionRunner;

/** POST of a request for a bill: accepted at once and fulfilled by the worker, which also finds an unknown account. */
public final class OnDemandCreation {
    private static final List<String> SET_BY_SERVER = List.of("id", "href", "stateReason", "customerBill");

    /** What a result adds at most: a state with its reason, which names the account, and the bill. */
    private static final int RESULT_BYTES = 3_000;

    private final TransactionRunner writes;
    private final ReadOperations reads;
    private final Clock clock;
    private final Runnable accepted;
    private final TmfVersion version;

    /** The operation in the version of these reads. {@code accepted} runs after each accepted request. */
    public OnDemandCreation(TransactionRunner writes, ReadOperations reads, Clock clock, Runnable accepted) {
        this.writes = writes;
        this.reads = reads;
        this.clock = clock;
        this.accepted = accepted;
        this.version = reads.view().schema().shape().version();
    }

    /** The operation. */
    public Route route() {
        return Route.post(Permission.PRODUCE, OnDemandShape.RESOURCE, this::create);
    }

    private Future<Response> create(ApiRequest call) {
        var fields = reads.view().selection(call);
        var request = complete(call.jsonBody());
        return writes.inTransaction(call.tenant(), tx -> {
                    Outbox.add(tx, call.tenant(), EventType.ON_DEMAND_CREATE, request, DateTimes.now(clock));
                    AuditTrail.recordChange(
                            tx,
                            call.auditEvent(
                                    clock.instant(), AuditAction.CREATE, OnDemandShape.RESOURCE, List.of(id(request))));
                    return OnDemandStore.insert(tx, call.tenant(), request);
                })
                .map(stored -> {
                    accepted.run();
                    return reads.view()
                            .response(201, stored, fields, call)
                            .with("Location", call.base() + Links.to(OnDemandShape.RESOURCE, id(request)));
                });
    }

    private static String id(ObjectNode request) {
        return JsonValues.text(request, "id").orElseThrow();
    }

    /** Validates the client's attributes and adds the server's before them. */
    private ObjectNode complete(ObjectNode body) {
        for (var name : SET_BY_SERVER) {
            if (body.has(name)) {
                throw new ProblemException(new Problem.InvalidBody(name, "is set by the server"));
            }
        }
        ShapeNormalizer.normalize(body, reads.view().schema().shape());
        switch (version) {
            case V4 -> requireSubject(body);
            case V5 -> requireTypeAndAccount(body);
        }
        ShapeValidator.validate(body, version, v -> OnDemandShape.of(v).shape());
        LinkValidator.validate(body);
        KeyTexts.validate(body, version, "billingAccount.id", "relatedParty.partyOrPartyRole.id");
        requireInProgress(body);
        addReferredType(body);
        var id = Ids.next();
        var request = Json.object()
                .put("id", id)
                .put("href", Links.to(OnDemandShape.RESOURCE, id))
                .put("state", OnDemandState.IN_PROGRESS.code())
                .put("lastUpdate", DateTimes.format(DateTimes.now(clock)));
        request.setAll(body);
        DocumentSize.require(Json.write(request), RESULT_BYTES);
        return request;
    }

    /** The standard lets a client send the state and the time. Only the initial state is accepted; the server sets the time. */
    private static void requireInProgress(ObjectNode body) {
        var initial = OnDemandState.IN_PROGRESS.code();
        if (JsonValues.text(body, "state")
                .filter(given -> !given.equals(initial))
                .isPresent()) {
            throw new ProblemException(new Problem.InvalidBody("state", "of a new request is " + initial));
        }
        body.remove(List.of("state", "lastUpdate"));
    }

    /** The conformance profile demands the type of a party, which the schemas do not; without one it is the general type. */
    private static void addReferredType(ObjectNode body) {
        if (body.path("relatedParty").path("partyOrPartyRole") instanceof ObjectNode party
                && !party.has("@referredType")) {
            party.put("@referredType", "Party");
        }
    }

    private static void requireTypeAndAccount(ObjectNode body) {
        ProblemException.unless(hasText(body, "@type"), "@type", "is required");
        ProblemException.unless(
                hasText(body, "billingAccount", "id"), "billingAccount", "is required, with the account's id");
    }

    private static void requireSubject(ObjectNode body) {
        boolean account = hasText(body, "billingAccount", "id");
        boolean party = hasText(body, "relatedParty", "partyOrPartyRole", "id");
        if (!account && !party) {
            throw new ProblemException(new Problem.InvalidBody(
                    "billingAccount", "or relatedParty is required, with the id of the account or party"));
        }
    }

    private static boolean hasText(ObjectNode body, String... path) {
        return JsonValues.text(body, path).filter(id -> !id.isBlank()).isPresent();
    }
}
