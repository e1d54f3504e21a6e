package org.billwright.parity;

import java.util.Optional;

/** The bill of the left side and that of the right side that are for the same; one of them may be missing, not both. */
public record BillPair(Optional<ParityBill> left, Optional<ParityBill> right) {
    /** Two bills. */
    static BillPair of(ParityBill left, ParityBill right) {
        return new BillPair(Optional.of(left), Optional.of(right));
    }

    /** One of them. */
    ParityBill any() {
        return left.or(() -> right).orElseThrow();
    }
}
