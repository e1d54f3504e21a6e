package org.billwright.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The reconciliation of a bill over HTTP. Amounts are worked out by hand. */
@QuarkusTest
@QuarkusTestResource(StoreResource.class)
@Tag("server")
class ReconciliationTest {
    private static String amount(JsonNode document, String pointer) {
        return document.at(pointer).decimalValue().toPlainString();
    }

    /** 5.55 + 1.11 = 6.66; 10 % of it is 0.666, rounded 0.67, which is 0.555 and 0.111 exactly: 0.56 and 0.11. */
    @Test
    void a_bill_shows_what_its_amounts_are_made_of() throws InterruptedException {
        Documents.load(
                RunsApi.cycle("RECON"),
                RunsApi.account("recon", "RECON", ""),
                RunsApi.rate("recon-1", "recon", "2026-05-20T00:00:00Z", "5.55", "usageCharge"),
                RunsApi.rate("recon-2", "recon", "2026-05-20T00:00:00Z", "1.11", "usageCharge"));
        RunsApi.billed(RunsApi.planned("RECON", ""));
        var bill = Api.get("customerBill?billingAccount.id=recon")
                .json()
                .get(0)
                .path("id")
                .textValue();
        for (var base : List.of(Api.v4(), Api.v5())) {
            var shown = Api.get(base + "customerBill/" + bill + "/reconciliation");
            assertThat(shown.status()).as(shown.text()).isEqualTo(200);
            var document = shown.json();
            assertThat(document.path("isReconciled").asBoolean()).isTrue();
            assertThat(document.path("finding")).isEmpty();
            assertThat(document.has("notRecalculated")).isFalse();
            assertThat(document.path("lineCount").asInt()).isEqualTo(2);
            assertThat(amount(document, "/taxExcludedAmount/value")).isEqualTo("6.66");
            assertThat(amount(document, "/tax/0/taxBase/value")).isEqualTo("6.66");
            assertThat(amount(document, "/tax/0/exactAmount")).isEqualTo("0.6660");
            assertThat(amount(document, "/tax/0/taxAmount/value")).isEqualTo("0.67");
            assertThat(document.at("/tax/0/rounding").decimalValue()).isEqualByComparingTo("0.004");
            assertThat(document.at("/line/0/rate/id").textValue()).isEqualTo("recon-1");
            assertThat(amount(document, "/line/0/tax/0/taxAmount/value")).isEqualTo("0.56");
            assertThat(document.at("/line/0/tax/0/exactAmount").decimalValue()).isEqualByComparingTo("0.555");
            assertThat(document.at("/line/0/tax/0/rounding").decimalValue()).isEqualByComparingTo("0.005");
            assertThat(amount(document, "/line/1/tax/0/taxAmount/value")).isEqualTo("0.11");
            assertThat(document.at("/line/1/tax/0/rounding").decimalValue()).isEqualByComparingTo("-0.001");
            assertThat(amount(document, "/amountDue/value")).isEqualTo("7.33");
        }
        var second = Api.get("customerBill/" + bill + "/reconciliation?offset=1&limit=5")
                .json();
        assertThat(second.path("line")).hasSize(1);
        assertThat(second.at("/line/0/rate/id").textValue()).isEqualTo("recon-2");
        assertThat(second.path("lineCount").asInt()).isEqualTo(2);
    }

    @Test
    void bills_of_another_system_are_checked_by_the_parts_that_they_have() {
        var bills = Api.get("customerBill?limit=50&state=sent,settled&billingAccount.id.regex=BA-0000[1-9]")
                .json();
        assertThat(bills.size()).isGreaterThan(10);
        for (var bill : bills) {
            var shown = Api.get("customerBill/" + bill.path("id").textValue() + "/reconciliation");
            assertThat(shown.status()).as(shown.text()).isEqualTo(200);
            assertThat(shown.json().path("isReconciled").asBoolean())
                    .as(shown.text())
                    .isTrue();
        }
    }

    @Test
    void what_it_does_not_know_is_refused() {
        assertThat(Api.get("customerBill/nobody/reconciliation").status()).isEqualTo(404);
        var bill = Api.get("customerBill?limit=1&billingAccount.id=BA-00001")
                .json()
                .get(0)
                .path("id")
                .textValue();
        assertThat(Api.get("customerBill/" + bill + "/reconciliation?limit=1001")
                        .status())
                .isEqualTo(400);
        assertThat(Api.get("customerBill/" + bill + "/reconciliation?fields=tax")
                        .text())
                .contains("limit and offset");
    }
}
