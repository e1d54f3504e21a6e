package org.billwright.billing;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.toList;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.billwright.billing.BillingResult.TaxAmount;
import org.billwright.billing.BillingResult.TaxedCharge;
import org.billwright.money.Apportionment;
import org.billwright.money.Money;
import org.billwright.tax.AppliedTax;
import org.billwright.tax.Tax;

/** The taxes of charges that are rounded together. */
final class TaxGroups {
    private final String currency;
    private final List<Line> lines;
    private final Map<Tax, BigDecimal> exactIncluded = new HashMap<>();

    private TaxGroups(String currency, List<Charge> charges) {
        this.currency = currency;
        this.lines = charges.stream().map(charge -> new Line(currency, charge)).toList();
    }

    /** A charge while its taxes are computed. */
    private static final class Line {
        private final Charge charge;
        private Money price;
        private Money net;
        private final Map<Tax, Money> shares = new HashMap<>();

        Line(String currency, Charge charge) {
            this.charge = charge;
            this.price = Money.zero(currency);
            this.net = price;
        }

        void add(Tax tax, Money share) {
            shares.put(tax, share);
        }

        /** The net amount and the taxes of lower orders. */
        BigDecimal base(int order) {
            return charge.taxes().stream()
                    .filter(tax -> tax.amount().order() < order)
                    .map(tax -> shares.getOrDefault(tax.tax(), Money.zero(net.unit()))
                            .value())
                    .reduce(net.value(), BigDecimal::add);
        }

        TaxedCharge taxed() {
            var taxes = charge.taxes().stream()
                    .map(tax -> new TaxAmount(tax.tax(), shares.getOrDefault(tax.tax(), Money.zero(net.unit()))))
                    .toList();
            var tax = Billing.sum(net.unit(), taxes.stream().map(TaxAmount::amount));
            return new TaxedCharge(charge, net, taxes, net.plus(tax));
        }
    }

    /** A line and one of the taxes on it. */
    private record TaxedLine(Line line, AppliedTax applied) {}

    /** The charges with their taxes, in the given order, by which equal remainders are decided. */
    static List<TaxedCharge> tax(String currency, List<Charge> charges) {
        var groups = new TaxGroups(currency, charges);
        groups.roundPrices();
        groups.includedTaxes();
        groups.taxesOnTop();
        return groups.lines.stream().map(Line::taxed).toList();
    }

    /** Rounds the sum of the prices of each set of taxes, and splits it over them. */
    private void roundPrices() {
        var bySet = lines.stream().collect(groupingBy(line -> sameTaxes(line.charge), LinkedHashMap::new, toList()));
        for (var set : bySet.values()) {
            var prices = apportion(set.stream().map(line -> line.charge.price()).toList());
            for (int i = 0; i < set.size(); i++) {
                set.get(i).price = prices.get(i);
                set.get(i).net = prices.get(i);
            }
        }
    }

    /** Charges of the same taxes: the amounts of rating do not count. */
    private static List<Object> sameTaxes(Charge charge) {
        var key = new ArrayList<>();
        charge.taxes().forEach(tax -> {
            key.add(tax.tax());
            key.add(tax.isIncluded());
        });
        return key;
    }

    /** The taxes in the price are split off it: the price stays what it is. */
    private void includedTaxes() {
        var groups = lines.stream()
                .flatMap(line -> line.charge.taxes().stream()
                        .filter(AppliedTax::isIncluded)
                        .map(applied -> new TaxedLine(line, applied)))
                .collect(groupingBy(taxed -> taxed.applied().tax(), LinkedHashMap::new, toList()));
        groups.forEach((tax, group) -> {
            var exact = group.stream()
                    .map(taxed -> taxed.applied().kept().orElseGet(() -> includedTax(taxed)))
                    .toList();
            add(group, apportion(exact));
            exactIncluded.put(tax, sum(exact.stream()));
        });
        lines.stream()
                .filter(line -> line.charge.hasTaxIncluded())
                .forEach(line -> line.net = line.price.minus(Billing.sum(currency, line.shares.values().stream())));
    }

    private static BigDecimal includedTax(TaxedLine taxed) {
        var line = taxed.line();
        return ExactTaxes.included(line.price.value(), taxed.applied().tax(), ExactTaxes.includedShares(line.charge));
    }

    /** The other taxes, by their order, because one may have others in its base. */
    private void taxesOnTop() {
        var byOrder = lines.stream()
                .flatMap(line -> line.charge.taxes().stream()
                        .filter(applied -> !applied.isIncluded())
                        .map(applied -> new TaxedLine(line, applied)))
                .collect(groupingBy(taxed -> taxed.applied().amount().order(), TreeMap::new, toList()));
        for (var taxes : byOrder.values()) {
            var groups =
                    taxes.stream().collect(groupingBy(taxed -> taxed.applied().tax(), LinkedHashMap::new, toList()));
            groups.forEach((tax, group) -> add(
                    group,
                    Apportionment.largestRemainder(
                            currency,
                            group.stream().map(TaxGroups::taxOnTop).toList(),
                            exactIncluded.getOrDefault(tax, BigDecimal.ZERO),
                            sum(included(tax)))));
        }
    }

    private static BigDecimal taxOnTop(TaxedLine taxed) {
        return taxed.applied().kept().orElseGet(() -> computedOnTop(taxed));
    }

    private static BigDecimal computedOnTop(TaxedLine taxed) {
        return switch (taxed.applied().amount()) {
            case AppliedTax.Percent(var percent, int order, boolean included) ->
                taxed.line().base(order).multiply(percent).movePointLeft(2);
            case AppliedTax.Fixed(var value, int order) -> value;
        };
    }

    /** What was split off prices of a tax that is on top of others, too: both are rounded as one sum. */
    private Stream<BigDecimal> included(Tax tax) {
        return lines.stream()
                .filter(line -> line.charge.taxes().stream()
                        .anyMatch(
                                applied -> applied.isIncluded() && applied.tax().equals(tax)))
                .flatMap(line -> Optional.ofNullable(line.shares.get(tax)).stream())
                .map(Money::value);
    }

    private static BigDecimal sum(Stream<BigDecimal> amounts) {
        return amounts.reduce(BigDecimal.ZERO, BigDecimal::add);
    }

    private static void add(List<TaxedLine> group, List<Money> amounts) {
        IntStream.range(0, group.size())
                .forEach(i -> group.get(i).line().add(group.get(i).applied().tax(), amounts.get(i)));
    }

    private List<Money> apportion(List<BigDecimal> exact) {
        return Apportionment.largestRemainder(currency, exact);
    }
}
