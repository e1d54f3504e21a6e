package org.billwright.run;

import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;
import org.billwright.billing.BillPart;
import org.billwright.billingrule.BillMetrics;
import org.billwright.money.Money;
import org.billwright.store.ContentDigest;

/**
 * What a run comes to for an account.
 *
 * @param reason why it has no bill
 * @param inputs the digest of all that its bill is calculated from
 * @param amounts of its bill
 * @param previous the amount due of the bill before, in its currency
 * @param rates how many rates its bill has
 * @param metrics what was measured of its bill
 * @param brokenRules the ids of the billing rules that its bill breaks
 */
record RunAccount(
        String accountId,
        Status status,
        Optional<String> reason,
        String inputs,
        Optional<Amounts> amounts,
        Optional<Money> previous,
        int rates,
        List<BillPart> parts,
        Optional<BillMetrics> metrics,
        List<String> brokenRules) {
    private static final String BROKEN = "billing rule ";

    /** The bill of a plan, and its sums. */
    record Amounts(String billId, Money taxExcluded, Money taxIncluded, Money amountDue) {}

    /** What became of an account. */
    enum Status {
        PLANNED("planned"),
        NOTHING_DUE("nothingDue"),
        HELD("held"),
        REFUSED("refused"),
        CHANGED_SINCE_PLAN("changedSincePlan"),
        BILLED("billed"),
        REVERTED("reverted");

        private final String code;

        Status(String code) {
            this.code = code;
        }

        String code() {
            return code;
        }

        static Status of(String code) {
            for (var status : values()) {
                if (status.code.equals(code)) {
                    return status;
                }
            }
            throw new IllegalArgumentException(code);
        }
    }

    RunAccount with(Status now, Optional<String> because) {
        return new RunAccount(accountId, now, because, inputs, amounts, previous, rates, parts, metrics, brokenRules);
    }

    /** The reason for which rules hold a bill. */
    static String heldBy(List<String> rules) {
        return BROKEN + String.join(", ", rules);
    }

    /** Whether rules held a bill for this reason. */
    static boolean isOfRule(String reason) {
        return reason.startsWith(BROKEN);
    }

    /** How the bill differs from the one before; an account that had a bill and has none, for whatever reason, is gone. */
    Optional<String> change() {
        if (amounts.isEmpty()) {
            return previous.map(before -> "gone");
        }
        var due = amounts.get().amountDue();
        if (due.signum() < 0) {
            return Optional.of("negative");
        }
        if (due.signum() == 0) {
            return Optional.of("zero");
        }
        return Optional.of(previous.filter(before -> before.unit().equals(due.unit()))
                .map(before -> switch (due.value().compareTo(before.value())) {
                    case 0 -> "same";
                    case 1 -> "higher";
                    default -> "lower";
                })
                .orElse("new"));
    }

    /** By how many percent the amount due is more than that of the bill before, to two decimals. */
    Optional<BigDecimal> changePercent() {
        return metrics.flatMap(BillMetrics::changePercent);
    }

    /** Adds all that an approval is of. */
    void addTo(ContentDigest.Builder digest) {
        digest.add(accountId).add(status.code).add(inputs);
        amounts.ifPresent(bill -> digest.add(bill.billId())
                .add(bill.taxExcluded().unit())
                .add(bill.taxExcluded().value().toPlainString())
                .add(bill.taxIncluded().value().toPlainString())
                .add(bill.amountDue().value().toPlainString()));
    }

    /** The digest of the plan of a chunk: of its accounts in the order of their ids. */
    static String digest(List<RunAccount> ofChunk) {
        var digest = new ContentDigest.Builder();
        ofChunk.forEach(account -> account.addTo(digest));
        return digest.build().hex();
    }
}
