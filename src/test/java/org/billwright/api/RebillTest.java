package org.billwright.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.billwright.ledger.Books;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A bill is cancelled and billed again. Amounts are worked out by hand. */
@QuarkusTest
@QuarkusTestResource(StoreResource.class)
@Tag("server")
class RebillTest {
    private static final String REBILL = Api.server() + "/operations/v1/rebill";

    /** A bill of 70.00 and 30.00 with 10 %: 100.00, 10.00, 110.00. */
    private static JsonNode bill(String account) throws InterruptedException {
        Documents.load(
                RunsApi.cycle(account + "-cycle"),
                RunsApi.account(account, account + "-cycle", ""),
                RunsApi.rate(account + "-1", account, "2026-05-20T00:00:00Z", "70.00", "recurringCharge"),
                RunsApi.rate(account + "-2", account, "2026-05-21T00:00:00Z", "30.00", "usageCharge"));
        RunsApi.billed(RunsApi.planned(account + "-cycle", ""));
        return Api.get("customerBill?billingAccount.id=" + account).json().get(0);
    }

    private static Api.Response rebill(String bill, String members) {
        return Api.post(REBILL, RunsApi.quoted("{'bill':{'id':'" + bill + "'},'reason':'priceError'" + members + "}"));
    }

    private static JsonNode get(String id) {
        return Api.get("customerBill/" + id).json();
    }

    private static void assertAmount(JsonNode bill, String name, String amount) {
        assertThat(bill.path(name).path("value").decimalValue()).as(name).isEqualByComparingTo(amount);
    }

    /** A price of 11.90 with 19 % in it by a rule: 10.00 and 1.90, the same again. Another price without taxes is refused. */
    @Test
    void a_price_with_its_taxes_in_it_stays_what_it_is() throws InterruptedException {
        var rule = Api.withBody(
                "PUT",
                Api.server() + "/operations/v1/taxRule/rebill-gross",
                RunsApi.quoted("{'taxCategory':'REBILLED-GROSS','taxRate':19,'basis':'gross'}"),
                "Content-Type",
                "application/json");
        assertThat(rule.status()).as(rule.text()).isIn(200, 201);
        Documents.load(
                RunsApi.cycle("rebill-g-cycle"),
                RunsApi.account("rebill-g", "rebill-g-cycle", ""),
                RunsApi.quoted(
                        "{'@type':'AppliedCustomerBillingRate','id':'rebill-g-1','isBilled':false,'billingAccount':"
                                + "{'id':'rebill-g'},'type':'usageCharge','date':'2026-05-20T00:00:00Z','taxIncludedAmount':"
                                + "{'unit':'USD','value':11.90},'appliedTax':[{'taxCategory':'REBILLED-GROSS','taxRate':19}]}"));
        RunsApi.billed(RunsApi.planned("rebill-g-cycle", ""));
        var bill = Api.get("customerBill?billingAccount.id=rebill-g").json().get(0);
        assertAmount(bill, "taxExcludedAmount", "10.00");
        var id = bill.path("id").textValue();
        var refused = rebill(id, ",'rate':[{'id':'rebill-g-1','taxExcludedAmount':{'unit':'USD','value':5.00}}]");
        assertThat(refused.status()).isEqualTo(400);
        assertThat(refused.text()).contains("rebill-g-1", "taxIncludedAmount");
        var made = rebill(id, "");
        assertThat(made.status()).as(made.text()).isEqualTo(201);
        var replacing = get(made.json().at("/replacingBill/id").textValue());
        assertAmount(replacing, "taxExcludedAmount", "10.00");
        assertAmount(replacing, "taxIncludedAmount", "11.90");
    }

    /** 11.905 with 19 % in it, without a rule: 11.91, of which 1.90 is tax. The price without taxes is 10.01, and not 11.905. */
    @Test
    void an_exact_price_with_taxes_is_not_taken_for_one_without() throws InterruptedException {
        Documents.load(
                RunsApi.cycle("rebill-h-cycle"),
                RunsApi.account("rebill-h", "rebill-h-cycle", ""),
                RunsApi.quoted(
                        "{'@type':'AppliedCustomerBillingRate','id':'rebill-h-1','isBilled':false,'billingAccount':"
                                + "{'id':'rebill-h'},'type':'usageCharge','date':'2026-05-20T00:00:00Z','taxIncludedAmount':"
                                + "{'unit':'USD','value':11.905},'appliedTax':[{'taxCategory':'REBILLED-EXACT','taxRate':19}]}"));
        RunsApi.billed(RunsApi.planned("rebill-h-cycle", ""));
        var bill = Api.get("customerBill?billingAccount.id=rebill-h").json().get(0);
        assertAmount(bill, "taxExcludedAmount", "10.01");
        assertAmount(bill, "taxIncludedAmount", "11.91");
        var made = rebill(bill.path("id").textValue(), "");
        assertThat(made.status()).as(made.text()).isEqualTo(201);
        var replacing = get(made.json().at("/replacingBill/id").textValue());
        assertAmount(replacing, "taxExcludedAmount", "10.01");
        assertAmount(replacing, "taxIncludedAmount", "11.91");
    }

