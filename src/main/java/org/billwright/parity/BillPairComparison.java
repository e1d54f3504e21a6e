package org.billwright.parity;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.billwright.money.Money;
import org.billwright.parity.ComparedBills.Verdict;
import org.billwright.parity.LineDifferences.Change;
import org.billwright.proof.explanation.LineKind;

/**
 * Compares two bills and splits their difference into root causes: a pure function of both. The parts add up to the difference exactly,
 * whatever the bills are, and from the other side they are the opposite.
 *
 * <p>What is explained is the difference between the amounts due; where one bill has none, that between the amounts with taxes, or else
 * without.
 */
public final class BillPairComparison {
    private static final Duration DAY = Duration.ofDays(1);

    private final ParityBill left;
    private final ParityBill right;
    private final DifferenceCollector collector;

    private BillPairComparison(ParityBill left, ParityBill right) {
        this.left = left;
        this.right = right;
        this.collector = new DifferenceCollector(left.currency());
    }

    /**
     * Compares the bills of a pair.
     *
     * @param tolerance up to which amounts count as equal, in major units
     */
    public static ComparedBills compare(BillPair pair, BigDecimal tolerance) {
        if (pair.left().isEmpty() || pair.right().isEmpty()) {
            return missing(pair);
        }
        var comparison = new BillPairComparison(pair.left().get(), pair.right().get());
        comparison.compare();
        return comparison.collector.result(pair, tolerance);
    }

    private static ComparedBills missing(BillPair pair) {
        var bill = pair.any();
        boolean isOnlyLeft = pair.left().isPresent();
        var cause = RootCause.of(
                isOnlyLeft ? RootCauseKind.BILL_MISSING_RIGHT : RootCauseKind.BILL_MISSING_LEFT,
                bill.month().map(Object::toString).orElse(""));
        var amount = isOnlyLeft ? bill.total().negate() : bill.total();
        return new ComparedBills(
                pair,
                isOnlyLeft ? Verdict.ONLY_LEFT : Verdict.ONLY_RIGHT,
                List.of(new BillDifference(cause, bill.currency(), amount, List.of(), List.of())));
    }

    private void compare() {
        dates();
        if (!left.currency().equals(right.currency())) {
            collector.markDifferent();
            var cause = new RootCause(RootCauseKind.CURRENCY, "", left.currency(), right.currency());
            collector.addOf(cause, left.currency(), left.total().negate());
            collector.addOf(cause, right.currency(), right.total());
        } else if (isOpposite()) {
            collector.add(RootCause.of(RootCauseKind.SIGN, ""), collector.compare(left.total(), right.total()));
        } else {
            amounts();
        }
    }

    private void dates() {
        date("billDate", left.billDate(), right.billDate());
        date("paymentDueDate", left.dueDate(), right.dueDate());
        var was = left.period();
        var is = right.period();
        if (was.isPresent()
                && is.isPresent()
                && (isApart(was.get().start(), is.get().start())
                        || isApart(was.get().end(), is.get().end()))) {
            addDate("billingPeriod");
        }
    }

    /** Times of day are not compared: they depend on the time zone in which a biller writes days. */
    private void date(String name, Optional<Instant> was, Optional<Instant> is) {
        if (was.isPresent() && is.isPresent() && isApart(was.get(), is.get())) {
            addDate(name);
        }
    }

    private void addDate(String name) {
        collector.markDifferent();
        collector.addAny(RootCause.of(RootCauseKind.DATE, name), BigDecimal.ZERO, LinePair.NONE);
    }

    private static boolean isApart(Instant one, Instant other) {
        return Duration.between(one, other).abs().compareTo(DAY) >= 0;
    }

    private boolean isOpposite() {
        return left.total().signum() != 0
                && isOpposite(ParityBill::due)
                && isOpposite(ParityBill::knownGross)
                && isOpposite(ParityBill::knownNet)
                && left.total().add(right.total()).signum() == 0;
    }

    private boolean isOpposite(Function<ParityBill, Optional<BigDecimal>> amount) {
        var was = amount.apply(left);
        var is = amount.apply(right);
        return was.isEmpty() || is.isEmpty() || was.get().add(is.get()).signum() == 0;
    }

