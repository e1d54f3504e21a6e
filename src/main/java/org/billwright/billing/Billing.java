package org.billwright.billing;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.mapping;
import static java.util.stream.Collectors.toList;

import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.billwright.billing.BillingResult.TaxAmount;
import org.billwright.money.Apportionment;
import org.billwright.money.Money;
import org.billwright.money.Tax;

/**
 * The bill calculation: a pure function of the rates.
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
        return inOtherCurrency(currency, charges)
                .<BillingResult>map(charge -> new BillingResult.NotBillable("rate " + charge.id() + " is in "
                        + charge.taxExcluded().unit() + ", the account is billed in " + currency))
                .orElseGet(() -> billed(currency, charges));
    }

    private static Optional<Charge> inOtherCurrency(String currency, List<Charge> charges) {
        return charges.stream()
                .filter(charge -> !charge.taxExcluded().unit().equals(currency))
                .findFirst();
    }

    /** A charge with its number on the bill, because two charges may be equal. */
    private record Item(int number, Charge charge) {
        Stream<TaxedItem> taxed() {
            return charge.taxes().stream().map(tax -> new TaxedItem(tax, this));
        }
    }

    /** An item and one of the taxes that apply to it. */
    private record TaxedItem(Tax tax, Item item) {}

    /** An item's share of a tax. */
    private record Share(Item item, TaxAmount tax) {}

    private static BillingResult.Billed billed(String currency, List<Charge> charges) {
        var items = IntStream.range(0, charges.size())
                .mapToObj(i -> new Item(i, charges.get(i)))
                .toList();
        var groups = taxGroups(currency, items);
        var taxItems = groups.stream().map(group -> total(currency, group)).toList();
        var taxExcluded =
                sum(currency, charges.stream().filter(Charge::inBalance).map(Charge::taxExcluded));
        var taxIncluded = taxExcluded.plus(sum(currency, taxItems.stream().map(TaxAmount::amount)));
        var shares = Stream.concat(groups.stream().flatMap(List::stream), sharesOutOfBalance(currency, items))
                .collect(groupingBy(share -> share.item().number(), mapping(Share::tax, toList())));
        var lines = items.stream()
                .map(item -> taxedCharge(currency, item.charge(), shares.getOrDefault(item.number(), List.of())))
                .toList();
        return new BillingResult.Billed(taxExcluded, taxItems, taxIncluded, lines);
    }

    /** The shares of each tax of the in-balance items, in the order in which the taxes first appear. */
    private static List<List<Share>> taxGroups(String currency, List<Item> items) {
        return items.stream()
                .filter(item -> item.charge().inBalance())
                .flatMap(Item::taxed)
                .collect(groupingBy(TaxedItem::tax, LinkedHashMap::new, toList()))
                .values()
                .stream()
                .map(group -> apportion(currency, group))
                .toList();
    }

    /** An item out of balance is in no tax group: each of its taxes is rounded by itself. */
    private static Stream<Share> sharesOutOfBalance(String currency, List<Item> items) {
        return items.stream()
                .filter(item -> !item.charge().inBalance())
                .flatMap(Item::taxed)
                .flatMap(taxed -> apportion(currency, List.of(taxed)).stream());
    }

    /** Rounds the tax on a group of items and splits it over them. */
    private static List<Share> apportion(String currency, List<TaxedItem> group) {
        List<BigDecimal> exact = group.stream()
                .map(taxed -> taxed.tax().on(taxed.item().charge().taxExcluded()))
                .toList();
        var amounts = Apportionment.largestRemainder(currency, exact);
        return IntStream.range(0, group.size())
                .mapToObj(i -> share(group.get(i), amounts.get(i)))
                .toList();
    }

    private static Share share(TaxedItem taxed, Money amount) {
        return new Share(taxed.item(), new TaxAmount(taxed.tax(), amount));
    }

    private static TaxAmount total(String currency, List<Share> group) {
        var tax = group.getFirst().tax().tax();
        return new TaxAmount(
                tax, sum(currency, group.stream().map(share -> share.tax().amount())));
    }

    private static BillingResult.TaxedCharge taxedCharge(String currency, Charge charge, List<TaxAmount> taxes) {
        var tax = sum(currency, taxes.stream().map(TaxAmount::amount));
        return new BillingResult.TaxedCharge(
                charge, List.copyOf(taxes), charge.taxExcluded().plus(tax));
    }

    private static Money sum(String currency, Stream<Money> amounts) {
        return amounts.reduce(Money.zero(currency), Money::plus);
    }
}
