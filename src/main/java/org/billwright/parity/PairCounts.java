package org.billwright.parity;

/** How many pairs of bills there are of each verdict. */
public record PairCounts(long equal, long withinTolerance, long different, long onlyLeft, long onlyRight) {
    /** Nothing. */
    static final PairCounts NONE = new PairCounts(0, 0, 0, 0, 0);

    static PairCounts of(ComparedBills.Verdict verdict) {
        return switch (verdict) {
            case EQUAL -> new PairCounts(1, 0, 0, 0, 0);
            case WITHIN_TOLERANCE -> new PairCounts(0, 1, 0, 0, 0);
            case DIFFERENT -> new PairCounts(0, 0, 1, 0, 0);
            case ONLY_LEFT -> new PairCounts(0, 0, 0, 1, 0);
            case ONLY_RIGHT -> new PairCounts(0, 0, 0, 0, 1);
        };
    }

    PairCounts plus(PairCounts other) {
        return new PairCounts(
                equal + other.equal,
                withinTolerance + other.withinTolerance,
                different + other.different,
                onlyLeft + other.onlyLeft,
                onlyRight + other.onlyRight);
    }

    /** Bills that both sides have. */
    public long matched() {
        return equal + withinTolerance + different;
    }
}
