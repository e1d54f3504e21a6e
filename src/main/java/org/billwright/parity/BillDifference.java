package org.billwright.parity;

import java.math.BigDecimal;
import java.util.List;

/**
 * A part of the difference between two bills.
 *
 * @param currency of the amount
 * @param amount right less left, in major units
 * @param left the lines that it is about
 * @param right the lines that it is about
 */
public record BillDifference(
        RootCause cause, String currency, BigDecimal amount, List<ParityLine> left, List<ParityLine> right) {
    /** The lists are copied. */
    public BillDifference {
        left = List.copyOf(left);
        right = List.copyOf(right);
    }
}
