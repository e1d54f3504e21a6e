package org.billwright.billing;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.billwright.money.Money;
import org.billwright.property.Generators;
import org.billwright.tax.AppliedTax;
import org.billwright.tax.Tax;
import org.junit.jupiter.api.Test;
import org.quicktheories.core.Gen;
import org.quicktheories.generators.SourceDSL;

/** The invariants of every bill, for any rates. The test computes the sums itself, from the lines. */
class BillingProperties {
    private static final List<Tax> TAXES = List.of(
            new Tax("IVU", new BigDecimal("10.5")),
            new Tax("MUNI", BigDecimal.ONE),
            new Tax("VAT", new BigDecimal("20.0")),
            new Tax("VAT", new BigDecimal("5.5")),
            new Tax("EXEMPT", BigDecimal.ZERO));

    /** Rates of one currency, and how many decimals it has. */
    private record Rates(String currency, int scale, List<Charge> charges) {}

    private static Gen<Rates> rates() {
        var currencies = Generators.oneOf(List.of("JPY", "USD", "BHD", "CLF"));
        return currencies.flatMap(currency -> {
            int scale = currency.equals("JPY") ? 0 : currency.equals("USD") ? 2 : currency.equals("BHD") ? 3 : 4;
            return SourceDSL.lists()
                    .of(charges(currency))
                    .ofSizeBetween(1, 50)
                    .map(charges -> new Rates(currency, scale, charges));
        });
    }

    private static Charge charge(String id, String currency, String price, boolean inBalance, Tax... taxes) {
        return new Charge(
                id,
                currency,
                new BigDecimal(price),
                inBalance,
                Arrays.stream(taxes).map(AppliedTax::ofNet).toList());
    }

    /** Amounts of up to 11 digits: fifty of them, taxed at the highest rates, have no more than the 15 of an amount. */
    private static Gen<Charge> charges(String currency) {
        var small = Generators.decimals(3, Generators.integers(0, 8));
        var amounts = Generators.decimals(11, Generators.integers(0, 8)).mix(small);
        var taxes = SourceDSL.lists().of(taxes()).ofSizeBetween(0, 3);
        var oneInSix = Generators.integers(0, 5);
        return in -> new Charge(
                "r" + oneInSix.generate(in),
                currency,
                amounts.generate(in),
                oneInSix.generate(in) < 5,
                taxes.generate(in).stream().distinct().map(AppliedTax::ofNet).toList());
    }

    private static Gen<Tax> taxes() {
        var percents = Generators.decimals(2, Generators.integers(0, 8)).map(value -> value.abs());
        return Generators.oneOf(TAXES).mix(percents.map(percent -> new Tax("ANY", percent)), 20);
    }

    private static BigDecimal sum(List<Money> amounts) {
        return amounts.stream().map(Money::value).reduce(BigDecimal.ZERO, BigDecimal::add);
    }

    @Test
    void every_invariant_of_a_bill_holds() {
        Generators.examples(1000).forAll(rates()).checkAssert(BillingProperties::assertInvariants);
    }

    private static void assertInvariants(Rates rates) {
        var charges = rates.charges();
        if (!(Billing.bill(rates.currency(), charges) instanceof BillingResult.Billed bill)) {
            assertThat(charges).noneMatch(Charge::inBalance);
            return;
        }
        var inBalance =
                bill.lines().stream().filter(line -> line.charge().inBalance()).toList();
        assertThat(bill.lines()).extracting(BillingResult.TaxedCharge::charge).isEqualTo(charges);
        assertThat(bill.taxExcluded().value())
                .isEqualByComparingTo(sum(inBalance.stream()
                        .map(BillingResult.TaxedCharge::taxExcluded)
                        .toList()));
        assertThat(bill.taxIncluded().value())
                .isEqualByComparingTo(sum(inBalance.stream()
                        .map(BillingResult.TaxedCharge::taxIncluded)
                        .toList()));
        assertThat(bill.taxIncluded().value())
                .isEqualByComparingTo(bill.taxExcluded()
                        .value()
                        .add(sum(bill.taxItems().stream()
                                .map(BillingResult.TaxAmount::amount)
                                .toList())));
        for (var line : bill.lines()) {
            var taxes = sum(
                    line.taxes().stream().map(BillingResult.TaxAmount::amount).toList());
            assertThat(line.taxIncluded().value())
                    .isEqualByComparingTo(line.taxExcluded().value().add(taxes));
            assertThat(line.taxExcluded()
                            .value()
                            .subtract(line.charge().price())
                            .abs())
                    .as("a price is rounded by less than a minor unit")
                    .isLessThan(BigDecimal.ONE.movePointLeft(rates.scale()));
        }
        assertTaxItems(bill, inBalance, rates.scale());
    }

