package org.billwright.retention;

import java.util.EnumMap;
import java.util.Map;
import java.util.TreeMap;

/** How many bills were deleted, or would be, and how many are kept though their period is over. */
public final class RetentionReport {
    private final Map<Integer, Long> deleted = new TreeMap<>();
    private final Map<KeptReason, Long> kept = new EnumMap<>(KeptReason.class);

    private boolean isLeftToAnother;

    void addDeleted(JudgedBill bill) {
        deleted.merge(bill.day().getYear(), 1L, Long::sum);
    }

    void leaveToAnother() {
        isLeftToAnother = true;
    }

    /** Whether it ended because another process works for the tenant. */
    public boolean isLeftToAnother() {
        return isLeftToAnother;
    }

    void addKept(KeptReason reason) {
        kept.merge(reason, 1L, Long::sum);
    }

    /** The deleted bills by the year of their bill date (UTC). */
    public Map<Integer, Long> deletedByYear() {
        return Map.copyOf(deleted);
    }

    /** The kept bills by reason. */
    public Map<KeptReason, Long> kept() {
        return Map.copyOf(kept);
    }

    /** How many bills were deleted. */
    public long deleted() {
        return deleted.values().stream().mapToLong(Long::longValue).sum();
    }

    /** For people, a line each. */
    public String text(String ofDeleted) {
        var text = new StringBuilder(ofDeleted + ": " + deleted() + "\n");
        deleted.forEach((year, bills) ->
                text.append("  ").append(year).append(": ").append(bills).append('\n'));
        long all = kept.values().stream().mapToLong(Long::longValue).sum();
        text.append("kept though their period is over: ").append(all).append('\n');
        kept.forEach((reason, bills) -> text.append("  ")
                .append(reason.text())
                .append(": ")
                .append(bills)
                .append('\n'));
        return text.toString();
    }
}
