package org.billwright.parity;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.List;
import java.util.Optional;
import org.billwright.parity.BillTaxes.OtherSide;
import org.billwright.parity.LineDifferences.Change;
import org.billwright.parity.LineDifferences.Part;
import org.billwright.parity.ParityTax.TaxKey;
import org.billwright.parity.TaxPairs.TaxPair;

/**
 * Splits the differences between the taxes of two bills into causes. Taxes on the differences of lines are part of the causes of those;
 * what is left is a difference of the tax itself.
 */
final class TaxDifferences {
    private static final int DECIMALS = 24;

    private final BillTaxes left;
    private final BillTaxes right;
    private final List<Change> changes;
    private final DifferenceCollector collector;

    private TaxDifferences(BillTaxes left, BillTaxes right, List<Change> changes, DifferenceCollector collector) {
        this.left = left;
        this.right = right;
        this.changes = changes;
        this.collector = collector;
    }

    /**
     * Adds the parts of all taxes; the sum of the differences of the tax items.
     *
     * @param byLines whether the changes are those of lines
     */
    static BigDecimal add(
            ParityBill left, ParityBill right, List<Change> changes, boolean byLines, DifferenceCollector collector) {
        var was = BillTaxes.of(left, byLines);
        var is = BillTaxes.of(right, byLines);
        boolean isUnnamed = was.isUnnamed() || is.isUnnamed();
        var differences =
                new TaxDifferences(isUnnamed ? was.unnamed() : was, isUnnamed ? is.unnamed() : is, changes, collector);
        return TaxPairs.of(differences.left.keys(), differences.right.keys()).stream()
                .map(differences::add)
                .reduce(BigDecimal.ZERO, BigDecimal::add);
    }

    private BigDecimal add(TaxPair pair) {
        var was = pair.left().map(left::amount).orElse(BigDecimal.ZERO);
        var is = pair.right().map(right::amount).orElse(BigDecimal.ZERO);
        var difference = collector.compare(was, is);
        if (pair.isWhole() && isOtherRate(pair)) {
            collector.markDifferent();
        }
        var split = new TaxSplit(pair, left, right, changes, collector);
        var rest = difference.subtract(split.add());
        if (rest.signum() != 0) {
            collector.add(split.causeOfRest(rest), rest);
        } else if (difference.signum() == 0) {
            lineTaxes(pair);
        }
        return difference;
    }

    static boolean isOtherRate(TaxPair pair) {
        var was = pair.left().flatMap(TaxKey::percent);
        var is = pair.right().flatMap(TaxKey::percent);
        return was.isPresent() && is.isPresent() && was.get().compareTo(is.get()) != 0;
    }

    /** Where the tax of the bill agrees, and lines with equal amounts have other taxes. */
    private void lineTaxes(TaxPair pair) {
        if (!pair.isWhole() || !left.onLines() || !right.onLines() || isOtherRate(pair)) {
            return;
        }
        for (var change : changes) {
            var was = change.lines()
                    .left()
                    .flatMap(line -> line.tax(pair.left().orElseThrow()))
                    .flatMap(ParityTax::amount);
            var is = change.lines()
                    .right()
                    .flatMap(line -> line.tax(pair.right().orElseThrow()))
                    .flatMap(ParityTax::amount);
            if (change.net().signum() == 0
                    && was.isPresent()
                    && is.isPresent()
                    && collector.compare(was.get(), is.get()).signum() != 0) {
                collector.addAny(
                        RootCause.of(RootCauseKind.LINE_TAX, pair.any().fullName()), BigDecimal.ZERO, change.lines());
            }
        }
    }

    /** A tax on a line of one side. */
    static boolean isOn(
            BillTaxes taxes,
            Optional<TaxKey> key,
            Optional<ParityLine> line,
            BillTaxes others,
            Optional<TaxKey> otherKey,
            Optional<ParityLine> otherLine) {
        if (key.isEmpty() || line.isEmpty()) {
            return false;
        }
        var other = otherKey.flatMap(same -> otherLine.map(partner -> new OtherSide(others, same, partner)));
        return taxes.isOn(key.get(), line.get(), other);
    }

    /** Spreads the tax on a change over the causes of the change, by their amounts; the last gets what is left. */
    static void spread(Change change, BigDecimal tax, ParityBill bill, DifferenceCollector collector) {
        var rest = tax;
        var parts = change.parts();
        for (int i = 0; i < parts.size(); i++) {
            Part part = parts.get(i);
            var share = i == parts.size() - 1
                    ? rest
                    : bill.rounded(tax.multiply(part.net()).divide(change.net(), DECIMALS, RoundingMode.HALF_UP));
            rest = rest.subtract(share);
            collector.add(part.cause(), share, change.reported());
        }
    }
}
