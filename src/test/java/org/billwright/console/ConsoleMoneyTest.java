package org.billwright.console;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.billwright.api.Api;
import org.billwright.api.DisputedBills;
import org.billwright.api.Documents;
import org.billwright.api.StoreResource;
import org.billwright.ledger.Bills;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Payments, refunds, disputes and collection in the console, over HTTP. The amounts are worked out by hand. */
@QuarkusTest
@QuarkusTestResource(StoreResource.class)
@Tag("server")
class ConsoleMoneyTest {
    private final ConsoleClient browser = new ConsoleClient();

    private static String operations(String path) {
        return Api.server() + "/operations/v1/" + path;
    }

    private static JsonNode first(String path) {
        return Api.get(operations(path)).json().path(0);
    }

    /** The page that a form leads to. */
    private String done(Api.Response sent) {
        assertThat(sent.status()).as(sent.text()).isEqualTo(303);
        return browser.page(sent.header("Location"));
    }

    private Api.Response pay(String account, String amount, String correlator, String... more) {
        var fields = new String[] {
            "account.id", account, "amount.value", amount, "amount.unit", "USD", "correlatorId", correlator
        };
        var all = Stream.of(fields, more).flatMap(Arrays::stream).toArray(String[]::new);
        return browser.submit("payments/do/takePayment", all);
    }

    @Test
    void a_payment_is_taken_by_a_form_and_leads_to_the_bills_that_have_it() {
        Documents.load(
                Documents.account("cm-pay", "USD"),
                Bills.sent("cm-pay-b", "cm-pay", "20.00", 20),
                Bills.sent("cm-pay-a", "cm-pay", "10.00", 10));
        assertThat(browser.page("payments/do/takePayment?account.id=cm-pay&amount.unit=USD"))
                .contains("name=\"account.id\" value=\"cm-pay\"", "name=\"amount.unit\" value=\"USD\"");

        var page = done(pay("cm-pay", "25.00", "cm-pay-1", "paymentItem.0.item.id", "cm-pay-b", "name", "Transfer 7"));

        assertThat(page)
                .contains("The payment is recorded.", "$25.00", "Transfer 7", "/console/accounts/cm-pay")
                .containsSubsequence("/console/bills/cm-pay-a", "$5.00", "/console/bills/cm-pay-b", "$20.00");
        var id = first("payment?account.id=cm-pay").path("id").textValue();
        assertThat(browser.page("payments?account=cm-pay")).contains("/console/payments/" + id, "1 in all");
        assertThat(browser.page("payments?account=cm-pay&status=suspense")).contains("Nothing is here.");
        assertThat(browser.get("payments.csv?account=cm-pay", "Accept", "*/*").text())
                .startsWith("Payment,State,Account,Payment date,Amount,\"Amount, currency\",")
                .contains(id + ",done,cm-pay,", ",25.00,USD,0.00,USD,Transfer 7,");
        assertThat(browser.page("payments/" + id, "Accept-Language", "es")).contains("Anular", "Contracargo");
    }

    @Test
    void a_form_that_is_sent_twice_takes_the_payment_once() {
        Documents.load(Documents.account("cm-twice", "USD"), Bills.sent("cm-twice-a", "cm-twice", "10.00", 10));
        var one = pay("cm-twice", "4.00", "cm-twice-1");
        var again = pay("cm-twice", "4.00", "cm-twice-1", "confirmed", "true");
        assertThat(again.header("Location")).isEqualTo(one.header("Location"));
        assertThat(Api.get(operations("payment?account.id=cm-twice")).json()).hasSize(1);
        var form = browser.page("payments/do/takePayment");
        assertThat(browser.page("payments/do/takePayment")).isNotEqualTo(form);
    }

    /** As when a person goes back in the browser, which shows a new form with the old values, and presses the button again. */
    @Test
    void another_form_of_the_same_content_counts_once_it_is_confirmed() {
        Documents.load(Documents.account("cm-again", "BHD"), Documents.account("cm-again-2", "BHD"));
        var fields = new String[] {"account.id", "cm-again", "amount.value", "1.111", "amount.unit", "BHD"};
        var path = "payments/do/takePayment";
        var first = browser.submit(path, fields);
        assertThat(first.status()).isEqualTo(303);

        var again = browser.submit(path, fields);
        assertThat(again.status()).isEqualTo(422);
        var page = first.header("Location").replaceFirst("&", "&amp;");
        assertThat(again.text())
                .contains(
                        "You have done exactly this within the last hour.",
                        "href=\"" + page + "\"",
                        "name=\"confirmed\"",
                        "name=\"amount.value\" value=\"1.111\"");
        assertThat(Api.get(operations("payment?account.id=cm-again")).json()).hasSize(1);

        var confirmed = Stream.of(fields, new String[] {"confirmed", "true"})
                .flatMap(Arrays::stream)
                .toArray(String[]::new);
        assertThat(browser.submit(path, confirmed).status()).isEqualTo(303);
        assertThat(Api.get(operations("payment?account.id=cm-again")).json()).hasSize(2);

        var other = fields.clone();
        other[1] = "cm-again-2";
        assertThat(browser.submit(path, other).status()).as("another account").isEqualTo(303);
        other[3] = "1.112";
        assertThat(browser.submit(path, other).status()).as("another amount").isEqualTo(303);
    }

