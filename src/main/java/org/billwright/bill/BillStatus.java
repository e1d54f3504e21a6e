package org.billwright.bill;

import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;
import org.billwright.problem.Problem;
import org.billwright.problem.ProblemException;

/**
 * The status of a bill: its state, the state before it was put on hold, and the amounts that decide it. This is the one
 * place with the rules of its moves; the database enforces them a second time.
 *
 * @param heldFrom the state before the bill was put on hold; present exactly while it is
 * @param amountDue in major units; absent on a bill without amounts
 * @param remaining the unpaid part of the amount due, in major units
 */
public record BillStatus(
        BillState state, Optional<BillState> heldFrom, Optional<BigDecimal> amountDue, Optional<BigDecimal> remaining) {
    /** Checks that a state before the hold is given exactly for a bill on hold. */
    public BillStatus {
        if ((state == BillState.ON_HOLD) != heldFrom.isPresent()) {
            throw new IllegalArgumentException("a bill is held from a state exactly while it is on hold");
        }
    }

    /** The status after a PATCH of the state; an illegal move is a {@link Problem.IllegalTransition}. */
    public BillStatus patchedTo(BillState target) {
        if (target == state) {
            return this;
        }
        var allowed = allowed();
        if (!allowed.contains(target)) {
            throw new ProblemException(new Problem.IllegalTransition(
                    state.code(),
                    target.code(),
                    allowed.stream().map(BillState::code).toList()));
        }
        return heldFrom.isPresent() ? released(target) : moved(target);
    }

    /**
     * The status after payments, with this unpaid amount. The state of a bill on hold changes only when it is released.
     * A payment of a bill that was not sent is a {@link Problem.Conflict}.
     */
    public BillStatus withRemaining(BigDecimal amount) {
        if (!isSent()) {
            throw new ProblemException(new Problem.Conflict("the bill is "
                    + heldFrom.map(from -> "on hold, and was " + from.code() + " before")
                            .orElse(state.code())
                    + "; a payment can be applied only to a bill that was sent"));
        }
        return withOpen(amount);
    }

    /**
     * The status after credit was allocated to the bill or taken off it, with this unpaid amount. The state of a bill that was not sent
     * yet, or is on hold, changes only when it is sent or released.
     */
    public BillStatus withOpen(BigDecimal amount) {
        var changed = new BillStatus(state, heldFrom, amountDue, Optional.of(amount));
        boolean isDecided = heldFrom.isEmpty() && isSent();
        return new BillStatus(
                isDecided ? changed.byAmounts().orElse(state) : state, heldFrom, amountDue, Optional.of(amount));
    }

    /** Whether the bill was sent to the customer. */
    public boolean isSent() {
        return switch (heldFrom.orElse(state)) {
            case NEW, VALIDATED, ON_HOLD -> false;
            case SENT, PARTIALLY_PAID, SETTLED -> true;
        };
    }

    /** Whether the bill is right, and not held. */
    boolean isValidated() {
        return switch (state) {
            case NEW, ON_HOLD -> false;
            case VALIDATED, SENT, PARTIALLY_PAID, SETTLED -> true;
        };
    }

    private List<BillState> allowed() {
        return heldFrom.map(from -> from == BillState.NEW ? List.of(from, BillState.VALIDATED) : List.of(from))
                .orElseGet(state::moves);
    }

    /** Credit may have been used before the bill was sent, so the amounts decide its state. */
    private BillStatus moved(BillState to) {
        var from = to == BillState.ON_HOLD ? Optional.of(state) : Optional.<BillState>empty();
        boolean isUsed = remaining.isPresent()
                && !remaining.equals(amountDue)
                && amountDue.filter(due -> due.signum() > 0).isPresent();
        return new BillStatus(to == BillState.SENT && isUsed ? byAmounts().orElse(to) : to, from, amountDue, remaining);
    }

    /** Payments may have been applied during the hold, so the amounts decide the state after it. */
    private BillStatus released(BillState to) {
        boolean payable = to == BillState.SENT || to == BillState.PARTIALLY_PAID;
        return new BillStatus(payable ? byAmounts().orElse(to) : to, Optional.empty(), amountDue, remaining);
    }

    /** A negative bill is a credit of its account, and is never settled. */
    private Optional<BillState> byAmounts() {
        return remaining.flatMap(left -> amountDue.map(due -> {
            if (due.signum() < 0) {
                return BillState.SENT;
            }
            if (left.signum() == 0) {
                return BillState.SETTLED;
            }
            return left.compareTo(due) < 0 ? BillState.PARTIALLY_PAID : BillState.SENT;
        }));
    }
}
