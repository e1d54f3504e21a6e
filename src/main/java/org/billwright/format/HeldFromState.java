package org.billwright.format;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Optional;
import org.billwright.bill.BillState;
import org.billwright.json.JsonValues;
import org.billwright.problem.ProblemException;

/**
 * The state that a bill on hold was held from. The standard has no attribute for it, so an export adds one of ours, which an
 * import takes out again: it is never stored in a document.
 */
public final class HeldFromState {
    /** Its name in a line. */
    public static final String NAME = "@heldFrom";

    private HeldFromState() {}

    /** Takes it out of a bill's document. */
    public static Optional<BillState> take(ObjectNode bill) {
        if (!bill.has(NAME)) {
            return Optional.empty();
        }
        var state = JsonValues.text(bill, NAME).flatMap(BillState::of).filter(HeldFromState::canBeHeld);
        ProblemException.unless(state.isPresent(), NAME, "must be a state that a bill can be held from");
        bill.remove(NAME);
        return state;
    }

    private static boolean canBeHeld(BillState state) {
        return switch (state) {
            case NEW, VALIDATED, SENT, PARTIALLY_PAID -> true;
            case ON_HOLD, SETTLED -> false;
        };
    }
}
