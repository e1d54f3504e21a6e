package org.billwright.billing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.time.OffsetDateTime;
import java.util.List;
import org.billwright.account.Account;
import org.billwright.json.Json;
import org.billwright.tax.TaxPolicy;
import org.billwright.tax.TaxTable;
import org.junit.jupiter.api.Test;

/** What becomes of the tax amounts that rating computed. */
class TaxPolicyTest {
    private static final OffsetDateTime BILL_DATE = OffsetDateTime.parse("2026-03-01T00:00:00Z");
    private static final Account ACCOUNT = Account.of(json("{'id':'A','currency':'EUR'}"));

    private static ObjectNode json(String text) {
        return Json.read(text.replace('\'', '"').getBytes(StandardCharsets.UTF_8));
    }

    private static ObjectNode rate(int id, String price, String tax) {
        return json("{'id':'" + id + "'," + price + ",'appliedTax':[{'taxCategory':'VAT','taxRate':19" + tax + "}]}");
    }

    private static String net(String value) {
        return "'taxExcludedAmount':{'unit':'EUR','value':" + value + "}";
    }

    private static String taxOf(String value) {
        return ",'taxAmount':{'unit':'EUR','value':" + value + "}";
    }

    private static BillingResult.Billed bill(TaxPolicy policy, ObjectNode... rates) {
        var charges = new RateCharges(new TaxTable(List.of(), policy), ACCOUNT, BILL_DATE);
        return (BillingResult.Billed)
                Billing.bill("EUR", List.of(rates).stream().map(charges::of).toList());
    }

    /** Rating rounded each line by itself. */
    @Test
    void rated_taxes_are_kept_or_computed_for_the_whole_bill() {
        var rates = new ObjectNode[] {
            rate(1, net("0.55"), taxOf("0.11")),
            rate(2, net("0.55"), taxOf("0.11")),
            rate(3, net("0.55"), taxOf("0.11"))
        };
        // rated 0.1045 each, rounded up by rating; together 1.65 at 19 % is 0.3135
        assertThat(bill(TaxPolicy.AS_RATED, rates)
                        .taxItems()
                        .getFirst()
                        .amount()
                        .value())
                .isEqualTo("0.33");
        assertThat(bill(TaxPolicy.AS_RATED, rates).taxIncluded().value()).isEqualTo("1.98");
        assertThat(bill(TaxPolicy.COMPUTED, rates)
                        .taxItems()
                        .getFirst()
                        .amount()
                        .value())
                .isEqualTo("0.31");
        assertThat(bill(TaxPolicy.COMPUTED, rates).taxIncluded().value()).isEqualTo("1.96");
    }

    @Test
    void a_price_with_its_tax_is_kept_too() {
        var gross = rate(1, "'taxIncludedAmount':{'unit':'EUR','value':11.90}", taxOf("1.90"));
        var bill = bill(TaxPolicy.AS_RATED, gross);
        assertThat(bill.taxExcluded().value()).isEqualTo("10.00");
        assertThat(bill.taxIncluded().value()).isEqualTo("11.90");
    }

    @Test
    void what_does_not_agree_is_refused_whatever_the_policy() {
        for (var policy : TaxPolicy.values()) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> bill(policy, rate(7, net("10.00"), taxOf("1.91"))))
                    .withMessageContaining("rate 7: the taxAmount of VAT 19 % is 1.91, computed it is 1.90");
        }
        assertThatIllegalArgumentException()
                .isThrownBy(() -> bill(TaxPolicy.AS_RATED, rate(7, net("10.00"), "")))
                .withMessageContaining("the tax VAT has no taxAmount, which the tax policy asRated keeps");
    }
}
