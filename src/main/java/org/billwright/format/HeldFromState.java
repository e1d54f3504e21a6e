package org.billwright.format;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Optional;
import org.billwright.bill.BillState;
import org.billwright.json.JsonValues;
import org.billwright.problem.ProblemException;

/**
 * The state that a bill on hold was held from. The standard has no attribute for it: an export adds an extension, which an import
 * removes again, so that it is never stored in a document.
 */
public final class HeldFromState {
    /** The name of the attribute. */
    public static final String NAME = "@heldFrom";

    private HeldFromState() {}

    /** Removes it from the document of a bill. */
    public static Optional<BillState> remove(ObjectNode bill) {
        if (!bill.has(NAME)) {
            return Optional.empty();
        }
        var state = JsonValues.text(bill, NAME).flatMap(BillState::of).filter(HeldFromState::isHoldable);
        ProblemException.unless(state.isPresent(), NAME, "must be a state that a bill can be held from");
        bill.remove(NAME);
        return state;
    }

    private static boolean isHoldable(BillState state) {
        return switch (state) {
            case NEW, VALIDATED, SENT, PARTIALLY_PAID -> true;
            case ON_HOLD, SETTLED -> false;
        };
    }
}
