package org.billwright.billing;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.mapping;
import static java.util.stream.Collectors.reducing;

import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.billwright.billing.BillingResult.TaxAmount;
import org.billwright.billing.BillingResult.TaxedCharge;
import org.billwright.money.AmountTooLargeException;
import org.billwright.money.Money;

/**
 * The bill calculation: a pure function of the charges. The order in which they are given changes nothing.
 *
 * <p>All in-balance charges of one tax are taxed together, rounded once (half away from zero, to the minor unit), and the result is
 * split over the charges by the largest remainder, so that charges add up to groups and groups to the bill (EN 16931 BR-CO-10, -13,
 * -14, -15). Prices with fractions of a minor unit are rounded once for all charges of the same taxes. {@link TaxGroups} has the rules.
 */
public final class Billing {
    private Billing() {}

    /** Bills these charges in this currency. */
    public static BillingResult bill(String currency, List<Charge> charges) {
        if (charges.stream().noneMatch(Charge::inBalance)) {
            return new BillingResult.NothingDue();
        }
        var other = inOtherCurrency(currency, charges);
        if (other.isPresent()) {
            return new BillingResult.NotBillable("rate " + other.get().id() + " is in "
                    + other.get().currency() + ", the account is billed in " + currency);
        }
        try {
            return billed(currency, charges);
        } catch (AmountTooLargeException tooLarge) {
            return new BillingResult.NotBillable("the sum of the rates is too large: " + tooLarge.getMessage());
        }
    }

    private static Optional<Charge> inOtherCurrency(String currency, List<Charge> charges) {
        return charges.stream()
                .filter(charge -> !charge.currency().equals(currency))
                .findFirst();
    }

    private static BillingResult.Billed billed(String currency, List<Charge> charges) {
        var byId = IntStream.range(0, charges.size())
                .boxed()
                .sorted(Comparator.comparing((Integer i) -> charges.get(i).id())
                        .thenComparing(Comparator.naturalOrder()))
                .toList();
        var lines = new TaxedCharge[charges.size()];
        var inBalance = byId.stream().filter(i -> charges.get(i).inBalance()).toList();
        place(
                inBalance,
                TaxGroups.tax(currency, inBalance.stream().map(charges::get).toList()),
                lines);
        for (int i : byId) {
            if (!charges.get(i).inBalance()) { // it is in no tax group: each of its taxes is rounded by itself
                place(List.of(i), TaxGroups.tax(currency, List.of(charges.get(i))), lines);
            }
        }
        var summed = inBalance.stream().map(i -> lines[i]).toList();
        var taxItems = taxItems(currency, summed);
        var taxExcluded = sum(currency, summed.stream().map(TaxedCharge::taxExcluded));
        var taxIncluded = taxExcluded.plus(sum(currency, taxItems.stream().map(TaxAmount::amount)));
        return new BillingResult.Billed(taxExcluded, taxItems, taxIncluded, List.of(lines));
    }

    private static void place(List<Integer> at, List<TaxedCharge> taxed, TaxedCharge[] lines) {
        IntStream.range(0, at.size()).forEach(i -> lines[at.get(i)] = taxed.get(i));
    }

    /** The sum of each tax, in the order in which the taxes first appear. */
    private static List<TaxAmount> taxItems(String currency, List<TaxedCharge> lines) {
        return lines.stream()
                .flatMap(line -> line.taxes().stream())
                .collect(groupingBy(
                        TaxAmount::tax,
                        LinkedHashMap::new,
                        mapping(TaxAmount::amount, reducing(Money.zero(currency), Money::plus))))
                .entrySet()
                .stream()
                .map(item -> new TaxAmount(item.getKey(), item.getValue()))
                .toList();
    }

    static Money sum(String currency, Stream<Money> amounts) {
        return amounts.reduce(Money.zero(currency), Money::plus);
    }
}
