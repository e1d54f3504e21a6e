package org.billwright.bill;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * The states of a customer bill (TMF678 CustomerBillStateType) and where a PATCH may take each.
 * {@code partiallyPaid} and {@code settled} come from money alone.
 */
public enum BillState {
    NEW("new"),
    VALIDATED("validated"),
    SENT("sent"),
    PARTIALLY_PAID("partiallyPaid"),
    SETTLED("settled"),
    ON_HOLD("onHold");

    private final String word;

    BillState(String word) {
        this.word = word;
    }

    /** As the standard spells it. */
    public String word() {
        return word;
    }

    /** The state that the standard spells so. */
    public static Optional<BillState> of(String word) {
        return Arrays.stream(values()).filter(s -> s.word.equals(word)).findFirst();
    }

    /** All states as the standard spells them. */
    public static List<String> words() {
        return Arrays.stream(values()).map(BillState::word).toList();
    }

    /** Where a PATCH may take a bill in this state that is not on hold. */
    List<BillState> moves() {
        return switch (this) {
            case NEW -> List.of(VALIDATED, SENT, ON_HOLD);
            case VALIDATED -> List.of(SENT, ON_HOLD);
            case SENT, PARTIALLY_PAID -> List.of(ON_HOLD);
            case SETTLED, ON_HOLD -> List.of();
        };
    }
}
