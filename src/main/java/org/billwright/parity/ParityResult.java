package org.billwright.parity;

import java.util.List;
import java.util.Map;

/**
 * The result of a comparison.
 *
 * @param totals the differences of all bills that are different or on one side only, by currency
 * @param groups by root cause, largest first
 * @param temporaryBytes the most bytes that temporary files had at one time
 */
public record ParityResult(
        SideCounts left,
        SideCounts right,
        PairCounts pairs,
        Map<String, MoneySum> totals,
        List<CauseGroup> groups,
        long temporaryBytes) {
    /** The collections are copied. */
    public ParityResult {
        totals = Map.copyOf(totals);
        groups = List.copyOf(groups);
    }

    /** Whether all bills are equal or within the tolerance, and all records were compared. */
    public boolean isEqual() {
        return pairs.different() + pairs.onlyLeft() + pairs.onlyRight() == 0 && isComplete(left) && isComplete(right);
    }

    private static boolean isComplete(SideCounts side) {
        return side.withoutBill() + side.rejected() + side.repeated() == 0;
    }
}
