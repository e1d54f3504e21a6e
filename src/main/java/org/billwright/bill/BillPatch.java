package org.billwright.bill;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import java.time.Clock;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;
import org.billwright.access.Permission;
import org.billwright.audit.AuditAction;
import org.billwright.audit.AuditTrail;
import org.billwright.cycle.CycleShape;
import org.billwright.cycle.CycleStore;
import org.billwright.event.EventType;
import org.billwright.event.Outbox;
import org.billwright.http.ApiRequest;
import org.billwright.http.Preconditions;
import org.billwright.http.ReadOperations;
import org.billwright.http.Response;
import org.billwright.http.Route;
import org.billwright.json.DateTimes;
import org.billwright.json.Json;
import org.billwright.json.JsonMergePatch;
import org.billwright.json.JsonPatchDocument;
import org.billwright.json.JsonPatchTarget;
import org.billwright.json.JsonValues;
import org.billwright.json.Links;
import org.billwright.json.ShapeNormalizer;
import org.billwright.json.ShapeValidator;
import org.billwright.json.TmfVersion;
import org.billwright.problem.Problem;
import org.billwright.problem.ProblemException;
import org.billwright.store.StoredDocument;
import org.billwright.store.TransactionRunner;
import org.jdbi.v3.core.Handle;

/**
 * PATCH of a bill: its state, the reason of a hold and, in v5, its cycle (TMF678, CustomerBill_Update). Patches are applied to the bill
 * as the version shows it, and these attributes are taken from the result.
 */
public final class BillPatch {
    private static final String STATE = "state";
    private static final String CYCLE = "billCycle";
    private static final List<String> MERGE_PATCH = List.of("application/json", "application/merge-patch+json");
    private static final String JSON_PATCH = "application/json-patch+json";
    private static final String JSON_PATCH_QUERY = "application/json-patch-query+json";

    /** The members of the standard's schema that may stand beside the changes, and change nothing. */
    private static final List<String> META = List.of("@type", "@baseType", "@schemaLocation");

    private final TransactionRunner writes;
    private final ReadOperations reading;
    private final ValidatedBills validated;
    private final Clock clock;
    private final TmfVersion version;

    /** Patches bills in the version of these read operations, which also write the response. */
    public BillPatch(TransactionRunner writes, ReadOperations reading, ValidatedBills validated, Clock clock) {
        this.writes = writes;
        this.reading = reading;
        this.validated = validated;
        this.clock = clock;
        this.version = reading.view().schema().shape().version();
    }

    /**
     * The requested state, cycle and reason of a hold. What is empty stays unchanged; a null or missing value removes it.
     *
     * @param cycle the cycle as a whole, where it differs from the present one
     * @param reason the reason, where the patch gives one
     */
    private record RequestedChange(Optional<BillState> state, Optional<JsonNode> cycle, Optional<JsonNode> reason) {}

    /** The operation. */
    public Route route() {
        var accepted = Stream.concat(MERGE_PATCH.stream(), Stream.of(JSON_PATCH, JSON_PATCH_QUERY))
                .toList();
        return Route.patch(Permission.CHANGE, BillShape.RESOURCE + "/:id", accepted, this::patch);
    }

    private List<String> patchable() {
        return switch (version) {
            case V4 -> List.of(STATE, HoldReason.NAME);
            case V5 -> List.of(STATE, CYCLE, HoldReason.NAME);
        };
    }

    private Future<Response> patch(ApiRequest call) {
        var wanted = requestedChange(call);
        var conditions = Preconditions.of(call);
        var fields = reading.view().selection(call);
        return reading.find(call.caller(), call.id())
                .compose(present -> writes.inTransaction(
                        call.tenant(), "customerBill " + call.id(), tx -> patched(tx, call, conditions, wanted)))
                .map(stored -> reading.view().response(200, stored, fields, call));
    }

    /** Parses as much of the body as possible before the bill is read. */
    private Function<ObjectNode, RequestedChange> requestedChange(ApiRequest call) {
        var mediaType = call.mediaType().toLowerCase(Locale.ROOT);
        if (MERGE_PATCH.contains(mediaType)) {
            return merge(call);
        }
        var patch = JsonPatchDocument.of(
                call.jsonObjectsBody(JsonPatchDocument.OPERATION),
                new JsonPatchDocument.Rules(
                        reading.view().schema().shape(),
                        patchable(),
                        Set.of("/" + CYCLE + "/href"),
                        mediaType.equals(JSON_PATCH_QUERY)));
        return bill -> {
            var shown = reading.view().document(bill, call);
            var patched = shown.deepCopy();
            patch.apply(patched);
            return new RequestedChange(
                    Optional.of(state(patched.path(STATE))),
                    difference(shown.path(CYCLE), patched.path(CYCLE)),
                    difference(shown.path(HoldReason.NAME), patched.path(HoldReason.NAME)));
        };
    }

