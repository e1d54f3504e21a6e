package org.billwright.parity;

/**
 * What was read of one side.
 *
 * @param bills that are compared
 * @param lines of these
 * @param passedOver bills out of the range of dates
 * @param unbilled rates that are on no bill
 * @param notInBalance lines that do not count for the balance of their bill, and are not compared
 * @param withoutBill lines whose bill is not there
 * @param repeated bills whose id was there before; the last one counts
 * @param rejected invalid records
 */
public record SideCounts(
        long bills,
        long lines,
        long passedOver,
        long unbilled,
        long notInBalance,
        long withoutBill,
        long repeated,
        long rejected) {
    /** Nothing. */
    static final SideCounts NONE = new SideCounts(0, 0, 0, 0, 0, 0, 0, 0);

    SideCounts plus(SideCounts other) {
        return new SideCounts(
                bills + other.bills,
                lines + other.lines,
                passedOver + other.passedOver,
                unbilled + other.unbilled,
                notInBalance + other.notInBalance,
                withoutBill + other.withoutBill,
                repeated + other.repeated,
                rejected + other.rejected);
    }
}
