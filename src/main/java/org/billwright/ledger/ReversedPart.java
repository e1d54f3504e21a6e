package org.billwright.ledger;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.billwright.ledger.LedgerStore.Allocation;
import org.billwright.money.Money;
import org.billwright.problem.Problem;
import org.billwright.problem.ProblemException;

/**
 * The part of a payment that is reversed.
 *
 * @param amount more than 0, in major units
 */
record ReversedPart(Credit payment, BigDecimal amount) {
    /**
     * Requires that there is so much of the payment. Of one of which a part went back before, the amount must be given: a refund is money
     * that the payer has, and a reversal does not return it.
     */
    static ReversedPart of(Credit payment, Optional<Money> wanted) {
        var whole = payment.amount();
        var left = whole.value().subtract(payment.returned());
        require(!payment.status().equals("reversed"), "the payment was reversed before");
        require(!payment.status().equals("chargedBack"), "the payment was charged back before");
        require(left.signum() > 0, "all of the payment was refunded, and nothing of it can be reversed");
        require(
                wanted.isPresent() || payment.returned().signum() == 0,
                payment.returned().toPlainString()
                        + " of the payment was refunded or reversed, so that it cannot be reversed as a whole; give the"
                        + " 'amount' to reverse, " + whole.unit() + " " + left.toPlainString()
                        + " at most, and bill what was refunded and is to be paid again");
        wanted.ifPresent(part -> {
            ProblemException.unless(
                    part.unit().equals(whole.unit()), "amount.unit", "must be " + whole.unit() + ", as of the payment");
            require(
                    part.value().compareTo(left) <= 0,
                    whole.unit() + " " + left.toPlainString() + " of the payment can be reversed, less than "
                            + part.value().toPlainString());
        });
        return new ReversedPart(payment, wanted.map(Money::value).orElse(left));
    }

    private static void require(boolean condition, String otherwise) {
        if (!condition) {
            throw new ProblemException(new Problem.Conflict(otherwise));
        }
    }

    /** Whether nothing is left of the payment afterwards. */
    boolean isRest() {
        return amount.compareTo(payment.amount().value().subtract(payment.returned())) == 0;
    }

    /** What is taken off bills, as negative allocations: what the open credit is not enough for. */
    List<Allocation> takenOff(List<Allocation> used) {
        var left = amount.subtract(payment.open());
        var taken = new ArrayList<Allocation>();
        for (var part : used) {
            var off = part.amount().min(left);
            if (off.signum() > 0) {
                taken.add(part.withAmount(off.negate()));
                left = left.subtract(off);
            }
        }
        return taken;
    }
}
