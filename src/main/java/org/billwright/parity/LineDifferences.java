package org.billwright.parity;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.billwright.money.Money;

/** Splits the difference between the amounts of two lines, without taxes, into causes. */
final class LineDifferences {
    private static final int DECIMALS = 24;
    private static final int PRICE_DECIMALS = 6;
    private static final BigDecimal TWO = BigDecimal.valueOf(2);

    private final ParityBill bill;
    private final DifferenceCollector collector;

    /** @param bill one of the two, for its currency */
    LineDifferences(ParityBill bill, DifferenceCollector collector) {
        this.bill = bill;
        this.collector = collector;
    }

    /** A cause and its part of the difference without taxes; the taxes on it follow. */
    record Part(RootCause cause, BigDecimal net) {}

    /**
     * Two lines with the parts of their difference; none for equal ones.
     *
     * @param reported the lines that are shown with the parts: none where bills without lines are compared as if each were one line
     */
    record Change(LinePair lines, List<Part> parts, LinePair reported) {
        BigDecimal net() {
            return lines.rightNet().subtract(lines.leftNet());
        }
    }

    /** The causes of the difference between two lines. */
    Change of(LinePair lines) {
        var parts = new ArrayList<Part>();
        var net = collector.compare(lines.leftNet(), lines.rightNet());
        if (lines.isWhole()) {
            whole(lines.left().orElseThrow(), lines.right().orElseThrow(), net, parts);
        } else {
            parts.add(new Part(RootCause.of(missing(lines), lines.any().subject()), net));
        }
        return new Change(lines, List.copyOf(parts), lines);
    }

    private static RootCauseKind missing(LinePair lines) {
        if (lines.isDuplicate()) {
            return lines.left().isPresent() ? RootCauseKind.DUPLICATED_LINE_LEFT : RootCauseKind.DUPLICATED_LINE_RIGHT;
        }
        return lines.left().isPresent() ? RootCauseKind.LINE_MISSING_RIGHT : RootCauseKind.LINE_MISSING_LEFT;
    }

    private void whole(ParityLine left, ParityLine right, BigDecimal net, List<Part> parts) {
        if (net.signum() != 0 && left.net().add(right.net()).signum() == 0) {
            parts.add(new Part(RootCause.of(RootCauseKind.SIGN, subject(left, right)), net));
            return;
        }
        var was = left.quantity().filter(quantity -> quantity.signum() != 0);
        var is = right.quantity().filter(quantity -> quantity.signum() != 0);
        if (was.isPresent() && is.isPresent()) {
            quantified(left, right, was.get(), is.get(), parts);
        } else if (net.signum() != 0) {
            parts.add(new Part(price(left, right, Optional.empty(), Optional.empty()), net));
        }
    }

    /** The quantity at the mean of the prices, the price at the mean of the quantities: the same from either side. */
    private void quantified(ParityLine left, ParityLine right, BigDecimal was, BigDecimal is, List<Part> parts) {
        var net = right.net().subtract(left.net());
        boolean isOther = was.compareTo(is) != 0;
        var byQuantity = BigDecimal.ZERO;
        if (isOther) {
            collector.markDifferent();
            var prices = unitPrice(left, was).add(unitPrice(right, is));
            byQuantity = net.signum() == 0
                    ? BigDecimal.ZERO
                    : bill.rounded(is.subtract(was).multiply(prices).divide(TWO, DECIMALS, RoundingMode.HALF_UP));
            parts.add(new Part(RootCause.of(RootCauseKind.QUANTITY, subject(left, right)), byQuantity));
        }
        var rest = net.subtract(byQuantity);
        if (rest.signum() == 0) {
            return;
        }
        boolean isSmall = rest.abs().compareTo(Money.minorUnit(bill.currency())) <= 0;
        if (isSmall && (isOther || was.compareTo(BigDecimal.ONE) != 0)) {
            parts.add(new Part(RootCause.of(RootCauseKind.LINE_ROUNDING, subject(left, right)), rest));
        } else {
            parts.add(new Part(price(left, right, Optional.of(was), Optional.of(is)), rest));
        }
    }

    private static BigDecimal unitPrice(ParityLine line, BigDecimal quantity) {
        return line.net().divide(quantity, DECIMALS, RoundingMode.HALF_UP);
    }

    private RootCause price(ParityLine left, ParityLine right, Optional<BigDecimal> was, Optional<BigDecimal> is) {
        return new RootCause(RootCauseKind.PRICE, subject(left, right), priceText(left, was), priceText(right, is));
    }

    /** The price of one unit where there is a quantity, at most six decimals, or else the amount. */
    private String priceText(ParityLine line, Optional<BigDecimal> quantity) {
        var price = quantity.map(of -> line.net().divide(of, PRICE_DECIMALS, RoundingMode.HALF_UP))
                .orElseGet(line::net)
                .stripTrailingZeros();
        return price.setScale(Math.max(price.scale(), Money.minorDigits(bill.currency())), RoundingMode.UNNECESSARY)
                .toPlainString();
    }

    private static String subject(ParityLine left, ParityLine right) {
        return left.offering().or(right::offering).orElseGet(left::subject);
    }
}
