package org.billwright.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.util.List;
import org.billwright.ledger.Books;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The bills of runs are voided while nobody was sent them. Amounts are worked out by hand. */
@QuarkusTest
@QuarkusTestResource(StoreResource.class)
@Tag("server")
class BillRunUndoTest {
    private static final String OPERATIONS = Api.server() + "/operations/v1/";

    @AfterEach
    void the_books_are_right() {
        Books.areRight(Store.asOwner(), "undo-");
    }

    private static JsonNode reverted(String run) throws InterruptedException {
        var undo = RunsApi.post(run + "/undo", "{'reason':'wrong prices'}");
        assertThat(undo.status()).as(undo.text()).isEqualTo(200);
        return RunsApi.awaited(run, "reverted");
    }

    private static void pay(String account, String amount) {
        var paid = Api.post(
                OPERATIONS + "payment",
                RunsApi.quoted("{'account':{'id':'" + account + "'},'amount':{'unit':'USD','value':" + amount + "}}"));
        assertThat(paid.status()).as(paid.text()).isEqualTo(201);
    }

    private static JsonNode balance(String account) {
        return Api.get(OPERATIONS + "billingAccount/" + account + "/balance")
                .json()
                .path("accountBalance");
    }

    private static JsonNode rate(String id) {
        return Api.get("appliedCustomerBillingRate/" + id).json();
    }

    private static List<String> bills(String account) {
        return Api.get("customerBill?category=normal&billingAccount.id=" + account)
                .json()
                .valueStream()
                .map(bill -> bill.path("state").textValue()
                        + ' '
                        + bill.at("/remainingAmount/value").decimalValue().toPlainString())
                .toList();
    }

    private static List<String> newNumbers(List<String> accounts) {
        return accounts.stream()
                .map(account -> Api.get("customerBill?state=new&category=normal&billingAccount.id=" + account)
                        .json()
                        .at("/0/billNo")
                        .textValue())
                .sorted()
                .toList();
    }

    private static void creditNote(String account, String rate, String amount) {
        var bill = Api.get("customerBill?billingAccount.id=" + account)
                .json()
                .at("/0/id")
                .textValue();
        var note = Api.post(
                OPERATIONS + "creditNote",
                RunsApi.quoted("{'bill':{'id':'" + bill + "'},'reason':'billingError','rate':[{'id':'" + rate
                        + "','taxExcludedAmount':{'unit':'USD','value':" + amount + "}}]}"));
        assertThat(note.status()).as(note.text()).isEqualTo(201);
    }

    private static void send(String account) {
        var bill = Api.get("customerBill?billingAccount.id=" + account + "&state=new")
                .json()
                .get(0);
        var sent = Api.patch("customerBill/" + bill.path("id").textValue(), "{\"state\":\"sent\"}");
        assertThat(sent.status()).as(sent.text()).isEqualTo(200);
    }

