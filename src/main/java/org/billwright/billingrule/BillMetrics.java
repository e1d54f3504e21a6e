package org.billwright.billingrule;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.OffsetDateTime;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.billwright.billing.BilledLine;
import org.billwright.money.Money;

/**
 * What is measured of a bill.
 *
 * @param previous the amount due of the account's last bill
 * @param lines how many rates it has
 * @param oldestRateDays how many days before the end of the period the oldest rate is
 * @param largestLinePercent of the amounts of all rates, of a bill with two or more
 * @param medianDistance in median absolute deviations; absent with fewer than three bills before
 */
public record BillMetrics(
        Money amountDue,
        Optional<Money> previous,
        boolean isFirst,
        int lines,
        int linesWithoutTax,
        int duplicateLines,
        int missingProducts,
        Optional<Long> oldestRateDays,
        Optional<BigDecimal> largestLinePercent,
        Optional<BigDecimal> medianDistance,
        Optional<String> billShock) {
    private static final BigDecimal HUNDRED = BigDecimal.valueOf(100);

    /**
     * A bill, and the bills before it.
     *
     * @param charges of the bill, with taxes and without the balance of earlier bills
     * @param recurringBefore the products that had recurring charges on the last bill
     */
    public record Input(
            Money amountDue,
            Money charges,
            OffsetDateTime periodEnd,
            List<BilledLine> lines,
            Optional<Money> previous,
            BillHistory history,
            Set<String> recurringBefore) {}

    /** Measures a bill. */
    public static BillMetrics of(Input bill) {
        var usual = bill.history().usual(bill.charges().unit());
        var inBalance = bill.lines().stream().filter(BilledLine::isInBalance).toList();
        return new BillMetrics(
                bill.amountDue(),
                bill.previous(),
                bill.history().bills().isEmpty(),
                bill.lines().size(),
                (int) inBalance.stream()
                        .filter(line -> !line.hasTax() && line.net().signum() != 0)
                        .count(),
                duplicates(inBalance),
                missing(inBalance, bill.recurringBefore()),
                bill.lines().stream()
                        .flatMap(line -> line.earliest().stream())
                        .min(OffsetDateTime::compareTo)
                        .map(first -> ChronoUnit.DAYS.between(first, bill.periodEnd())),
                largest(inBalance),
                usual.map(of -> of.distance(bill.charges().value())),
                BillShock.of(bill.charges(), usual).map(shock -> shock.text("en")));
    }

    private static int duplicates(List<BilledLine> lines) {
        var seen = new HashMap<List<Object>, Integer>();
        lines.stream()
                .filter(line -> line.earliest().isPresent() && line.price().signum() != 0)
                .forEach(line -> seen.merge(line.sameCharge(), 1, Integer::sum));
        return seen.values().stream().mapToInt(times -> times - 1).sum();
    }

    private static int missing(List<BilledLine> lines, Set<String> before) {
        if (before.isEmpty()) {
            return 0;
        }
        var missing = new HashSet<>(before);
        lines.stream()
                .filter(BilledLine::isRecurring)
                .flatMap(line -> line.productId().stream())
                .forEach(missing::remove);
        return missing.size();
    }

    private static Optional<BigDecimal> largest(List<BilledLine> lines) {
        var sum = BigDecimal.ZERO;
        var largest = BigDecimal.ZERO;
        for (var line : lines) {
            var amount = line.net().value().abs();
            sum = sum.add(amount);
            largest = largest.max(amount);
        }
        return lines.size() < 2 || sum.signum() == 0
                ? Optional.empty()
                : Optional.of(largest.multiply(HUNDRED).divide(sum, 2, RoundingMode.HALF_UP));
    }

    /** By how much the amount due is more than that of the last bill, in the same currency. */
    private Optional<BigDecimal> change() {
        return previous.filter(before -> before.unit().equals(amountDue.unit()))
                .map(before -> amountDue.value().subtract(before.value()));
    }

    /** By how many percent the amount due is more than that of the last bill, to two decimals. */
    public Optional<BigDecimal> changePercent() {
        return change().filter(difference -> previous.orElseThrow().signum() != 0)
                .map(difference -> difference
                        .multiply(HUNDRED)
                        .divide(previous.orElseThrow().value().abs(), 2, RoundingMode.HALF_UP));
    }

    /** The value of a metric of bills; absent where it cannot be measured. */
    Optional<BigDecimal> value(RuleMetric metric) {
        return switch (metric) {
            case AMOUNT_DUE -> Optional.of(amountDue.value());
            case CHANGE_AMOUNT -> change();
            case CHANGE_PERCENT -> changePercent();
            case MEDIAN_DISTANCE -> medianDistance;
            case BILL_SHOCK -> flag(billShock.isPresent());
            case ZERO -> flag(amountDue.signum() == 0);
            case NEGATIVE -> flag(amountDue.signum() < 0);
            case FIRST_BILL -> flag(isFirst);
            case MISSING_PRODUCTS -> number(missingProducts);
            case LINES -> number(lines);
            case LINES_WITHOUT_TAX -> number(linesWithoutTax);
            case DUPLICATE_LINES -> number(duplicateLines);
            case OLDEST_RATE_DAYS -> oldestRateDays.map(BigDecimal::valueOf);
            case LARGEST_LINE_PERCENT -> largestLinePercent;
            case FORECAST_CHANGE_PERCENT, REFUSED_PERCENT, HELD_PERCENT, GONE_PERCENT, CHARGE_TYPE_CHANGE_PERCENT ->
                Optional.empty();
        };
    }

    private static Optional<BigDecimal> flag(boolean isSo) {
        return number(isSo ? 1 : 0);
    }

    private static Optional<BigDecimal> number(int number) {
        return Optional.of(BigDecimal.valueOf(number));
    }

    /** The rules that the bill breaks. */
    public List<RuleBreach> breaches(List<BillingRule> rules) {
        return rules.stream().flatMap(rule -> rule.breach(this).stream()).toList();
    }
}