    @Test
    void a_number_is_read_as_the_language_of_the_page_writes_it() {
        Documents.load(Documents.account("cm-mark", "USD"), Documents.account("cm-yen", "JPY"));
        for (var wrong : List.of("1,5", "1,50", "1.000,50", "1e3", "1_0", "\u0663", "\uff11", "+1", ".5", "1.")) {
            assertThat(pay("cm-mark", wrong, "cm-mark-" + wrong).status())
                    .as(wrong)
                    .isEqualTo(422);
        }
        assertThat(pay("cm-mark", "1.50", "cm-mark-1").status()).isEqualTo(303);
        var path = "payments/do/takePayment";
        assertThat(browser.page(path)).contains("name=\"amount.value\" value=\"\" type=\"text\" inputmode=\"decimal\"");

        assertThat(browser.page(path + "?amount.value=12.50", "Accept-Language", "es"))
                .contains("value=\"12,50\"");
        assertThat(Api.get(operations("payment?account.id=cm-mark")).json()).hasSize(1);
    }

    @Test
    void a_refused_payment_shows_the_reason_and_what_was_entered() {
        Documents.load(Documents.account("cm-no", "GBP"));
        var refused = pay("cm-no", "4.00", "cm-no-1");
        assertThat(refused.status()).isEqualTo(422);
        assertThat(refused.text()).contains("must be GBP", "name=\"amount.value\" value=\"4.00\"", "value=\"cm-no\"");
        assertThat(pay("cm-no", "four", "cm-no-2").status()).isEqualTo(422);
        assertThat(browser.post("payments/do/takePayment", Map.of("account.id", "cm-no"))
                        .status())
                .as("no token")
                .isEqualTo(403);
        assertThat(Api.get(operations("payment?account.id=cm-no")).json()).isEmpty();
    }

    @Test
    void a_payment_in_suspense_is_assigned_refunded_and_charged_back() {
        Documents.load(Documents.account("cm-sus", "USD"), Bills.sent("cm-sus-a", "cm-sus", "10.00", 10));
        var id = pay("cm-sus-nobody", "40.00", "cm-sus-1").header("Location").split("[/?]", -1)[3];
        assertThat(browser.page("suspense?correlator=cm-sus-1")).contains("/console/payments/" + id);
        assertThat(browser.page("payments/" + id)).contains("/do/assignPayment").doesNotContain("/do/payBack");

        var assigned = done(browser.submit("payments/" + id + "/do/assignPayment", "account.id", "cm-sus"));
        assertThat(assigned).contains("/console/bills/cm-sus-a", "$10.00", "$30.00", "/console/refunds/do/payBack?");
        assertThat(browser.page("suspense?correlator=cm-sus-1")).doesNotContain(id);

        var refund = done(browser.submit(
                "refunds/do/payBack",
                "account.id",
                "cm-sus",
                "payment.id",
                id,
                "amount.value",
                "12.50",
                "amount.unit",
                "USD",
                "reason",
                "moved away",
                "correlatorId",
                "cm-sus-2"));
        assertThat(refund).contains("$12.50", "moved away", "/console/payments/" + id);
        assertThat(browser.page("payments/" + id)).contains("moved away", "$17.50");
        assertThat(browser.page("refunds?payment=" + id)).contains("$12.50");

        var tooMuch = browser.submit("payments/" + id + "/do/chargeBackPayment", "reason", "fraud");
        assertThat(tooMuch.status()).isEqualTo(422);
        var back = done(browser.submit(
                "payments/" + id + "/do/chargeBackPayment?amount.unit=USD",
                "reason",
                "fraud",
                "amount.value",
                "27.50",
                "amount.unit",
                "USD"));
        assertThat(back).contains("charged back").doesNotContain("/console/bills/cm-sus-a");
    }

    @Test
    void a_dispute_is_reviewed_and_granted_in_part() throws InterruptedException {
        var bill = DisputedBills.sent("cm-dis", "GBP", "60.00", "40.00");
        var opened = browser.submit("bills/" + bill + "/do/disputeBill?bill.id=" + bill, "reason", "priceError");
        assertThat(opened.status()).as(opened.text()).isEqualTo(303);
        var id = first("dispute?bill.id=" + bill).path("id").textValue();
        assertThat(browser.page("disputes?state=opened&account=cm-dis")).contains("/console/disputes/" + id, "£120.00");

        assertThat(done(browser.submit("disputes/" + id + "/do/reviewDispute", "reason", "asked the shop")))
                .contains("under review", "asked the shop", "/do/grantDispute?grantedAmount.unit=GBP")
                .doesNotContain("/do/reviewDispute");
        var tooMuch = browser.submit(
                "disputes/" + id + "/do/grantDispute", "grantedAmount.value", "500", "grantedAmount.unit", "GBP");
        assertThat(tooMuch.status()).isEqualTo(422);
        var granted = done(browser.submit(
                "disputes/" + id + "/do/grantDispute", "grantedAmount.value", "12.00", "grantedAmount.unit", "GBP"));
        var note = first("creditNote?correctedBill.id=" + bill).path("id").textValue();
        assertThat(granted)
                .contains("partly granted", "£12.00", "/console/bills/" + note)
                .doesNotContain("/do/");
        assertThat(browser.page("creditNotes?account=cm-dis"))
                .contains("/console/bills/" + note, "/console/bills/" + bill, "-£12.00");
        assertThat(browser.page("disputeStatistics"))
                .contains(
                        "/console/disputes?state=partlyGranted&amp;reason=priceError&amp;query=disputedAmount.unit%3DGBP");
        assertThat(browser.page("disputes?state=partlyGranted&reason=priceError&query=disputedAmount.unit%3DGBP"))
                .contains(id);
        assertThat(browser.submit("disputes/" + id + "/do/denyDispute", "reason", "late")
                        .status())
                .isEqualTo(422);
    }