    private Function<ObjectNode, RequestedChange> merge(ApiRequest call) {
        var patch = call.jsonBody();
        patch.properties().forEach(member -> {
            if (META.contains(member.getKey())) {
                ProblemException.unless(member.getValue().isTextual(), member.getKey(), "must be a text");
            } else if (!patchable().contains(member.getKey())) {
                throw new ProblemException(new Problem.NotPatchable(BillShape.RESOURCE, member.getKey(), patchable()));
            }
        });
        Optional.ofNullable(patch.get(CYCLE))
                .ifPresent(cycle -> JsonPatchTarget.of(reading.view().schema().shape(), patchable(), CYCLE)
                        .requireFits(cycle));
        var state = Optional.ofNullable(patch.get(STATE)).map(BillPatch::state);
        var reason = Optional.ofNullable(patch.get(HoldReason.NAME));
        return bill -> new RequestedChange(
                state,
                Optional.ofNullable(patch.get(CYCLE))
                        .flatMap(given ->
                                mergedCycle(reading.view().document(bill, call).path(CYCLE), given)),
                reason);
    }

    /** The cycle after a merge patch. A reference to another cycle takes over nothing of the present one. */
    private static Optional<JsonNode> mergedCycle(JsonNode present, JsonNode given) {
        boolean isOther = given.has("id") && !given.path("id").equals(present.path("id"));
        var merged = JsonMergePatch.apply(isOther ? Json.object() : present, given);
        if (!isOther && merged instanceof ObjectNode cycle && present.has("href")) {
            cycle.set("href", present.get("href"));
        }
        return difference(present, merged);
    }

    private static Optional<JsonNode> difference(JsonNode before, JsonNode after) {
        return Optional.of(after).filter(value -> !value.equals(before));
    }

    private static BillState state(JsonNode state) {
        return Optional.ofNullable(state.textValue())
                .flatMap(BillState::of)
                .orElseThrow(() -> new ProblemException(
                        new Problem.InvalidBody(STATE, "must be one of " + String.join(", ", BillState.words()))));
    }

    private StoredDocument patched(
            Handle tx, ApiRequest call, Preconditions conditions, Function<ObjectNode, RequestedChange> change) {
        var bill = BillStore.lock(tx, call.tenant(), call.id())
                .orElseThrow(() -> new ProblemException(new Problem.NotFound(BillShape.RESOURCE, call.id())));
        conditions.requireForChange(bill.revision());
        var requested = change.apply(bill.document());
        var status = requested.state().map(bill.status()::patchedTo).orElse(bill.status());
        boolean stateChanged = !status.equals(bill.status());
        boolean cycleChanged = requested
                .cycle()
                .filter(cycle -> changeCycle(tx, call.tenant(), bill, cycle))
                .isPresent();
        boolean reasonChanged = HoldReason.change(bill.document(), status.state(), stateChanged, requested.reason());
        if (!stateChanged && !cycleChanged && !reasonChanged) {
            // The response shows the bill, although nothing is changed.
            AuditTrail.recordChange(
                    tx, call.auditEvent(clock.instant(), AuditAction.READ, BillShape.RESOURCE, List.of(call.id())));
            return new StoredDocument(call.id(), bill.revision(), Buffer.buffer(Json.write(bill.document())));
        }
        bill.document().put(STATE, status.state().code());
        var now = DateTimes.now(clock);
        bill.document().put("lastUpdate", DateTimes.format(now));
        AuditTrail.recordChange(
                tx, call.auditEvent(now.toInstant(), AuditAction.CHANGE, BillShape.RESOURCE, List.of(call.id())));
        if (stateChanged && status.isValidated() && !bill.status().isValidated()) {
            validated.add(tx, call.tenant(), bill.document());
        }
        if (stateChanged) {
            Outbox.add(tx, call.tenant(), EventType.BILL_STATE_CHANGE, bill.document(), now);
        }
        return BillStore.change(tx, call.tenant(), BillRow.of(bill.document(), status.heldFrom()));
    }

    /** Sets or removes the bill's cycle. True if that is a change. The link to the cycle is set by this server. */
    private static boolean changeCycle(Handle tx, String tenant, BillStore.LockedBill bill, JsonNode cycle) {
        var present = JsonValues.text(bill.document(), CYCLE, "id");
        if (cycle.isMissingNode() || cycle.isNull()) {
            requireUnsent(bill.status(), present.isPresent());
            bill.document().remove(CYCLE);
            return present.isPresent();
        }
        var given = Json.object();
        given.set(CYCLE, cycle);
        ShapeNormalizer.normalize(given, BillShape.V5.shape());
        ShapeValidator.validate(given, BillShape.V5.shape());
        var id = JsonValues.text(given, CYCLE, "id").orElse("");
        ProblemException.unless(CycleStore.exists(tx, tenant, id), CYCLE + ".id", "is not the id of a bill cycle");
        requireUnsent(bill.status(), true);
        given.withObjectProperty(CYCLE).put("href", Links.to(CycleShape.RESOURCE, id));
        bill.document().set(CYCLE, given.path(CYCLE));
        return true;
    }

    private static void requireUnsent(BillStatus status, boolean changes) {
        if (changes && status.isSent()) {
            throw new ProblemException(
                    new Problem.NotChangeable(CYCLE, status.state().code()));
        }
    }
}
