package org.billwright.bill;

import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;
import org.billwright.problem.Problem;
import org.billwright.problem.ProblemException;

/**
 * Where a bill stands: its state, the state it was held from, and what is left to pay. The one place that decides where
 * it may go; the database holds the same rules as a second wall.
 *
 * @param amountDue in major units; absent on a bill that came without amounts
 * @param remaining of the amount due, in major units
 */
public record BillStatus(
        BillState state, Optional<BillState> heldFrom, Optional<BigDecimal> amountDue, Optional<BigDecimal> remaining) {
    /** A bill on hold knows where it was held from, and no other does. */
    public BillStatus {
        if ((state == BillState.ON_HOLD) != heldFrom.isPresent()) {
            throw new IllegalArgumentException("a bill is held from a state exactly while it is on hold");
        }
    }

    /** The bill after a PATCH of its state; an illegal move is a {@link Problem.IllegalTransition}. */
    public BillStatus patchedTo(BillState wanted) {
        if (wanted == state) {
            return this;
        }
        var allowed = allowed();
        if (!allowed.contains(wanted)) {
            throw new ProblemException(new Problem.IllegalTransition(
                    state.word(),
                    wanted.word(),
                    allowed.stream().map(BillState::word).toList()));
        }
        return heldFrom.isPresent() ? released(wanted) : moved(wanted);
    }

    /**
     * The bill when payments have left this much to pay. While it is on hold its state stays, and is found when it is
     * released. A bill that was not sent takes no payments, which is a {@link Problem.Conflict}.
     */
    public BillStatus withRemaining(BigDecimal left) {
        if (!isSent()) {
            throw new ProblemException(new Problem.Conflict(
                    "the bill is " + heldFrom.orElse(state).word() + "; only one that was sent takes payments"));
        }
        var paid = new BillStatus(state, heldFrom, amountDue, Optional.of(left));
        return new BillStatus(
                heldFrom.isPresent() ? state : paid.byMoney().orElse(state), heldFrom, amountDue, Optional.of(left));
    }

    /** Whether the customer has the bill. */
    public boolean isSent() {
        return switch (heldFrom.orElse(state)) {
            case NEW, VALIDATED, ON_HOLD -> false;
            case SENT, PARTIALLY_PAID, SETTLED -> true;
        };
    }

    private List<BillState> allowed() {
        return heldFrom.map(from -> from == BillState.NEW ? List.of(from, BillState.VALIDATED) : List.of(from))
                .orElseGet(state::moves);
    }

    private BillStatus moved(BillState to) {
        var from = to == BillState.ON_HOLD ? Optional.of(state) : Optional.<BillState>empty();
        return new BillStatus(to, from, amountDue, remaining);
    }

    /** Payments may have come in while the bill was held, so what it is released to is what the money says. */
    private BillStatus released(BillState to) {
        boolean customersTurn = to == BillState.SENT || to == BillState.PARTIALLY_PAID;
        return moved(customersTurn ? byMoney().orElse(to) : to);
    }

    private Optional<BillState> byMoney() {
        return remaining.flatMap(left -> amountDue.map(due -> {
            if (left.signum() == 0) {
                return BillState.SETTLED;
            }
            return left.compareTo(due) < 0 ? BillState.PARTIALLY_PAID : BillState.SENT;
        }));
    }
}
