package org.billwright.parity;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.List;
import java.util.Optional;
import org.billwright.money.Money;
import org.billwright.parity.LineDifferences.Change;
import org.billwright.parity.ParityTax.TaxKey;
import org.billwright.parity.TaxPairs.TaxPair;

/** Splits the difference of one tax. A change of the rate is at the mean of the taxable amounts, so that it is the same from either side. */
final class TaxSplit {
    private static final int DECIMALS = 24;
    private static final BigDecimal TWO = BigDecimal.valueOf(2);

    private final TaxPair pair;
    private final BillTaxes left;
    private final BillTaxes right;
    private final List<TaxedChange> changes;
    private final DifferenceCollector collector;
    private final Optional<BigDecimal> leftPercent;
    private final Optional<BigDecimal> rightPercent;
    private boolean isOnOneSide;
    private boolean hasChanges;

    /** Two lines, and whether the tax is on them. */
    private record TaxedChange(Change change, boolean isOnLeft, boolean isOnRight) {
        BigDecimal leftBase() {
            return isOnLeft ? change.lines().leftNet() : BigDecimal.ZERO;
        }

        BigDecimal rightBase() {
            return isOnRight ? change.lines().rightNet() : BigDecimal.ZERO;
        }
    }

    TaxSplit(TaxPair pair, BillTaxes left, BillTaxes right, List<Change> changes, DifferenceCollector collector) {
        this.pair = pair;
        this.left = left;
        this.right = right;
        this.collector = collector;
        this.changes = changes.stream().map(this::taxed).toList();
        this.leftPercent = percent(left, pair.left()).or(() -> percent(right, pair.right()));
        this.rightPercent = percent(right, pair.right()).or(() -> percent(left, pair.left()));
    }

    private TaxedChange taxed(Change change) {
        var lines = change.lines();
        return new TaxedChange(
                change,
                TaxDifferences.isOn(left, pair.left(), lines.left(), right, pair.right(), lines.right()),
                TaxDifferences.isOn(right, pair.right(), lines.right(), left, pair.left(), lines.left()));
    }

    /** As the tax says, or, for a sum of taxes, what it is of the amount without taxes. */
    private static Optional<BigDecimal> percent(BillTaxes taxes, Optional<TaxKey> key) {
        return key.flatMap(of -> of.percent()
                .or(() -> taxes.bill()
                        .knownNet()
                        .filter(net -> net.signum() != 0 && taxes.amounts().size() == 1)
                        .map(net -> taxes.amount(of).movePointRight(2).divide(net, DECIMALS, RoundingMode.HALF_UP))));
    }

    /** Adds the parts that have a cause; their sum. */
    BigDecimal add() {
        var sum = BigDecimal.ZERO;
        if (leftPercent.isEmpty() || rightPercent.isEmpty()) {
            return sum;
        }
        sum = sum.add(rate());
        for (var change : changes) {
            if (change.isOnLeft() != change.isOnRight()
                    && change.change().lines().isWhole()) {
                isOnOneSide = true;
            } else if (change.change().net().signum() != 0 && (change.isOnLeft() || change.isOnRight())) {
                hasChanges = true;
                var tax = taxOn(change);
                TaxDifferences.spread(change.change(), tax, left.bill(), collector);
                sum = sum.add(tax);
            }
        }
        return sum;
    }

    private BigDecimal rate() {
        if (!pair.isWhole() || !TaxDifferences.isOtherRate(pair)) {
            return BigDecimal.ZERO;
        }
        var was = leftPercent.orElseThrow();
        var is = rightPercent.orElseThrow();
        var bases = base(left, pair.left().orElseThrow(), was, leftBase())
                .add(base(right, pair.right().orElseThrow(), is, rightBase()));
        var amount = percent(bases.divide(TWO, DECIMALS, RoundingMode.HALF_UP), is.subtract(was));
        collector.addAny(causeOfRate(), amount, LinePair.NONE);
        return amount;
    }

    /** It has what rounding leaves of it, too. */
    private RootCause causeOfRate() {
        return new RootCause(
                RootCauseKind.TAX_RATE,
                pair.any().name(),
                leftPercent.orElseThrow().toPlainString(),
                rightPercent.orElseThrow().toPlainString());
    }

    private BigDecimal leftBase() {
        return changes.stream().map(TaxedChange::leftBase).reduce(BigDecimal.ZERO, BigDecimal::add);
    }

    private BigDecimal rightBase() {
        return changes.stream().map(TaxedChange::rightBase).reduce(BigDecimal.ZERO, BigDecimal::add);
    }

