package org.billwright.billing;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.billwright.money.Apportionment;
import org.billwright.money.Money;
import org.billwright.money.Tax;

/**
 * The bill calculation: the same rates give the same bill, and nothing but the rates is looked at.
 *
 * <p>The one rounding point is the tax group. All in-balance rates of one tax category and rate are taxed together,
 * rounded once (half away from zero, to the minor unit), and the result is split over the rates by the largest
 * remainder, so that rates add up to groups and groups to the bill (EN 16931 BR-CO-10, -13, -14, -15).
 */
public final class Billing {
    private Billing() {}

    /** Bills these rates in this currency. */
    public static BillingResult bill(String currency, List<Charge> charges) {
        if (charges.stream().noneMatch(Charge::inBalance)) {
            return new BillingResult.NothingDue();
        }
        return foreign(currency, charges)
                .<BillingResult>map(charge -> new BillingResult.Refused("rate " + charge.id() + " is in "
                        + charge.taxExcluded().unit() + ", the account is billed in " + currency))
                .orElseGet(() -> billed(currency, charges));
    }

    private static Optional<Charge> foreign(String currency, List<Charge> charges) {
        return charges.stream()
                .filter(charge -> !charge.taxExcluded().unit().equals(currency))
                .findFirst();
    }

    private static BillingResult.Billed billed(String currency, List<Charge> charges) {
        var taxesOfCharge = new ArrayList<List<BillingResult.TaxAmount>>();
        charges.forEach(charge -> taxesOfCharge.add(new ArrayList<>()));
        var taxItems = new ArrayList<BillingResult.TaxAmount>();
        groups(charges).forEach((tax, members) -> {
            var parts = taxed(currency, tax, charges, members);
            taxItems.add(new BillingResult.TaxAmount(tax, sum(currency, parts)));
            spread(tax, members, parts, taxesOfCharge);
        });
        for (int i = 0; i < charges.size(); i++) {
            if (!charges.get(i).inBalance()) {
                taxAlone(currency, charges, i, taxesOfCharge);
            }
        }
        var taxExcluded = sum(
                currency,
                charges.stream()
                        .filter(Charge::inBalance)
                        .map(Charge::taxExcluded)
                        .toList());
        var tax = sum(
                currency, taxItems.stream().map(BillingResult.TaxAmount::amount).toList());
        return new BillingResult.Billed(
                taxExcluded, List.copyOf(taxItems), taxExcluded.plus(tax), lines(currency, charges, taxesOfCharge));
    }

    /** The in-balance charges of each tax, by their places, in the order in which the taxes first appear. */
    private static Map<Tax, List<Integer>> groups(List<Charge> charges) {
        var groups = new LinkedHashMap<Tax, List<Integer>>();
        for (int i = 0; i < charges.size(); i++) {
            if (charges.get(i).inBalance()) {
                for (var tax : charges.get(i).taxes()) {
                    groups.computeIfAbsent(tax, t -> new ArrayList<>()).add(i);
                }
            }
        }
        return groups;
    }

    private static List<Money> taxed(String currency, Tax tax, List<Charge> charges, List<Integer> members) {
        List<BigDecimal> exact =
                members.stream().map(i -> tax.on(charges.get(i).taxExcluded())).toList();
        return Apportionment.largestRemainder(currency, exact);
    }

    private static void spread(
            Tax tax, List<Integer> members, List<Money> parts, List<List<BillingResult.TaxAmount>> taxesOfCharge) {
        for (int i = 0; i < members.size(); i++) {
            taxesOfCharge.get(members.get(i)).add(new BillingResult.TaxAmount(tax, parts.get(i)));
        }
    }

    /** A charge that is only shown is no member of a group: its taxes are rounded by themselves. */
    private static void taxAlone(
            String currency, List<Charge> charges, int place, List<List<BillingResult.TaxAmount>> taxesOfCharge) {
        for (var tax : charges.get(place).taxes()) {
            var members = List.of(place);
            spread(tax, members, taxed(currency, tax, charges, members), taxesOfCharge);
        }
    }

    private static List<BillingResult.Line> lines(
            String currency, List<Charge> charges, List<List<BillingResult.TaxAmount>> taxesOfCharge) {
        var lines = new ArrayList<BillingResult.Line>();
        for (int i = 0; i < charges.size(); i++) {
            var taxes = List.copyOf(taxesOfCharge.get(i));
            var tax = sum(
                    currency,
                    taxes.stream().map(BillingResult.TaxAmount::amount).toList());
            lines.add(new BillingResult.Line(
                    charges.get(i), taxes, charges.get(i).taxExcluded().plus(tax)));
        }
        return List.copyOf(lines);
    }

    private static Money sum(String currency, Collection<Money> amounts) {
        return amounts.stream().reduce(Money.zero(currency), Money::plus);
    }
}
