package org.billwright.parity;

import java.util.List;

/**
 * The result of the comparison of two bills.
 *
 * @param differences empty for equal bills; their amounts add up to the difference of the bills, for each currency
 */
public record ComparedBills(BillPair pair, Verdict verdict, List<BillDifference> differences) {
    /** How alike two bills are. */
    public enum Verdict {
        /** Nothing differs. */
        EQUAL,
        /** No amount differs by more than the tolerance, and nothing else differs. */
        WITHIN_TOLERANCE,
        /** An amount differs by more than the tolerance, or something that is no amount. */
        DIFFERENT,
        /** Only the left side has the bill. */
        ONLY_LEFT,
        /** Only the right side has the bill. */
        ONLY_RIGHT
    }

    /** The list is copied. */
    public ComparedBills {
        differences = List.copyOf(differences);
    }
}
