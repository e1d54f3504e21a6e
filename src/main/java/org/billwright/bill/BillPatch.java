package org.billwright.bill;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import java.time.Clock;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
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
import org.billwright.json.FieldSelection;
import org.billwright.json.Json;
import org.billwright.json.JsonPatchDocument;
import org.billwright.json.JsonValues;
import org.billwright.json.Links;
import org.billwright.json.ShapeNormalizer;
import org.billwright.json.TmfVersion;
import org.billwright.problem.Problem;
import org.billwright.problem.ProblemException;
import org.billwright.store.StoredDocument;
import org.billwright.store.TransactionRunner;
import org.jdbi.v3.core.Handle;

/**
 * PATCH of a bill: its state, and in v5 its cycle, and nothing else (TMF678, CustomerBill_Update). A merge patch names
 * what changes; a JSON Patch is applied to the bill as the version shows it, and what it made of the two is taken over.
 */
public final class BillPatch {
    private static final String STATE = "state";
    private static final String CYCLE = "billCycle";
    private static final List<String> MERGE = List.of("application/json", "application/merge-patch+json");
    private static final List<String> OPERATIONS =
            List.of("application/json-patch+json", "application/json-patch-query+json");

    private final TransactionRunner writes;
    private final ReadOperations reading;
    private final Clock clock;
    private final TmfVersion version;

    /** Changes in this store, in the version of this reading and answered as it shows bills. */
    public BillPatch(TransactionRunner writes, ReadOperations reading, Clock clock) {
        this.writes = writes;
        this.reading = reading;
        this.clock = clock;
        this.version = reading.view().schema().shape().version();
    }

    /** What a client wants: a state, a cycle (or none). What it does not name stays. */
    private record RequestedChange(Optional<BillState> state, Optional<JsonNode> cycle) {}

    /** The operation. */
    public Route route() {
        var accepted = version == TmfVersion.V4
                ? MERGE
                : Stream.concat(MERGE.stream(), OPERATIONS.stream()).toList();
        return Route.patch(Permission.CHANGE, BillShape.RESOURCE + "/:id", accepted, this::patch);
    }

    private List<String> patchable() {
        return version == TmfVersion.V4 ? List.of(STATE) : List.of(STATE, CYCLE);
    }

    private Future<Response> patch(ApiRequest call) {
        var wanted = wanted(call);
        var fields =
                version == TmfVersion.V4 ? FieldSelection.ALL : reading.view().selection(call);
        return reading.find(call.caller(), call.id())
                .compose(present -> writes.inTransaction(call.tenant(), tx -> patched(tx, call, wanted)))
                .map(stored -> reading.view().response(200, stored, fields, call));
    }

    /** What of the body can be understood is, before the bill is looked at. */
    private Function<ObjectNode, RequestedChange> wanted(ApiRequest call) {
        if (OPERATIONS.contains(call.mediaType().toLowerCase(Locale.ROOT))) {
            var operations = call.jsonArrayBody();
            return bill -> after(bill, operations, call);
        }
        var patch = call.jsonBody();
        for (var name : (Iterable<String>) patch::fieldNames) {
            if (!patchable().contains(name) && !(version == TmfVersion.V5 && name.equals("@type"))) {
                throw new ProblemException(new Problem.NotPatchable(BillShape.RESOURCE, name, patchable()));
            }
        }
        var wanted = new RequestedChange(
                Optional.ofNullable(patch.get(STATE)).map(BillPatch::state), Optional.ofNullable(patch.get(CYCLE)));
        return bill -> wanted;
    }

    private RequestedChange after(ObjectNode bill, List<ObjectNode> operations, ApiRequest call) {
        var patched = JsonPatchDocument.apply(
                reading.view().document(bill, call), operations, BillShape.RESOURCE, patchable());
        return new RequestedChange(Optional.of(state(patched.path(STATE))), Optional.of(patched.path(CYCLE)));
    }

    private static BillState state(JsonNode state) {
        return Optional.ofNullable(state.textValue())
                .flatMap(BillState::of)
                .orElseThrow(() -> new ProblemException(
                        new Problem.InvalidBody(STATE, "must be one of " + String.join(", ", BillState.words()))));
    }

    private StoredDocument patched(Handle tx, ApiRequest call, Function<ObjectNode, RequestedChange> understood) {
        var bill = BillStore.lock(tx, call.tenant(), call.id())
                .orElseThrow(() -> new ProblemException(new Problem.NotFound(BillShape.RESOURCE, call.id())));
        Preconditions.requireMatch(call.header("If-Match"), bill.revision());
        var wanted = understood.apply(bill.document());
        var status = wanted.state().map(bill.status()::patchedTo).orElse(bill.status());
        boolean moved = !status.equals(bill.status());
        boolean turned = wanted.cycle().isPresent()
                && changeCycle(tx, call.tenant(), bill, wanted.cycle().get());
        if (!moved && !turned) {
            return new StoredDocument(bill.revision(), Buffer.buffer(Json.write(bill.document())));
        }
        bill.document().put(STATE, status.state().word());
        var now = DateTimes.now(clock);
        bill.document().put("lastUpdate", DateTimes.format(now));
        AuditTrail.recordChange(
                tx, call.auditEvent(now.toInstant(), AuditAction.CHANGE, BillShape.RESOURCE, List.of(call.id())));
        if (moved) {
            Outbox.add(tx, call.tenant(), EventType.BILL_STATE_CHANGE, bill.document(), now);
        }
        return BillStore.change(tx, call.tenant(), BillRow.of(bill.document(), status.heldFrom()));
    }

    /** Puts another cycle into the bill, or takes it out; tells whether that is a change. The link is ours. */
    private static boolean changeCycle(Handle tx, String tenant, BillStore.LockedBill bill, JsonNode wanted) {
        var present = JsonValues.text(bill.document(), CYCLE, "id");
        if (wanted.isMissingNode() || wanted.isNull()) {
            requireUnsent(bill.status(), present.isPresent());
            bill.document().remove(CYCLE);
            return present.isPresent();
        }
        var given = Json.object();
        given.set(CYCLE, wanted);
        ShapeNormalizer.normalize(given, BillShape.V5.shape());
        var id = JsonValues.text(given, CYCLE, "id").orElse("");
        boolean another = !present.equals(Optional.of(id));
        if (another) {
            ProblemException.unless(CycleStore.exists(tx, tenant, id), CYCLE + ".id", "is the id of no bill cycle");
            requireUnsent(bill.status(), true);
            given.withObjectProperty(CYCLE).put("href", Links.to(CycleShape.RESOURCE, id));
            bill.document().set(CYCLE, given.path(CYCLE));
        }
        return another;
    }

    private static void requireUnsent(BillStatus status, boolean changes) {
        if (changes && status.isSent()) {
            throw new ProblemException(
                    new Problem.NotChangeable(CYCLE, status.state().word()));
        }
    }
}
