package org.billwright.billing;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.billwright.tax.AppliedTax;
import org.billwright.tax.Tax;
import org.billwright.tax.TaxPolicy;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** One tax on prices without it and on prices with it: one group, rounded once. Amounts are worked out by hand. */
class MixedPricesTest {
    private static Charge charge(String id, String currency, String price, int percent, boolean included) {
        var tax = new Tax("VAT", BigDecimal.valueOf(percent));
        var share = new AppliedTax.Percent(BigDecimal.valueOf(percent), 0, included);
        return new Charge(
                id,
                currency,
                new BigDecimal(price),
                true,
                List.of(new AppliedTax(tax, share, Optional.empty(), TaxPolicy.COMPUTED)));
    }

    private static BillingResult.Billed bill(String currency, List<Charge> charges) {
        return (BillingResult.Billed) Billing.bill(currency, charges);
    }

    /**
     * 0.03 at 19 % is 0.0057, and 0.04 has 0.0064 in it: together 0.0121. 7,956 at 10 % is 795.6, and 39,783 has 3,616.64 in it: together
     * 4,412.24. 1.00 at 10 % is 0.10, and 1.00 has 0.0909 in it: together 0.1909.
     */
    @ParameterizedTest
    @CsvSource({
        "USD, 19, 0.03, 0.04, 0.01, 0.06, 0.07",
        "JPY, 10, 7956, 39783, 4412, 44122, 48534",
        "USD, 10, 1.00, 1.00, 0.19, 1.91, 2.10",
        "USD, 19, -0.03, -0.04, -0.01, -0.06, -0.07"
    })
    void both_are_rounded_as_one_sum(
            String currency, int percent, String net, String gross, String tax, String excluded, String included) {
        var bill = bill(
                currency,
                List.of(charge("1", currency, net, percent, false), charge("2", currency, gross, percent, true)));
        assertThat(bill.taxItems())
                .singleElement()
                .satisfies(item -> assertThat(item.amount().value()).isEqualByComparingTo(tax));
        assertThat(bill.taxExcluded().value()).isEqualByComparingTo(excluded);
        assertThat(bill.taxIncluded().value()).isEqualByComparingTo(included);
        assertThat(bill.lines().get(1).taxIncluded().value())
                .as("a price with taxes stays what it is")
                .isEqualByComparingTo(gross);
    }

    /** The group is the exact tax of all lines, rounded; lines add up, and prices with taxes stay. */
    @Test
    void a_group_is_rounded_once_whatever_its_lines_are() {
        var random = new Random(678);
        for (int i = 0; i < 20_000; i++) {
            var charges = new ArrayList<Charge>();
            int percent = 1 + random.nextInt(30);
            var exact = BigDecimal.ZERO;
            for (int line = 0; line <= random.nextInt(6); line++) {
                boolean included = random.nextBoolean();
                var price = BigDecimal.valueOf(random.nextInt(20_000) - 3_000, 2);
                charges.add(charge(String.valueOf(line), "USD", price.toPlainString(), percent, included));
                var rate = BigDecimal.valueOf(percent, 2);
                exact = exact.add(
                        included
                                ? price.multiply(rate).divide(BigDecimal.ONE.add(rate), 24, RoundingMode.HALF_EVEN)
                                : price.multiply(rate));
            }
            var bill = bill("USD", charges);
            assertThat(bill.taxItems().getFirst().amount().value())
                    .as("%s", charges)
                    .isEqualByComparingTo(exact.setScale(2, RoundingMode.HALF_UP));
            var sum = BigDecimal.ZERO;
            for (int line = 0; line < charges.size(); line++) {
                var taxed = bill.lines().get(line);
                sum = sum.add(taxed.taxIncluded().value());
                if (taxed.charge().hasTaxIncluded()) {
                    assertThat(taxed.taxIncluded().value())
                            .isEqualByComparingTo(charges.get(line).price());
                }
            }
            assertThat(sum).isEqualByComparingTo(bill.taxIncluded().value());
        }
    }
}