    /** 110.00, paid; on the new bill the first line is 50.00 in place of 70.00: 80.00, 8.00, 88.00. The rest, 22.00, is credit. */
    @Test
    void the_payment_of_a_cancelled_bill_pays_the_new_one_and_the_chain_is_on_both() throws InterruptedException {
        var bill = bill("rebill-a");
        var id = bill.path("id").textValue();
        var paid = Api.post(
                Api.server() + "/operations/v1/payment",
                RunsApi.quoted("{'account':{'id':'rebill-a'},'amount':{'unit':'USD','value':110.00}}"));
        assertThat(paid.status()).as(paid.text()).isEqualTo(201);
        var members =
                ",'correlatorId':'rebill-a','rate':[{'id':'rebill-a-1','taxExcludedAmount':{'unit':'USD','value':50.00}}]";
        var made = rebill(id, members);
        assertThat(made.status()).as(made.text()).isEqualTo(201);
        var replacing = get(made.json().at("/replacingBill/id").textValue());
        assertAmount(replacing, "taxExcludedAmount", "80.00");
        assertAmount(replacing, "taxIncludedAmount", "88.00");
        assertAmount(replacing, "remainingAmount", "0.00");
        assertThat(replacing.path("state").textValue()).as("it is not sent yet").isEqualTo("new");
        assertThat(replacing.at("/correctedBill/id").textValue()).isEqualTo(id);
        assertThat(replacing.path("billingPeriod")).isEqualTo(bill.path("billingPeriod"));
        var cancelled = get(id);
        assertThat(cancelled.at("/replacingBill/id")).isEqualTo(replacing.path("id"));
        assertThat(cancelled.at("/creditNote/0/id")).isEqualTo(made.json().at("/creditNote/id"));
        assertAmount(get(made.json().at("/creditNote/id").textValue()), "taxIncludedAmount", "-110.00");
        var balance = Api.get(Api.server() + "/operations/v1/billingAccount/rebill-a/balance")
                .text();
        assertThat(balance).contains("22.00");
        var lines = Api.get("appliedCustomerBillingRate?bill.id="
                        + replacing.path("id").textValue())
                .text();
        assertThat(lines).contains("RebilledRate", "rebill-a-1", "rebill-a-2");

        var again = rebill(id, members);
        assertThat(again.status()).isEqualTo(200);
        assertThat(again.json()).isEqualTo(made.json());
        assertThat(rebill(id, ",'correlatorId':'other'").status()).isEqualTo(409);
    }

    /** A rule of 8 % in place of the 10 % that was billed: 100.00, 8.00, 108.00. And again, without a line: 70.00, 5.60, 75.60. */
    @Test
    void the_tax_rules_of_today_apply_and_a_new_bill_can_be_replaced_too() throws InterruptedException {
        Documents.load(
                RunsApi.cycle("rebill-b-cycle"),
                RunsApi.account("rebill-b", "rebill-b-cycle", ""),
                RunsApi.rate("rebill-b-1", "rebill-b", "2026-05-20T00:00:00Z", "70.00", "recurringCharge")
                        .replace("IVU", "RBT"),
                RunsApi.rate("rebill-b-2", "rebill-b", "2026-05-21T00:00:00Z", "30.00", "usageCharge")
                        .replace("IVU", "RBT"));
        RunsApi.billed(RunsApi.planned("rebill-b-cycle", ""));
        var id = Api.get("customerBill?billingAccount.id=rebill-b")
                .json()
                .get(0)
                .path("id")
                .textValue();
        var rule = Api.withBody(
                "PUT",
                Api.server() + "/operations/v1/taxRule/rebill-b",
                RunsApi.quoted("{'taxCategory':'RBT','taxRate':8}"));
        assertThat(rule.status()).as(rule.text()).isIn(200, 201);
        var made = rebill(id, "");
        assertThat(made.status()).as(made.text()).isEqualTo(201);
        var second = made.json().at("/replacingBill/id").textValue();
        assertAmount(get(second), "taxIncludedAmount", "108.00");
        var line = Api.get("appliedCustomerBillingRate?bill.id=" + second)
                .json()
                .valueStream()
                .filter(rate ->
                        rate.at("/taxExcludedAmount/value").decimalValue().intValue() == 30)
                .findFirst()
                .orElseThrow();
        var third = rebill(second, ",'rate':[{'id':'" + line.path("id").textValue() + "','leaveOut':true}]");
        assertThat(third.status()).as(third.text()).isEqualTo(201);
        assertAmount(get(third.json().at("/replacingBill/id").textValue()), "taxIncludedAmount", "75.60");
        assertThat(Api.get(Api.server() + "/operations/v1/billingAccount/rebill-b/balance")
                        .text())
                .contains("75.60");
    }