    /**
     * Net 100.00 and 10 % make 110.00. One account has paid 50.00 before, one gets 22.00 back, one brings 22.00 forward: of its bill of
     * 33.00, which was sent, 11.00 were given back. One has 33.00 open, and gets 22.00 back, which pay a part of it.
     */
    @Test
    void all_is_as_before_the_run_and_can_be_billed_again() throws InterruptedException {
        Documents.load(
                RunsApi.cycle("UNDO-A"),
                RunsApi.account("undo-a-1", "UNDO-A", ""),
                RunsApi.account("undo-a-2", "UNDO-A", ""),
                RunsApi.account("undo-a-3", "UNDO-A", ""),
                RunsApi.account("undo-a-4", "UNDO-A", ",'balanceTreatment':'balanceForward'"),
                RunsApi.account("undo-a-5", "UNDO-A", ""),
                RunsApi.rate("undo-a-4-0", "undo-a-4", "2026-04-20T00:00:00Z", "30.00", "recurringCharge"),
                RunsApi.rate("undo-a-5-0", "undo-a-5", "2026-04-20T00:00:00Z", "30.00", "recurringCharge"));
        RunsApi.billed(RunsApi.planned("UNDO-A", "2026-05", ""));
        send("undo-a-4");
        send("undo-a-5");
        creditNote("undo-a-4", "undo-a-4-0", "10.00");
        Documents.load(
                RunsApi.rate("undo-a-1-1", "undo-a-1", "2026-05-20T00:00:00Z", "99.99999999", "usageCharge"),
                RunsApi.rate("undo-a-1-2", "undo-a-1", "2026-04-20T00:00:00Z", "0.00000001", "usageCharge"),
                RunsApi.rate("undo-a-2-1", "undo-a-2", "2026-05-20T00:00:00Z", "100.00", "recurringCharge"),
                RunsApi.rate("undo-a-3-1", "undo-a-3", "2026-05-20T00:00:00Z", "-20.00", "recurringCharge"),
                RunsApi.rate("undo-a-4-1", "undo-a-4", "2026-05-20T00:00:00Z", "100.00", "recurringCharge"),
                RunsApi.rate("undo-a-5-1", "undo-a-5", "2026-05-20T00:00:00Z", "-20.00", "recurringCharge"));
        pay("undo-a-2", "50.00");
        var accounts = List.of("undo-a-1", "undo-a-2", "undo-a-3", "undo-a-4", "undo-a-5");
        var rates = List.of("undo-a-1-1", "undo-a-1-2", "undo-a-2-1", "undo-a-3-1", "undo-a-4-1", "undo-a-5-1");
        var balances = accounts.stream().map(BillRunUndoTest::balance).toList();
        var unbilled = rates.stream().map(BillRunUndoTest::rate).toList();

        var done = RunsApi.billed(RunsApi.planned("UNDO-A", ""));
        var run = done.path("id").textValue();
        assertThat(bills("undo-a-2")).containsExactly("new 60.00");
        assertThat(bills("undo-a-4")).containsExactly("new 132.00", "settled 0.00");
        assertThat(bills("undo-a-5")).containsExactly("new 0.00", "partiallyPaid 11.00");
        assertThat(balance("undo-a-3")).isNotEqualTo(balances.get(2));
        var numbers = newNumbers(accounts);
        assertThat(numbers).hasSize(5);

        var reverted = reverted(run);
        assertThat(reverted.at("/result/accounts")).isEqualTo(Api.json("{'reverted':5}"));
        assertThat(reverted.path("revertReason").textValue()).isEqualTo("wrong prices");
        assertThat(accounts.stream().map(BillRunUndoTest::balance).toList()).isEqualTo(balances);
        assertThat(rates.stream().map(BillRunUndoTest::rate).toList()).isEqualTo(unbilled);
        assertThat(bills("undo-a-4")).containsExactly("partiallyPaid 22.00");
        assertThat(bills("undo-a-5")).containsExactly("sent 33.00");
        assertThat(Api.get(OPERATIONS + "voidedBill?sort=billNo&billRun.id=" + run)
                        .json()
                        .valueStream()
                        .map(bill -> bill.path("billNo").textValue())
                        .toList())
                .isEqualTo(numbers);

        var again = RunsApi.planned("UNDO-A", "");
        assertThat(again.path("plan")).isEqualTo(done.path("plan"));
        RunsApi.billed(again);
        assertThat(bills("undo-a-2")).containsExactly("new 60.00");
        assertThat(bills("undo-a-4")).containsExactly("new 132.00", "settled 0.00");
        assertThat(newNumbers(accounts))
                .as("no number is used again")
                .hasSize(5)
                .doesNotContainAnyElementsOf(numbers);
    }

    @Test
    void a_run_with_a_bill_that_was_sent_is_kept() throws InterruptedException {
        Documents.load(
                RunsApi.cycle("UNDO-B"),
                RunsApi.account("undo-b-1", "UNDO-B", ""),
                RunsApi.account("undo-b-2", "UNDO-B", ""),
                RunsApi.rate("undo-b-1-1", "undo-b-1", "2026-05-20T00:00:00Z", "100.00", "recurringCharge"),
                RunsApi.rate("undo-b-2-1", "undo-b-2", "2026-05-20T00:00:00Z", "100.00", "recurringCharge"));
        var run = RunsApi.billed(RunsApi.planned("UNDO-B", "")).path("id").textValue();
        send("undo-b-1");
        var refused = RunsApi.post(run + "/undo", "{'reason':'wrong prices'}");
        assertThat(refused.status()).isEqualTo(409);
        assertThat(refused.text()).contains("1 bills of the run were sent");
        assertThat(bills("undo-b-2")).containsExactly("new 110.00");
        assertThat(RunsApi.post(run + "/undo", "{}").status()).isEqualTo(400);
    }

