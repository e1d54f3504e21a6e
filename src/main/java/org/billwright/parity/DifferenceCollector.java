package org.billwright.parity;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import org.billwright.parity.ComparedBills.Verdict;

/** Collects the parts of the difference between two bills of one currency, and how large the compared differences are. */
final class DifferenceCollector {
    private final String currency;
    private final List<BillDifference> parts = new ArrayList<>();
    private BigDecimal largest = BigDecimal.ZERO;
    private boolean isBeyond;

    DifferenceCollector(String currency) {
        this.currency = currency;
    }

    /** Compares two amounts; right less left. */
    BigDecimal compare(BigDecimal left, BigDecimal right) {
        var difference = right.subtract(left);
        largest = largest.max(difference.abs());
        return difference;
    }

    /** Something differs that is no amount, so that no tolerance is for it. */
    void markDifferent() {
        isBeyond = true;
    }

    /** Adds a part, unless it is zero. */
    void add(RootCause cause, BigDecimal amount, LinePair lines) {
        if (amount.signum() != 0) {
            addAny(cause, amount, lines);
        }
    }

    /** Adds a part, unless it is zero, that is about no line. */
    void add(RootCause cause, BigDecimal amount) {
        add(cause, amount, LinePair.NONE);
    }

    /** Adds a part, which may be zero. Of a cause that is about no line there is one part. */
    void addAny(RootCause cause, BigDecimal amount, LinePair lines) {
        for (int i = 0; i < parts.size(); i++) {
            var part = parts.get(i);
            if (lines.equals(LinePair.NONE)
                    && part.cause().equals(cause)
                    && part.currency().equals(currency)
                    && part.left().isEmpty()
                    && part.right().isEmpty()) {
                parts.set(i, new BillDifference(cause, currency, part.amount().add(amount), List.of(), List.of()));
                return;
            }
        }
        parts.add(new BillDifference(cause, currency, amount, lines.leftLines(), lines.rightLines()));
    }

    /** Adds a part in a currency of its own. */
    void addOf(RootCause cause, String unit, BigDecimal amount) {
        parts.add(new BillDifference(cause, unit, amount, List.of(), List.of()));
    }

    ComparedBills result(BillPair pair, BigDecimal tolerance) {
        var verdict = isBeyond || largest.compareTo(tolerance) > 0
                ? Verdict.DIFFERENT
                : parts.isEmpty() ? Verdict.EQUAL : Verdict.WITHIN_TOLERANCE;
        return new ComparedBills(pair, verdict, parts);
    }
}
