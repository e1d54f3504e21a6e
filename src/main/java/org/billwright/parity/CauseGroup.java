package org.billwright.parity;

import java.math.BigDecimal;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * All differences of one root cause.
 *
 * @param bills how many bills differ by it; in a group of several causes, a bill counts once for each
 * @param sums by currency
 * @param examples those with the largest amounts
 * @param folded how many groups were folded into this one; 0 for a group of one cause
 */
public record CauseGroup(
        RootCause cause, long bills, Map<String, MoneySum> sums, List<ParityExample> examples, int folded) {
    /** The largest sum of absolute differences first, whatever the currency. */
    static final Comparator<CauseGroup> ORDER = Comparator.comparing(
                    (CauseGroup group) -> group.largest().negate())
            .thenComparing(Comparator.comparingLong(CauseGroup::bills).reversed())
            .thenComparing(group -> group.cause().kind())
            .thenComparing(group -> group.cause().subject())
            .thenComparing(group -> group.cause().left())
            .thenComparing(group -> group.cause().right());

    private static final int EXAMPLES = 3;

    static CauseGroup of(BillPair pair, BillDifference part) {
        return new CauseGroup(
                part.cause(),
                1,
                Map.of(part.currency(), MoneySum.of(part.amount())),
                List.of(ParityExample.of(pair, part)),
                0);
    }

    /** Both as one, with the cause of this one. */
    CauseGroup plus(CauseGroup other) {
        var all = new TreeMap<>(sums);
        other.sums.forEach((currency, sum) -> all.merge(currency, sum, MoneySum::plus));
        return new CauseGroup(cause, bills + other.bills, all, best(other), Math.max(folded, other.folded));
    }

    /** The examples are copied only where one of the other group is better. */
    private List<ParityExample> best(CauseGroup other) {
        if (examples.size() == EXAMPLES
                && other.examples.stream()
                        .noneMatch(example -> ParityExample.ORDER.compare(example, examples.getLast()) < 0)) {
            return examples;
        }
        return Stream.concat(examples.stream(), other.examples.stream())
                .sorted(ParityExample.ORDER)
                .limit(EXAMPLES)
                .toList();
    }

    CauseGroup withBills(long number) {
        return new CauseGroup(cause, number, sums, examples, folded);
    }

    CauseGroup as(RootCause other, int foldedGroups) {
        return new CauseGroup(other, bills, sums, examples, foldedGroups);
    }

    private BigDecimal largest() {
        return sums.values().stream()
                .map(MoneySum::absolute)
                .max(Comparator.naturalOrder())
                .orElse(BigDecimal.ZERO);
    }
}
