package org.billwright.bill;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * The states of a customer bill (TMF678 CustomerBillStateType) and the moves that a PATCH may make.
 * {@code partiallyPaid} and {@code settled} follow from payments alone.
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

    /** The name in the standard. */
    public String code() {
        return word;
    }

    /** The state with this name. */
    public static Optional<BillState> of(String word) {
        return Arrays.stream(values()).filter(s -> s.word.equals(word)).findFirst();
    }

    /** The names of all states. */
    public static List<String> words() {
        return Arrays.stream(values()).map(BillState::code).toList();
    }

    /** The states that a PATCH may set from this one. A bill on hold is released by {@link BillStatus}. */
    List<BillState> moves() {
        return switch (this) {
            case NEW -> List.of(VALIDATED, SENT, ON_HOLD);
            case VALIDATED -> List.of(SENT, ON_HOLD);
            case SENT, PARTIALLY_PAID -> List.of(ON_HOLD);
            case SETTLED, ON_HOLD -> List.of();
        };
    }
}
