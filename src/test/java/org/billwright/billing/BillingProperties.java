package org.billwright.billing;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.billwright.money.Money;
import org.billwright.money.Tax;

/** The invariants of every bill, for any rates. The test computes the sums itself, from the lines. */
class BillingProperties {
    private static final List<Tax> TAXES = List.of(
            new Tax("IVU", new BigDecimal("10.5")),
            new Tax("MUNI", BigDecimal.ONE),
            new Tax("VAT", new BigDecimal("20.0")),
            new Tax("VAT", new BigDecimal("5.5")),
            new Tax("EXEMPT", BigDecimal.ZERO));

    @Provide
    Arbitrary<List<Charge>> charges() {
        var amounts = Arbitraries.longs()
                .between(-1_000_00, 1_000_00)
                .map(cents -> new Money("USD", BigDecimal.valueOf(cents, 2)));
        var taxes = Arbitraries.of(TAXES).list().uniqueElements().ofMaxSize(3);
        return Combinators.combine(
                        amounts,
                        Arbitraries.frequency(net.jqwik.api.Tuple.of(5, true), net.jqwik.api.Tuple.of(1, false)),
                        taxes)
                .as((amount, inBalance, applied) -> new Charge("r", amount, inBalance, applied))
                .list()
                .ofMinSize(1)
                .ofMaxSize(50);
    }

    private static BigDecimal sum(List<Money> amounts) {
        return amounts.stream().map(Money::value).reduce(BigDecimal.ZERO, BigDecimal::add);
    }

    @Property
    void every_invariant_of_a_bill_holds(@ForAll("charges") List<Charge> charges) {
        if (!(Billing.bill("USD", charges) instanceof BillingResult.Billed bill)) {
            assertThat(charges).noneMatch(Charge::inBalance);
            return;
        }
        var inBalance =
                bill.lines().stream().filter(line -> line.charge().inBalance()).toList();
        assertThat(bill.lines()).extracting(BillingResult.TaxedCharge::charge).isEqualTo(charges);
        assertThat(bill.taxExcluded().value())
                .isEqualByComparingTo(sum(inBalance.stream()
                        .map(line -> line.charge().taxExcluded())
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
                    .isEqualByComparingTo(line.charge().taxExcluded().value().add(taxes));
        }
        assertTaxItems(bill, inBalance);
    }

    private static void assertTaxItems(BillingResult.Billed bill, List<BillingResult.TaxedCharge> inBalance) {
        var bases = new HashMap<Tax, BigDecimal>();
        var parts = new HashMap<Tax, BigDecimal>();
        for (var line : inBalance) {
            line.charge()
                    .taxes()
                    .forEach(tax -> bases.merge(tax, line.charge().taxExcluded().value(), BigDecimal::add));
            line.taxes().forEach(tax -> parts.merge(tax.tax(), tax.amount().value(), BigDecimal::add));
        }
        assertThat(bill.taxItems())
                .extracting(BillingResult.TaxAmount::tax)
                .containsExactlyInAnyOrderElementsOf(bases.keySet());
        for (var item : bill.taxItems()) {
            var rounded = bases.getOrDefault(item.tax(), BigDecimal.ZERO)
                    .multiply(item.tax().percent())
                    .divide(new BigDecimal(100), 2, RoundingMode.HALF_UP);
            assertThat(item.amount().value()).isEqualByComparingTo(rounded).isEqualByComparingTo(parts.get(item.tax()));
        }
    }

    @Example
    void tax_is_rounded_once_per_group_and_not_per_line() {
        var charges = new ArrayList<Charge>();
        for (int i = 0; i < 3; i++) {
            charges.add(new Charge(
                    "r" + i,
                    new Money("USD", new BigDecimal("0.04")),
                    true,
                    List.of(new Tax("VAT", new BigDecimal("10")))));
        }
        var bill = (BillingResult.Billed) Billing.bill("USD", charges);
        // 3 x 0.004 is 0.012: a cent together, none apart
        assertThat(bill.taxIncluded().value()).isEqualTo(new BigDecimal("0.13"));
    }

    @Example
    void a_rate_out_of_balance_is_taxed_and_not_summed() {
        var vat = List.of(new Tax("VAT", new BigDecimal("10")));
        var bill = (BillingResult.Billed) Billing.bill(
                "USD",
                List.of(
                        new Charge("in", new Money("USD", new BigDecimal("10.00")), true, vat),
                        new Charge("out", new Money("USD", new BigDecimal("99.00")), false, vat)));
        assertThat(bill.amountDue().value()).isEqualTo(new BigDecimal("11.00"));
        assertThat(bill.lines().get(1).taxIncluded().value()).isEqualTo(new BigDecimal("108.90"));
    }

    @Example
    void a_rate_in_another_currency_is_not_billable() {
        assertThat(Billing.bill("USD", List.of(new Charge("r7", Money.zero("EUR"), true, List.of()))))
                .isEqualTo(new BillingResult.NotBillable("rate r7 is in EUR, the account is billed in USD"));
    }
}
