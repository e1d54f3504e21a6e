package org.billwright.bill;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import org.billwright.http.Answer;
import org.billwright.http.Call;
import org.billwright.http.Conditional;
import org.billwright.http.Reading;
import org.billwright.http.Route;
import org.billwright.json.Json;
import org.billwright.json.Selection;
import org.billwright.json.Times;
import org.billwright.problem.Problem;
import org.billwright.problem.Rejected;
import org.billwright.store.Stored;
import org.billwright.store.Writes;
import org.jdbi.v3.core.Handle;

/** PATCH of a bill: its state, and nothing else (TMF678 v4, CustomerBill_Update). */
public final class BillChanges {
    private static final List<String> PATCHABLE = List.of("state");

    private final Writes writes;
    private final Reading reading;
    private final Clock clock;

    /** Changes in this store, answered as this reading shows bills. */
    public BillChanges(Writes writes, Reading reading, Clock clock) {
        this.writes = writes;
        this.reading = reading;
        this.clock = clock;
    }

    /** The operation. */
    public Route route() {
        return Route.patch(BillShape.RESOURCE + "/:id", this::patch);
    }

    private Future<Answer> patch(Call call) {
        var wanted = wantedState(call.jsonBody());
        return reading.find(call.tenant(), call.id())
                .compose(present -> writes.inTransaction(tx -> patched(tx, call, wanted)))
                .map(stored -> reading.show(200, stored, Selection.ALL, call));
    }

    private static Optional<BillState> wantedState(ObjectNode patch) {
        for (var name : (Iterable<String>) patch::fieldNames) {
            if (!PATCHABLE.contains(name)) {
                throw new Rejected(new Problem.NotPatchable(BillShape.RESOURCE, name, PATCHABLE));
            }
        }
        return Optional.ofNullable(patch.get("state")).map(BillChanges::state);
    }

    private static BillState state(JsonNode state) {
        return Optional.ofNullable(state.textValue())
                .flatMap(BillState::of)
                .orElseThrow(() -> new Rejected(
                        new Problem.InvalidBody("state", "must be one of " + String.join(", ", BillState.words()))));
    }

    private Stored patched(Handle tx, Call call, Optional<BillState> wanted) {
        var bill = BillStore.lock(tx, call.tenant(), call.id())
                .orElseThrow(() -> new Rejected(new Problem.NotFound(BillShape.RESOURCE, call.id())));
        Conditional.requireMatch(call.header("If-Match"), bill.revision());
        var standing = wanted.map(bill.standing()::patchedTo).orElse(bill.standing());
        if (standing.equals(bill.standing())) {
            return new Stored(bill.revision(), Buffer.buffer(Json.write(bill.document())));
        }
        bill.document().put("state", standing.state().word());
        bill.document().put("lastUpdate", Times.format(Times.now(clock)));
        return BillStore.move(tx, call.tenant(), BillRow.of(bill.document(), standing.heldFrom()));
    }
}
