package org.billwright.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.util.ArrayList;
import java.util.List;
import org.billwright.ledger.Books;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Balance forward over HTTP: on demand with a credit note, and in a bill run. The amounts are worked out by hand. */
@QuarkusTest
@QuarkusTestResource(StoreResource.class)
@Tag("server")
class BalanceForwardBillTest {
    private static final String OPERATIONS = Api.server() + "/operations/v1/";

    @AfterEach
    void the_books_are_right() {
        Books.areRight(Store.asOwner(), "bf-");
    }

    private static String onDemand(String account) throws InterruptedException {
        var request = OnDemandTest.finished(OnDemandTest.askFor(account));
        assertThat(request.path("state").textValue()).as(request.toString()).isEqualTo("done");
        return request.at("/customerBill/id").textValue();
    }

    private static JsonNode post(String path, String body) {
        var response = Api.post(OPERATIONS + path, RunsApi.quoted(body));
        assertThat(response.status()).as(response.text()).isEqualTo(201);
        return response.json();
    }

    private static void pay(String account, String amount) {
        post("payment", "{'account':{'id':'" + account + "'},'amount':{'unit':'USD','value':" + amount + "}}");
    }

    private static String value(JsonNode document, String pointer) {
        return document.at(pointer + "/value").decimalValue().toPlainString();
    }

    private static JsonNode bill(String id) {
        return Api.get("customerBill/" + id).json();
    }

    private static String parts(String id) {
        var texts = new ArrayList<String>();
        for (var part : List.of(
                "previousBalance", "paymentsReceived", "adjustments", "balanceBroughtForward", "currentCharges")) {
            texts.add(value(bill(id), "/balanceForward/" + part));
        }
        return String.join(" ", texts) + " = " + value(bill(id), "/amountDue") + ", "
                + value(bill(id), "/remainingAmount");
    }

    private static String balance(String account) {
        return value(
                Api.get(OPERATIONS + "billingAccount/" + account + "/balance").json(), "/accountBalance/0/amount");
    }

    /** 100.00 and 10 % of tax are 110.00; 10.00 of it given back are 11.00; 50.00 and tax are 55.00. */
    @Test
    void the_balance_is_brought_forward_with_payments_and_credit_notes() throws InterruptedException {
        Documents.load(
                RunsApi.account("bf-1", "none", ",'balanceTreatment':'balanceForward'"),
                RunsApi.rate("bf-1-a", "bf-1", "2026-01-10T00:00:00Z", "100.00", "recurring"));
        var first = onDemand("bf-1");
        assertThat(parts(first)).isEqualTo("0.00 0.00 0.00 0.00 110.00 = 110.00, 110.00");
        assertThat(Api.patch("customerBill/" + first, "{\"state\":\"sent\"}").status())
                .isEqualTo(200);
        pay("bf-1", "30.00");
        post(
                "creditNote",
                "{'bill':{'id':'" + first
                        + "'},'reason':'billingError','rate':[{'id':'bf-1-a','taxExcludedAmount':{'unit':'USD','value':10.00}}]}");
        Documents.load(RunsApi.rate("bf-1-b", "bf-1", "2026-01-20T00:00:00Z", "50.00", "recurring"));

        var second = onDemand("bf-1");

        assertThat(parts(second)).isEqualTo("110.00 30.00 -11.00 69.00 55.00 = 124.00, 124.00");
        assertThat(value(bill(second), "/taxIncludedAmount")).isEqualTo("55.00");
        assertThat(bill(first).path("state").textValue()).isEqualTo("settled");
        assertThat(value(bill(first), "/remainingAmount")).isEqualTo("0.00");
        assertThat(bill(first).at("/carriedForward/0/bill/id").textValue()).isEqualTo(second);
        assertThat(balance("bf-1")).isEqualTo("124.00");
        var entries = Api.get(OPERATIONS + "billingAccount/bf-1/ledger").json();
        assertThat(entries.valueStream().map(entry -> entry.path("kind").textValue() + " " + value(entry, "/amount")))
                .containsExactly(
                        "bill 110.00", "payment -30.00", "bill -11.00", "bill 124.00", "balanceForward -69.00");
        var page = Api.get("customerBill/" + second + "/billDocument/" + second).text();
        assertThat(page)
                .contains("Previous balance", "$110.00", "-$11.00", "Balance brought forward", "$69.00")
                .contains("Current charges", "$124.00");
        assertThat(Api.get("customerBill/" + first + "/billDocument/" + first).text())
                .contains("Asked for by bill");
        assertThat(Api.get("customerBill?carriedForward.bill.id=" + second).json())
                .singleElement()
                .satisfies(bill -> assertThat(bill.path("id").textValue()).isEqualTo(first));

        pay("bf-1", "124.00");
        assertThat(balance("bf-1")).isEqualTo("0.00");
        assertThat(value(bill(second), "/remainingAmount")).isEqualTo("0.00");
    }

