package org.billwright.creditnote;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.billwright.money.Money;

/**
 * A line of a bill, with what credit notes have given back of it so far.
 *
 * <p>Of each tax as much is given back as of the net amount, counted from the first credit note of the line on: the tax of all that is
 * given back, rounded half away from zero to the minor unit, less the tax that was given back before. So any credit notes of a whole
 * line add up to the line, and none gives back more than is left.
 *
 * @param rateId the rate of the line
 * @param billed the amounts on the bill
 * @param credited the amounts on credit notes, as positive parts of {@code billed}
 */
record CreditableLine(String rateId, Amounts billed, Amounts credited) {
    /**
     * Amounts of a line.
     *
     * @param taxes in the order of the line's taxes
     */
    record Amounts(Money net, List<Money> taxes) {
        Amounts {
            taxes = List.copyOf(taxes);
        }

        /** The net amount and its taxes. */
        Money total() {
            return taxes.stream().reduce(net, Money::plus);
        }

        Amounts minus(Amounts other) {
            return new Amounts(
                    net.minus(other.net),
                    IntStream.range(0, taxes.size())
                            .mapToObj(i -> taxes.get(i).minus(other.taxes.get(i)))
                            .toList());
        }

        Amounts plus(Amounts other) {
            return new Amounts(
                    net.plus(other.net),
                    IntStream.range(0, taxes.size())
                            .mapToObj(i -> taxes.get(i).plus(other.taxes.get(i)))
                            .toList());
        }

        Amounts negated() {
            return zero().minus(this);
        }

        /** No amount, with as many taxes. */
        Amounts zero() {
            var none = Money.zero(net.unit());
            return new Amounts(none, taxes.stream().map(tax -> none).toList());
        }

        boolean isZero() {
            return net.signum() == 0 && taxes.stream().allMatch(tax -> tax.signum() == 0);
        }
    }

    /** What was not given back yet. */
    Amounts rest() {
        return billed.minus(credited);
    }

    /** The part of this net amount. Empty where it is zero, of the other sign, or more than the rest. */
    Optional<Amounts> part(Money net) {
        var rest = rest().net();
        boolean fits = net.signum() != 0
                && net.signum() == rest.signum()
                && net.value().abs().compareTo(rest.value().abs()) <= 0;
        if (!fits) {
            return Optional.empty();
        }
        return Optional.of(at(minorUnits(net)));
    }

    /**
     * The part with this amount with taxes, of a line whose rest is positive: the largest net amount whose taxes fit into it, and what is
     * missing then as the first minor units of the next larger part. Empty where it is not positive or more than the rest.
     */
    Optional<Amounts> partOfTotal(Money total) {
        var rest = rest();
        if (total.signum() <= 0
                || rest.net().signum() <= 0
                || total.value().compareTo(rest.total().value()) > 0) {
            return Optional.empty();
        }
        if (total.equals(rest.total())) {
            return Optional.of(rest);
        }
        long none = -1;
        long least = none;
        long most = minorUnits(rest.net());
        while (most - least > 1) {
            long middle = least + (most - least) / 2;
            if (at(middle).total().value().compareTo(total.value()) <= 0) {
                least = middle;
            } else {
                most = middle;
            }
        }
        return Optional.of(filled(least == none ? billed.zero() : at(least), at(least + 1), total));
    }

    private long minorUnits(Money amount) {
        return amount.value().unscaledValue().longValueExact();
    }

    /** The part of this net amount, in minor units. */
    private Amounts at(long net) {
        var unit = billed.net().unit();
        var part = new Money(unit, BigDecimal.valueOf(net, Money.minorDigits(unit)));
        var all = credited.net().plus(part);
        return new Amounts(
                part,
                IntStream.range(0, billed.taxes().size())
                        .mapToObj(i -> taxOf(billed.taxes().get(i), all)
                                .minus(credited.taxes().get(i)))
                        .toList());
    }

    /** What is missing is added to the net amount first, then to one tax after another, nowhere more than the next part has. */
    private static Amounts filled(Amounts part, Amounts next, Money total) {
        var missing = total.minus(part.total());
        var net = missing.lesser(next.net().minus(part.net()).orZero());
        missing = missing.minus(net);
        var taxes = new ArrayList<Money>();
        for (int i = 0; i < part.taxes().size(); i++) {
            var tax = part.taxes().get(i);
            var more = missing.lesser(next.taxes().get(i).minus(tax).orZero());
            taxes.add(tax.plus(more));
            missing = missing.minus(more);
        }
        return new Amounts(part.net().plus(net), taxes);
    }

    private Money taxOf(Money tax, Money net) {
        BigDecimal share = tax.value()
                .multiply(net.value())
                .divide(billed.net().value(), Money.minorDigits(tax.unit()), RoundingMode.HALF_UP);
        return new Money(tax.unit(), share);
    }
}