    @Test
    void what_cannot_be_billed_again_changes_nothing() throws InterruptedException {
        var id = bill("rebill-c").path("id").textValue();
        var before = get(id);
        assertThat(rebill(id, ",'rate':[{'id':'nobody','leaveOut':true}]").text())
                .contains("no line of rate 'nobody'");
        assertThat(rebill(id, ",'rate':[{'id':'rebill-c-1','leaveOut':true},{'id':'rebill-c-2','leaveOut':true}]")
                        .status())
                .isEqualTo(409);
        assertThat(rebill(id, ",'rate':[{'id':'rebill-c-1'}]").status()).isEqualTo(400);
        assertThat(rebill("nobody", "").status()).isEqualTo(400);
        assertThat(get(id)).isEqualTo(before);
        assertThat(Api.get("appliedCustomerBillingRate?billingAccount.id=rebill-c")
                        .json())
                .hasSize(2);
        var note = Api.post(
                Api.server() + "/operations/v1/creditNote",
                RunsApi.quoted(
                        "{'bill':{'id':'" + id
                                + "'},'reason':'goodwill','rate':[{'id':'rebill-c-2','taxExcludedAmount':{'unit':'USD','value':1.00}}]}"));
        assertThat(note.status()).as(note.text()).isEqualTo(201);
        assertThat(rebill(id, "").text()).contains("has credit notes");
    }

    @Test
    void ten_at_once_replace_a_bill_once() throws InterruptedException {
        var id = bill("rebill-d").path("id").textValue();
        var calls = IntStream.range(0, 10)
                .mapToObj(
                        i -> CompletableFuture.supplyAsync(() -> rebill(id, "").status()))
                .toList();
        var statuses = calls.stream().map(CompletableFuture::join).sorted().toList();
        assertThat(statuses.getFirst()).isEqualTo(201);
        assertThat(List.copyOf(statuses.subList(1, 10))).allMatch(status -> status == 409);
        assertThat(Api.get("customerBill?billingAccount.id=rebill-d").json())
                .as("the bill, its credit note and the new bill")
                .hasSize(3);
    }

    /**
     * 110.00, paid, and billed again as 88.00, which the credit note pays; 22.00 are open. The bank takes the payment back: the credit note
     * is for its own bill again, and the new bill asks for its 88.00.
     */
    @Test
    void a_chargeback_after_it_asks_for_the_new_bill() throws InterruptedException {
        var id = bill("rebill-k").path("id").textValue();
        var paid = Api.post(
                Api.server() + "/operations/v1/payment",
                RunsApi.quoted("{'account':{'id':'rebill-k'},'amount':{'unit':'USD','value':110.00}}"));
        var made = rebill(id, ",'rate':[{'id':'rebill-k-1','taxExcludedAmount':{'unit':'USD','value':50.00}}]");
        assertThat(made.status()).as(made.text()).isEqualTo(201);
        var chargeback = Api.post(
                Api.server() + "/operations/v1/payment/"
                        + paid.json().path("id").textValue() + "/chargeback",
                RunsApi.quoted("{'reason':'bank'}"));
        assertThat(chargeback.status()).as(chargeback.text()).isEqualTo(200);
        assertAmount(get(id), "remainingAmount", "0.00");
        assertAmount(get(made.json().at("/replacingBill/id").textValue()), "remainingAmount", "88.00");
        Books.areRight(Store.asOwner(), "rebill-k");
    }

    @Test
    void a_disputed_bill_is_not_billed_again() throws InterruptedException {
        var id = bill("rebill-l").path("id").textValue();
        Api.patch("customerBill/" + id, "{\"state\":\"sent\"}");
        var dispute = Api.post(
                Api.server() + "/operations/v1/dispute",
                RunsApi.quoted("{'bill':{'id':'" + id
                        + "'},'reason':'priceError','disputedAmount':{'unit':'USD','value':10.00}}"));
        assertThat(dispute.status()).as(dispute.text()).isEqualTo(201);
        var refused = rebill(id, "");
        assertThat(refused.status()).isEqualTo(409);
        assertThat(refused.text()).contains("the bill is disputed");
    }
}