    /** A credit note of 22.00 with taxes finds nothing open on the carried bill: it is for the bill that asks for it now. */
    @Test
    void a_credit_note_of_a_carried_bill_is_for_the_bill_that_has_its_debt() throws InterruptedException {
        Documents.load(
                RunsApi.account("bf-2", "none", ",'balanceTreatment':'balanceForward'"),
                RunsApi.rate("bf-2-a", "bf-2", "2026-01-10T00:00:00Z", "100.00", "recurring"));
        var first = onDemand("bf-2");
        Documents.load(RunsApi.rate("bf-2-b", "bf-2", "2026-01-20T00:00:00Z", "50.00", "recurring"));
        var second = onDemand("bf-2");
        post(
                "creditNote",
                "{'bill':{'id':'" + first
                        + "'},'reason':'billingError','rate':[{'id':'bf-2-a','taxExcludedAmount':{'unit':'USD','value':20.00}}]}");
        assertThat(value(bill(second), "/remainingAmount")).isEqualTo("143.00");
        assertThat(balance("bf-2")).isEqualTo("143.00");
        Documents.load(RunsApi.rate("bf-2-c", "bf-2", "2026-01-21T00:00:00Z", "10.00", "recurring"));

        var third = onDemand("bf-2");

        assertThat(parts(third)).isEqualTo("165.00 0.00 -22.00 143.00 11.00 = 154.00, 154.00");
        assertThat(balance("bf-2")).isEqualTo("154.00");
        post("creditNote", "{'bill':{'id':'" + third + "'},'reason':'billingError'}");
        assertThat(value(bill(third), "/remainingAmount"))
                .as("a credit note gives back the charges of the bill, not what it brings forward")
                .isEqualTo("143.00");
    }

    /**
     * 50.00 and tax are 55.00; with 20.00 and tax 77.00 are due. The second bill is given back but for what it brings forward, which
     * the replacing one has: 22.00 and 55.00, or with 10.00 in place of 20.00 11.00 and 55.00.
     */
    @Test
    void a_bill_with_a_balance_is_billed_again_before_and_after_it_was_sent() throws InterruptedException {
        for (var account : List.of("bf-6", "bf-7")) {
            Documents.load(
                    RunsApi.account(account, "none", ",'balanceTreatment':'balanceForward'"),
                    RunsApi.rate(account + "-a", account, "2026-01-10T00:00:00Z", "50.00", "recurring"));
            var first = onDemand(account);
            send(first);
            Documents.load(RunsApi.rate(account + "-b", account, "2026-01-20T00:00:00Z", "20.00", "recurring"));
            var second = onDemand(account);
            assertThat(value(bill(second), "/amountDue")).isEqualTo("77.00");
            if (account.equals("bf-6")) {
                send(second);
            }
            var again = post(
                    "rebill",
                    "{'bill':{'id':'" + second + "'},'reason':'priceError','rate':[{'id':'" + account
                            + "-b','taxExcludedAmount':{'unit':'USD','value':10.00}}]}");
            var third = again.at("/replacingBill/id").textValue();
            assertThat(value(bill(third), "/amountDue")).isEqualTo("66.00");
            assertThat(value(bill(second), "/remainingAmount")).isEqualTo("0.00");
            assertThat(bill(second).at("/carriedForward/0/bill/id").textValue()).isEqualTo(third);
            assertThat(bill(second).at("/replacingBill/id").textValue()).isEqualTo(third);
            assertThat(balance(account)).isEqualTo("66.00");
        }
    }

