package org.billwright.bill;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Optional;
import org.billwright.json.JsonValues;
import org.billwright.json.ShapeNormalizer;
import org.billwright.problem.ProblemException;

/**
 * The reason why a bill is on hold. The standard has no attribute for it; as in requests on demand it is the extension
 * {@code stateReason}. It ends with the hold.
 */
final class HoldReason {
    /** The name of the attribute. */
    static final String NAME = "stateReason";

    private HoldReason() {}

    /**
     * Sets or removes the reason in the document. True if that is a change.
     *
     * @param state the state after the change
     * @param given the reason of this change, null or missing where it is removed; empty where nothing is said about it
     */
    static boolean change(ObjectNode bill, BillState state, boolean stateChanged, Optional<JsonNode> given) {
        var present = JsonValues.text(bill, NAME);
        var next = given.isEmpty() && !stateChanged ? present : given.flatMap(HoldReason::text);
        ProblemException.unless(
                given.isEmpty() || next.isEmpty() || state == BillState.ON_HOLD, NAME, "is for a bill on hold only");
        if (next.equals(present)) {
            return false;
        }
        next.ifPresentOrElse(text -> bill.put(NAME, text), () -> bill.remove(NAME));
        return true;
    }

    private static Optional<String> text(JsonNode given) {
        if (given.isNull() || given.isMissingNode()) {
            return Optional.empty();
        }
        var text = Optional.ofNullable(given.textValue()).filter(reason -> !reason.isBlank());
        ProblemException.unless(
                text.filter(reason -> reason.length() <= ShapeNormalizer.MAX_TEXT_CHARACTERS)
                        .isPresent(),
                NAME,
                "must be a text of 1 to " + ShapeNormalizer.MAX_TEXT_CHARACTERS + " characters");
        return text;
    }
}
