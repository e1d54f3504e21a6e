package org.billwright.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.math.BigDecimal;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The explanation of a bill over HTTP. Amounts are worked out by hand. */
@QuarkusTest
@QuarkusTestResource(StoreResource.class)
@Tag("server")
class ExplanationTest {
    private static final String EXPLANATIONS = Api.server() + "/operations/v1/customerBill/";

    private static List<String> causes(JsonNode explanation) {
        return explanation
                .path("cause")
                .valueStream()
                .map(cause -> cause.path("kind").textValue() + " "
                        + cause.at("/amount/value").decimalValue().toPlainString())
                .toList();
    }

    /** 20.00 and 10 % in May: 22.00. In June 25.00, 3.00 of April, and 10 %: 30.80, of which 0.80 is tax. */
    @Test
    void the_second_bill_of_an_account_is_explained_by_the_first() throws InterruptedException {
        Documents.load(
                RunsApi.cycle("EXPLAIN"),
                RunsApi.account("explain", "EXPLAIN", ""),
                RunsApi.rate("explain-1", "explain", "2026-04-20T00:00:00Z", "20.00", "recurringCharge"),
                RunsApi.rate("explain-2", "explain", "2026-05-20T00:00:00Z", "25.00", "recurringCharge"));
        RunsApi.billed(RunsApi.planned("EXPLAIN", "2026-05", ""));
        Documents.load(RunsApi.rate("explain-3", "explain", "2026-04-21T00:00:00Z", "3.00", "usageCharge"));
        RunsApi.billed(RunsApi.planned("EXPLAIN", "2026-06", ""));
        var bills =
                Api.get("customerBill?billingAccount.id=explain&sort=billDate").json();
        assertThat(bills).hasSize(2);

        var first = Api.get(EXPLANATIONS + bills.get(0).path("id").textValue() + "/explanation");
        assertThat(first.status()).as(first.text()).isEqualTo(200);
        assertThat(first.json().has("previousBill")).isFalse();
        assertThat(causes(first.json())).containsExactly("newProduct 20.00", "tax 2.00");

        var id = bills.get(1).path("id").textValue();
        var second = Api.get(EXPLANATIONS + id + "/explanation", "Accept-Language", "es-PR,es;q=0.9");
        var explanation = second.json();
        assertThat(causes(explanation)).containsExactly("lateUsage 3.00", "priceChange 5.00", "tax 0.80");
        assertThat(explanation.at("/difference/value").decimalValue()).isEqualByComparingTo("8.80");
        assertThat(explanation.at("/previousBill/id")).isEqualTo(bills.get(0).path("id"));
        assertThat(explanation.at("/cause/1/text").textValue())
                .isEqualTo("recurringCharge tiene otro precio: USD 5.00 más.");
        assertThat(explanation.path("cause").findValuesAsText("section")).containsExactly("usage", "recurring", "tax");
        assertThat(explanation.at("/cause/1/previousRate/0/id").textValue()).isEqualTo("explain-1");
        assertThat(explanation.at("/cause/1/rate/0/id").textValue()).isEqualTo("explain-2");
        assertThat(Api.get(EXPLANATIONS + id + "/explanation?fields=cause").status())
                .isEqualTo(400);
        assertThat(Api.get(EXPLANATIONS + "nobody/explanation").status()).isEqualTo(404);
    }

    /** Bills of the demo, made by another system, too: the causes add up to the difference. */
    @Test
    void the_causes_add_up_for_every_bill_of_the_demo() {
        for (var bill : Api.get("customerBill?limit=60&sort=-billDate&billingAccount.id.regex=BA-0000[1-9]")
                .json()) {
            var explanation = Api.get(EXPLANATIONS + bill.path("id").textValue() + "/explanation")
                    .json();
            var sum = explanation
                    .path("cause")
                    .valueStream()
                    .map(cause -> cause.at("/amount/value").decimalValue())
                    .reduce(BigDecimal.ZERO, BigDecimal::add);
            var before = explanation.at("/previousAmountDue/value");
            assertThat(sum)
                    .as(explanation.toString())
                    .isEqualByComparingTo(explanation
                            .at("/amountDue/value")
                            .decimalValue()
                            .subtract(before.isMissingNode() ? BigDecimal.ZERO : before.decimalValue()));
            assertThat(explanation.path("cause").findValuesAsText("kind"))
                    .as(explanation.toString())
                    .doesNotContain("notOnLines");
        }
    }
}
