package org.billwright.parity;

import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;

/**
 * A line of the left side and one of the right side that are for the same; one of them may be missing.
 *
 * @param isDuplicate whether the one line is also there a second time on its side
 */
record LinePair(Optional<ParityLine> left, Optional<ParityLine> right, boolean isDuplicate) {
    /** No line. */
    static final LinePair NONE = new LinePair(Optional.empty(), Optional.empty(), false);

    static LinePair of(ParityLine left, ParityLine right) {
        return new LinePair(Optional.of(left), Optional.of(right), false);
    }

    boolean isWhole() {
        return left.isPresent() && right.isPresent();
    }

    ParityLine any() {
        return left.or(() -> right).orElseThrow();
    }

    BigDecimal leftNet() {
        return left.map(ParityLine::net).orElse(BigDecimal.ZERO);
    }

    BigDecimal rightNet() {
        return right.map(ParityLine::net).orElse(BigDecimal.ZERO);
    }

    List<ParityLine> leftLines() {
        return left.stream().toList();
    }

    List<ParityLine> rightLines() {
        return right.stream().toList();
    }
}