    @Test
    void the_lines_of_a_dispute_are_chosen_from_those_of_the_bill() throws InterruptedException {
        var bill = DisputedBills.sent("cm-lines", "GBP", "60.00", "40.00");
        var path = "bills/" + bill + "/do/disputeBill?disputedAmount.unit=GBP&bill.id=" + bill;
        var number =
                Api.get(Api.v4() + "customerBill/" + bill).json().path("billNo").textValue();

        assertThat(browser.page(path))
                .contains(
                        "<span class=\"id\">" + number + "</span>",
                        "name=\"rate\" value=\"cm-lines-0\"",
                        "£72.00",
                        "name=\"rate\" value=\"cm-lines-1\"",
                        "£48.00",
                        "£120.00")
                .doesNotContain(" checked>");
        var refused = browser.submit(path, "reason", "priceError", "rate", "cm-lines-1", "disputedAmount.value", "50");
        assertThat(refused.status()).isEqualTo(422);
        assertThat(refused.text())
                .containsPattern("value=\"cm-lines-1\" id=\"f-rate-1\" checked")
                .doesNotContainPattern("value=\"cm-lines-0\"[^>]* checked");

        assertThat(browser.submit(path, "reason", "priceError", "rate", "cm-lines-1")
                        .status())
                .isEqualTo(303);
        var dispute = first("dispute?bill.id=" + bill);
        assertThat(dispute.at("/rate/0/id").textValue()).isEqualTo("cm-lines-1");
        assertThat(dispute.path("rate")).hasSize(1);
        assertThat(dispute.at("/disputedAmount/value").decimalValue()).isEqualByComparingTo("48.00");
    }

    /** A payment at half past two in the night in UTC is one of the evening before in Puerto Rico, where the account is. */
    @Test
    void the_days_of_a_ledger_are_those_of_the_account() {
        Documents.load(Documents.account("cm-zone", "USD"));
        var paid = Api.withBody(
                "POST",
                operations("payment"),
                "{\"account\":{\"id\":\"cm-zone\"},\"amount\":{\"unit\":\"USD\",\"value\":1},"
                        + "\"correlatorId\":\"cm-zone-1\",\"paymentDate\":\"2026-03-09T02:30:00Z\"}",
                "Content-Type",
                "application/json");
        assertThat(paid.status()).as(paid.text()).isEqualTo(201);

        assertThat(browser.page("accounts/cm-zone/ledger"))
                .contains("Mar 8, 2026")
                .doesNotContain("Mar 9, 2026");
    }

    @Test
    void the_payment_that_was_taken_last_is_listed_first() {
        Documents.load(Documents.account("cm-order", "USD"));
        for (var name : List.of("one", "two", "three")) {
            assertThat(pay("cm-order", "1.00", "cm-order-" + name, "name", name).status())
                    .isEqualTo(303);
        }
        assertThat(browser.page("payments?account=cm-order")).containsSubsequence(">three<", ">two<", ">one<");
    }

    @Test
    void what_is_overdue_is_listed_until_its_account_is_held() {
        Documents.load(Documents.account("cm-col", "USD"), Bills.sent("cm-col-a", "cm-col", "10.00", 10));
        var day = first("overdueBill?billingAccount.id=cm-col")
                .path("daysOverdue")
                .asInt();
        assertThat(browser.page("collection?account=cm-col"))
                .contains("/console/bills/cm-col-a", "/console/accounts/cm-col", ">" + day + "<", "$10.00");
        assertThat(browser.page("collection?account=cm-col&least=10.01")).contains("Nothing is here.");

        done(browser.submit("accounts/cm-col/do/holdCollection", "reason", "pays in parts"));
        assertThat(browser.page("collection?account=cm-col")).contains("Nothing is here.");
        assertThat(browser.page("collectionHolds")).contains("/console/accounts/cm-col", "pays in parts");
        assertThat(browser.page("accounts/cm-col")).contains("/do/releaseCollection");

        done(browser.submit("accounts/cm-col/do/releaseCollection"));
        assertThat(browser.page("collectionHolds")).doesNotContain("/console/accounts/cm-col");
        assertThat(browser.page("collection?account=cm-col")).contains("cm-col-a");
    }
}