    private void amounts() {
        var net = difference(ParityBill::knownNet);
        var gross = difference(ParityBill::knownGross);
        var due = difference(ParityBill::due);
        var explained = Optional.<BigDecimal>empty();
        if (net.isPresent()) {
            var changes = net(net.get());
            explained = net;
            if (gross.isPresent()) {
                var taxes = TaxDifferences.add(left, right, changes, haveLines(), collector);
                sums("taxIncludedAmount", gross.get().subtract(net.get()).subtract(taxes));
                explained = gross;
            }
        } else if (gross.isPresent()) {
            collector.add(RootCause.of(RootCauseKind.AMOUNT, "taxIncludedAmount"), gross.get());
            explained = gross;
        }
        if (due.isPresent()) {
            if (gross.isPresent()) {
                balance(due.get().subtract(gross.get()));
            } else {
                collector.add(
                        RootCause.of(RootCauseKind.AMOUNT, "amountDue"),
                        due.get().subtract(explained.orElse(BigDecimal.ZERO)));
            }
        }
    }

    private Optional<BigDecimal> difference(Function<ParityBill, Optional<BigDecimal>> amount) {
        return amount.apply(left).flatMap(was -> amount.apply(right).map(is -> collector.compare(was, is)));
    }

    /** The parts of the lines, and what of the difference without taxes is on no line. */
    private List<Change> net(BigDecimal net) {
        var changes = new ArrayList<Change>();
        if (!haveLines()) {
            var cause = RootCause.of(RootCauseKind.AMOUNT, "taxExcludedAmount");
            collector.add(cause, net);
            changes.add(new Change(
                    LinePair.of(whole(left), whole(right)),
                    List.of(new LineDifferences.Part(cause, net)),
                    LinePair.NONE));
            return changes;
        }
        var differences = new LineDifferences(left, collector);
        var ofLines = BigDecimal.ZERO;
        for (var lines : LinePairs.of(left.lines(), right.lines())) {
            var change = differences.of(lines);
            changes.add(change);
            change.parts().forEach(part -> collector.addAny(part.cause(), part.net(), lines));
            ofLines = ofLines.add(change.net());
        }
        sums("taxExcludedAmount", net.subtract(ofLines));
        return changes;
    }

    /** The bill as if it were one line, so that the tax on the difference has the same cause. */
    private static ParityLine whole(ParityBill bill) {
        return new ParityLine(
                "",
                Optional.empty(),
                Optional.empty(),
                "",
                "",
                LineKind.RECURRING,
                "",
                bill.knownNet().orElse(BigDecimal.ZERO),
                Optional.empty(),
                List.of());
    }

    /** A side without lines, and with an amount, was given without them. */
    private boolean haveLines() {
        return (!left.lines().isEmpty() || isZero(left)) && (!right.lines().isEmpty() || isZero(right));
    }

    private static boolean isZero(ParityBill bill) {
        return bill.knownNet().filter(net -> net.signum() != 0).isEmpty();
    }

    private void sums(String amount, BigDecimal rest) {
        var lines = Math.max(1, Math.max(left.lines().size(), right.lines().size()));
        var bound = Money.minorUnit(left.currency()).multiply(BigDecimal.valueOf(lines));
        collector.add(
                RootCause.of(
                        rest.abs().compareTo(bound) <= 0 ? RootCauseKind.SUM_ROUNDING : RootCauseKind.NOT_EXPLAINED,
                        amount),
                rest);
    }

    /** By the parts of the balance, where both bills have them. */
    private void balance(BigDecimal difference) {
        var rest = difference;
        if (left.balance().isPresent() && right.balance().isPresent()) {
            var was = left.balance().get();
            var is = right.balance().get();
            var previous = is.previous().subtract(was.previous());
            var paid = was.paid().subtract(is.paid());
            var adjustments = is.adjustments().subtract(was.adjustments());
            collector.add(RootCause.of(RootCauseKind.BALANCE, "previousBalance"), previous);
            collector.add(RootCause.of(RootCauseKind.BALANCE, "paymentsReceived"), paid);
            collector.add(RootCause.of(RootCauseKind.BALANCE, "adjustments"), adjustments);
            rest = rest.subtract(previous).subtract(paid).subtract(adjustments);
        }
        collector.add(RootCause.of(RootCauseKind.BALANCE, "amountDue"), rest);
    }
}