    private static void assertTaxItems(
            BillingResult.Billed bill, List<BillingResult.TaxedCharge> inBalance, int scale) {
        var bases = new HashMap<Tax, BigDecimal>();
        var parts = new HashMap<Tax, BigDecimal>();
        for (var line : inBalance) {
            line.charge()
                    .taxes()
                    .forEach(tax -> bases.merge(tax.tax(), line.taxExcluded().value(), BigDecimal::add));
            line.taxes().forEach(tax -> parts.merge(tax.tax(), tax.amount().value(), BigDecimal::add));
        }
        assertThat(bill.taxItems())
                .extracting(BillingResult.TaxAmount::tax)
                .containsExactlyInAnyOrderElementsOf(bases.keySet());
        for (var item : bill.taxItems()) {
            var rounded = bases.getOrDefault(item.tax(), BigDecimal.ZERO)
                    .multiply(item.tax().percent().orElseThrow())
                    .divide(new BigDecimal(100), scale, RoundingMode.HALF_UP);
            assertThat(item.amount().value()).isEqualByComparingTo(rounded).isEqualByComparingTo(parts.get(item.tax()));
        }
    }

    /** The bill is the same whatever the order of the rates. */
    @Test
    void the_order_of_the_rates_changes_nothing() {
        Generators.examples(500)
                .forAll(rates(), Generators.integers(0, 1_000_000))
                .checkAssert((rates, seed) -> {
                    var charges = IntStream.range(0, rates.charges().size())
                            .mapToObj(i -> {
                                var charge = rates.charges().get(i);
                                return new Charge(
                                        "id" + i,
                                        charge.currency(),
                                        charge.price(),
                                        charge.inBalance(),
                                        charge.taxes());
                            })
                            .toList();
                    var shuffled = new ArrayList<>(charges);
                    Collections.shuffle(shuffled, new Random(seed));
                    assertThat(byId(Billing.bill(rates.currency(), shuffled)))
                            .isEqualTo(byId(Billing.bill(rates.currency(), charges)));
                });
    }

    private static Object byId(BillingResult result) {
        return result instanceof BillingResult.Billed bill
                ? List.of(
                        bill.taxExcluded(),
                        bill.taxItems(),
                        bill.taxIncluded(),
                        bill.lines().stream()
                                .sorted(Comparator.comparing(
                                        line -> line.charge().id()))
                                .toList())
                : result;
    }

    @Test
    void tax_is_rounded_once_per_group_and_not_per_line() {
        var charges = new ArrayList<Charge>();
        for (int i = 0; i < 3; i++) {
            charges.add(charge("r" + i, "USD", "0.04", true, new Tax("VAT", new BigDecimal("10"))));
        }
        var bill = (BillingResult.Billed) Billing.bill("USD", charges);
        // 3 x 0.004 is 0.012: a cent together, none apart
        assertThat(bill.taxIncluded().value()).isEqualTo(new BigDecimal("0.13"));
    }

    @Test
    void a_rate_out_of_balance_is_taxed_and_not_summed() {
        var vat = new Tax("VAT", new BigDecimal("10"));
        var bill = (BillingResult.Billed) Billing.bill(
                "USD", List.of(charge("in", "USD", "10.00", true, vat), charge("out", "USD", "99.00", false, vat)));
        assertThat(bill.amountDue().value()).isEqualTo(new BigDecimal("11.00"));
        assertThat(bill.lines().get(1).taxIncluded().value()).isEqualTo(new BigDecimal("108.90"));
    }

    @Test
    void a_rate_in_another_currency_is_not_billable() {
        assertThat(Billing.bill("USD", List.of(charge("r7", "EUR", "0", true))))
                .isEqualTo(new BillingResult.NotBillable("rate r7 is in EUR, the account is billed in USD"));
    }

    @Test
    void a_sum_of_too_many_digits_is_not_billable() {
        var most = "9".repeat(15);
        var result = Billing.bill("USD", List.of(charge("a", "USD", most, true), charge("b", "USD", most, true)));
        assertThat(result)
                .isEqualTo(new BillingResult.NotBillable(
                        "the sum of the rates is too large: an amount has at most 15 digits"));
    }
}