    private static void send(String id) {
        assertThat(Api.patch("customerBill/" + id, "{\"state\":\"sent\"}").status())
                .isEqualTo(200);
    }

    /**
     * Of 80.00 (88.00 with tax) 30.00 are disputed: they stay on their bill, and 58.00 are brought forward to 22.00 of new charges. Denied,
     * they are brought forward next.
     */
    @Test
    void what_is_disputed_stays_on_its_bill_until_the_dispute_is_decided() throws InterruptedException {
        Documents.load(
                RunsApi.account("bf-8", "none", ",'balanceTreatment':'balanceForward'"),
                RunsApi.rate("bf-8-a", "bf-8", "2026-01-10T00:00:00Z", "80.00", "recurring"));
        var first = onDemand("bf-8");
        send(first);
        var dispute = post(
                        "dispute",
                        "{'bill':{'id':'" + first
                                + "'},'reason':'priceError','disputedAmount':{'unit':'USD','value':30.00}}")
                .path("id")
                .textValue();
        Documents.load(RunsApi.rate("bf-8-b", "bf-8", "2026-01-20T00:00:00Z", "20.00", "recurring"));
        var second = onDemand("bf-8");
        assertThat(parts(second)).isEqualTo("88.00 0.00 -30.00 58.00 22.00 = 80.00, 80.00");
        assertThat(value(bill(first), "/remainingAmount")).isEqualTo("30.00");
        assertThat(balance("bf-8")).isEqualTo("110.00");
        assertThat(value(
                        Api.get(OPERATIONS + "billingAccount/bf-8/balance").json(), "/accountBalance/0/disputedAmount"))
                .isEqualTo("30.00");
        for (var move : List.of("review", "denial")) {
            var moved = Api.post(OPERATIONS + "dispute/" + dispute + "/" + move, RunsApi.quoted("{'reason':'right'}"));
            assertThat(moved.status()).as(moved.text()).isEqualTo(200);
        }
        Documents.load(RunsApi.rate("bf-8-c", "bf-8", "2026-01-21T00:00:00Z", "10.00", "recurring"));
        var third = onDemand("bf-8");
        assertThat(parts(third)).isEqualTo("80.00 0.00 30.00 110.00 11.00 = 121.00, 121.00");
        assertThat(value(bill(first), "/remainingAmount")).isEqualTo("0.00");
        assertThat(balance("bf-8")).isEqualTo("121.00");
    }

    @Test
    void a_bill_run_plans_and_makes_bills_with_their_balance() throws InterruptedException {
        var documents = new ArrayList<String>();
        documents.add(RunsApi.cycle("BF-8"));
        for (var account : List.of("bf-3", "bf-4", "bf-5")) {
            documents.add(RunsApi.account(
                    account, "BF-8", account.equals("bf-4") ? "" : ",'balanceTreatment':'balanceForward'"));
            documents.add(RunsApi.rate(account + "-a", account, "2026-05-01T00:00:00Z", "10.00", "usage"));
            documents.add(org.billwright.ledger.Bills.sent(account + "-old", account, "20.00", 1)
                    .replace("2026-06-01", "2026-04-01"));
        }
        Documents.load(documents.toArray(String[]::new));
        var plan = RunsApi.planned("BF-8", "");
        var id = plan.path("id").textValue();
        assertThat(RunsApi.accounts(id, ""))
                .containsExactly("bf-3 planned 31.00", "bf-4 planned 11.00", "bf-5 planned 31.00");
        pay("bf-4", "5.00");
        pay("bf-5", "5.00");

        RunsApi.billed(plan);

        assertThat(RunsApi.accounts(id, ""))
                .containsExactly("bf-3 billed 31.00", "bf-4 billed 11.00", "bf-5 changedSincePlan 31.00");
        var made = Api.get("customerBill?billingAccount.id=bf-3&sort=billDate")
                .json()
                .get(1);
        assertThat(parts(made.path("id").textValue())).isEqualTo("20.00 0.00 0.00 20.00 11.00 = 31.00, 31.00");
        assertThat(balance("bf-3")).isEqualTo("31.00");
        assertThat(value(bill("bf-4-old"), "/remainingAmount")).isEqualTo("15.00");
    }
}