    /** The bill of May is cancelled and billed again after June began: its date is today's, and its period is May. */
    @Test
    void a_bill_that_replaces_one_of_an_earlier_period_does_not_stop_the_undo_of_a_run() throws InterruptedException {
        Documents.load(
                RunsApi.cycle("UNDO-REBILL"),
                RunsApi.account("undo-rebill", "UNDO-REBILL", ""),
                RunsApi.rate("undo-rebill-1", "undo-rebill", "2026-04-20T00:00:00Z", "10.00", "recurringCharge"),
                RunsApi.rate("undo-rebill-2", "undo-rebill", "2026-05-20T00:00:00Z", "20.00", "recurringCharge"));
        RunsApi.billed(RunsApi.planned("UNDO-REBILL", "2026-05", ""));
        var may = Api.get("customerBill?billingAccount.id=undo-rebill")
                .json()
                .at("/0/id")
                .textValue();
        var rebilled = Api.post(
                OPERATIONS + "rebill",
                RunsApi.quoted(
                        "{'bill':{'id':'" + may
                                + "'},'reason':'priceError','rate':[{'id':'undo-rebill-1','taxExcludedAmount':{'unit':'USD','value':9.00}}]}"));
        assertThat(rebilled.status()).as(rebilled.text()).isEqualTo(201);
        var june = RunsApi.billed(RunsApi.planned("UNDO-REBILL", "2026-06", ""));
        assertThat(june.at("/result/accounts/billed").asInt()).isEqualTo(1);
        assertThat(reverted(june.path("id").textValue())
                        .at("/result/accounts/reverted")
                        .asInt())
                .isEqualTo(1);
        assertThat(rate("undo-rebill-2").path("isBilled").asBoolean()).isFalse();
    }

    /** A payment, a later bill and a used credit keep their bills; the fourth account's bill goes. */
    @Test
    void a_bill_on_which_something_was_built_stays() throws InterruptedException {
        Documents.load(
                RunsApi.cycle("UNDO-C"),
                RunsApi.account("undo-c-1", "UNDO-C", ""),
                RunsApi.account("undo-c-2", "UNDO-C", ""),
                RunsApi.account("undo-c-3", "UNDO-C", ""),
                RunsApi.account("undo-c-4", "UNDO-C", ""),
                RunsApi.rate("undo-c-1-1", "undo-c-1", "2026-05-20T00:00:00Z", "100.00", "recurringCharge"),
                RunsApi.rate("undo-c-2-1", "undo-c-2", "2026-05-20T00:00:00Z", "100.00", "recurringCharge"),
                RunsApi.rate("undo-c-2-2", "undo-c-2", "2026-06-10T00:00:00Z", "1.00", "usageCharge"),
                RunsApi.rate("undo-c-3-1", "undo-c-3", "2026-05-20T00:00:00Z", "-10.00", "recurringCharge"),
                RunsApi.rate("undo-c-4-1", "undo-c-4", "2026-05-20T00:00:00Z", "100.00", "recurringCharge"));
        var run = RunsApi.billed(RunsApi.planned("UNDO-C", "")).path("id").textValue();
        pay("undo-c-1", "110.00");
        var later = OnDemandTest.finished(OnDemandTest.askFor("undo-c-2"));
        assertThat(later.path("state").textValue()).as(later.toString()).isEqualTo("done");
        var refund = Api.post(
                OPERATIONS + "refund",
                RunsApi.quoted(
                        "{'account':{'id':'undo-c-3'},'amount':{'unit':'USD','value':5.00},'reason':'asked for'}"));
        assertThat(refund.status()).as(refund.text()).isEqualTo(201);
        var reverted = reverted(run);
        assertThat(reverted.at("/result/accounts")).isEqualTo(Api.json("{'billed':3,'reverted':1}"));
        assertThat(RunsApi.accounts(run, ""))
                .containsExactly(
                        "undo-c-1 billed 110.00",
                        "undo-c-2 billed 110.00",
                        "undo-c-3 billed -11.00",
                        "undo-c-4 reverted 110.00");
        assertThat(bills("undo-c-1")).containsExactly("new 0.00");
        assertThat(bills("undo-c-4")).isEmpty();
        var again = RunsApi.planned("UNDO-C", "");
        assertThat(again.at("/plan/accounts")).isEqualTo(Api.json("{'alreadyBilled':3,'planned':1}"));
    }
}