    /** The taxable amount of the lines, or, where they do not give the tax, the amount that does. */
    private BigDecimal base(BillTaxes taxes, TaxKey key, BigDecimal percent, BigDecimal ofLines) {
        var amount = taxes.amount(key);
        boolean agrees = percent(ofLines, percent).subtract(amount).abs().compareTo(bound()) <= 0;
        return agrees || percent.signum() == 0
                ? ofLines
                : amount.movePointRight(2).divide(percent, DECIMALS, RoundingMode.HALF_UP);
    }

    private BigDecimal percent(BigDecimal base, BigDecimal percent) {
        return left.bill().rounded(base.multiply(percent).movePointLeft(2));
    }

    /** The tax on the difference of two lines: as both say, or by the mean of the tax rates. */
    private BigDecimal taxOn(TaxedChange change) {
        var lines = change.change().lines();
        var was = lines.left().flatMap(line -> pair.left().flatMap(line::tax)).flatMap(ParityTax::amount);
        var is = lines.right().flatMap(line -> pair.right().flatMap(line::tax)).flatMap(ParityTax::amount);
        boolean isSaid =
                (lines.left().isEmpty() || was.isPresent()) && (lines.right().isEmpty() || is.isPresent());
        if (isSaid && !TaxDifferences.isOtherRate(pair)) {
            var difference = is.orElse(BigDecimal.ZERO).subtract(was.orElse(BigDecimal.ZERO));
            if (lines.isWhole()) {
                collector.compare(BigDecimal.ZERO, difference);
            }
            return left.bill().rounded(difference);
        }
        var rates = leftPercent.orElseThrow().add(rightPercent.orElseThrow());
        return percent(change.change().net(), rates.divide(TWO, DECIMALS, RoundingMode.HALF_UP));
    }

    /** How much rounding may be: a minor unit for each line with the tax. */
    private BigDecimal bound() {
        long taxed = Math.max(
                changes.stream().filter(TaxedChange::isOnLeft).count(),
                changes.stream().filter(TaxedChange::isOnRight).count());
        long lines = taxed > 0 ? taxed : changes.size();
        return Money.minorUnit(left.bill().currency()).multiply(BigDecimal.valueOf(Math.max(1, lines)));
    }

    /** The cause of what no part has. */
    RootCause causeOfRest(BigDecimal rest) {
        if (!pair.isWhole() && (isOnOneSide || !hasChanges || rest.abs().compareTo(bound()) > 0)) {
            return RootCause.of(
                    pair.left().isPresent() ? RootCauseKind.TAX_MISSING_RIGHT : RootCauseKind.TAX_MISSING_LEFT,
                    pair.any().fullName());
        }
        int order = rightBase().abs().compareTo(leftBase().abs());
        if (isOnOneSide && order != 0) {
            return RootCause.of(
                    order < 0 ? RootCauseKind.TAX_MISSING_RIGHT : RootCauseKind.TAX_MISSING_LEFT,
                    pair.any().fullName());
        }
        if (isOnOneSide || rest.abs().compareTo(bound()) > 0) {
            return RootCause.of(RootCauseKind.TAX_AMOUNT, pair.any().fullName());
        }
        if (TaxDifferences.isOtherRate(pair)) {
            return causeOfRate();
        }
        return method().orElseGet(() ->
                RootCause.of(RootCauseKind.TAX_ROUNDING, pair.any().fullName()));
    }

    /** One side has the tax of the sum, and the other the sum of the taxes of the lines. */
    private Optional<RootCause> method() {
        var said = pair.left()
                .flatMap(TaxKey::percent)
                .filter(rate -> pair.right()
                        .flatMap(TaxKey::percent)
                        .filter(rate::equals)
                        .isPresent());
        if (said.isEmpty() || hasChanges) {
            return Optional.empty();
        }
        var percent = said.get();
        var ofSum = percent(leftBase(), percent);
        var ofLines = changes.stream()
                .map(change -> percent(change.leftBase(), percent))
                .reduce(BigDecimal.ZERO, BigDecimal::add);
        if (ofSum.compareTo(ofLines) == 0) {
            return Optional.empty();
        }
        var was = left.amount(pair.left().orElseThrow());
        var is = right.amount(pair.right().orElseThrow());
        boolean isLeftByLine = was.compareTo(ofLines) == 0 && is.compareTo(ofSum) == 0;
        boolean isRightByLine = is.compareTo(ofLines) == 0 && was.compareTo(ofSum) == 0;
        return isLeftByLine || isRightByLine
                ? Optional.of(new RootCause(
                        RootCauseKind.ROUNDING_METHOD,
                        pair.any().fullName(),
                        isLeftByLine ? "line" : "bill",
                        isLeftByLine ? "bill" : "line"))
                : Optional.empty();
    }
}
