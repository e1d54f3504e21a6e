package org.billwright.payment;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import org.billwright.api.Api;
import org.billwright.api.Documents;
import org.billwright.api.Store;
import org.billwright.api.StoreResource;
import org.billwright.ledger.Bills;
import org.billwright.ledger.Books;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Payments, refunds and balances over HTTP. The amounts are worked out by hand. */
@QuarkusTest
@QuarkusTestResource(StoreResource.class)
@Tag("server")
class PaymentTest {
    @AfterEach
    void the_books_are_right() {
        Books.areRight(Store.asOwner(), "pay-");
    }

    private static Api.Response post(String path, String body) {
        return Api.post(Api.server() + "/operations/v1/" + path, body);
    }

    private static JsonNode get(String path) {
        var response = Api.get(Api.server() + "/operations/v1/" + path);
        assertThat(response.status()).as(response.text()).isEqualTo(200);
        return response.json();
    }

    private static JsonNode pay(String account, String amount, String... more) {
        var response = post(
                "payment",
                "{\"account\":{\"id\":\"" + account + "\"},\"amount\":{\"unit\":\"USD\",\"value\":" + amount + "}"
                        + String.join("", more) + "}");
        assertThat(response.status()).as(response.text()).isEqualTo(201);
        return response.json();
    }

    private static String item(String bill, String amount) {
        return "{\"item\":{\"id\":\"" + bill + "\"},\"amount\":{\"unit\":\"USD\",\"value\":" + amount + "}}";
    }

    private static String value(JsonNode document, String... path) {
        var here = document;
        for (var step : path) {
            here = here.path(step);
        }
        return here.path("value").decimalValue().toPlainString();
    }

    private static String bill(String id) {
        var bill = Api.get("customerBill/" + id).json();
        var paid = new StringBuilder();
        bill.path("appliedPayment").forEach(entry -> paid.append(' ').append(value(entry, "appliedAmount")));
        return bill.path("state").textValue() + " " + value(bill, "remainingAmount") + paid;
    }

    private static String balance(String account) {
        return value(
                get("billingAccount/" + account + "/balance")
                        .path("accountBalance")
                        .get(0),
                "amount");
    }

    @Test
    void a_payment_is_allocated_to_what_is_due_first_and_the_rest_is_credit() {
        Documents.load(
                Documents.account("pay-1", "USD"),
                Bills.sent("pay-1-b", "pay-1", "20.00", 20),
                Bills.sent("pay-1-a", "pay-1", "10.00", 10));

        var first = pay("pay-1", "14.50");

        assertThat(first.path("status").textValue()).isEqualTo("done");
        assertThat(value(first, "unappliedAmount")).isEqualTo("0.00");
        assertThat(first.path("appliedTo").findValuesAsText("id")).containsExactly("pay-1-a", "pay-1-b");
        assertThat(bill("pay-1-a")).isEqualTo("settled 0.00 10.00");
        assertThat(bill("pay-1-b")).isEqualTo("partiallyPaid 15.50 4.50");
        assertThat(balance("pay-1")).isEqualTo("15.50");

        var second = pay("pay-1", "20.00");
        assertThat(value(second, "unappliedAmount")).isEqualTo("4.50");
        assertThat(bill("pay-1-b")).isEqualTo("settled 0.00 4.50 15.50");
        assertThat(balance("pay-1")).isEqualTo("-4.50");

        assertThat(get("payment?account.id=pay-1")).hasSize(2);
        assertThat(get("payment/" + first.path("id").textValue())).isEqualTo(first);
        assertThat(get("billingAccount/pay-1/ledger")).hasSize(4);
    }

    @Test
    void one_payment_for_three_bills_gives_each_what_it_names() {
        Documents.load(
                Documents.account("pay-3", "USD"),
                Documents.account("pay-3-child", "USD"),
                Bills.sent("pay-3-a", "pay-3", "10.00", 10),
                Bills.sent("pay-3-b", "pay-3", "20.00", 11),
                Bills.sent("pay-3-c", "pay-3-child", "30.00", 12));

        pay("pay-3", "45.00", ",\"paymentItem\":[" + item("pay-3-c", "30.00") + "," + item("pay-3-b", "12.00") + "]");

        assertThat(bill("pay-3-c")).isEqualTo("settled 0.00 30.00");
        assertThat(bill("pay-3-b")).isEqualTo("partiallyPaid 8.00 12.00");
        assertThat(bill("pay-3-a")).as("the rest, to what is due first").isEqualTo("partiallyPaid 7.00 3.00");
        assertThat(balance("pay-3-child")).isEqualTo("0.00");
        assertThat(balance("pay-3")).isEqualTo("15.00");
    }

    @Test
    void a_chargeback_after_settlement_opens_the_bill_again() {
        Documents.load(Documents.account("pay-4", "USD"), Bills.sent("pay-4-a", "pay-4", "50.00", 10));
        pay("pay-4", "20.00");
        var id = pay("pay-4", "30.00").path("id").textValue();
        assertThat(bill("pay-4-a")).isEqualTo("settled 0.00 20.00 30.00");

        assertThat(post("payment/" + id + "/chargeback", "{}").status()).isEqualTo(400);
        var back = post("payment/" + id + "/chargeback", "{\"reason\":\"insufficient funds\"}");
        assertThat(back.status()).as(back.text()).isEqualTo(200);
        assertThat(back.json().path("status").textValue()).isEqualTo("chargedBack");
        assertThat(bill("pay-4-a")).isEqualTo("partiallyPaid 30.00 20.00");
        assertThat(balance("pay-4")).isEqualTo("30.00");

        var again = post("payment/" + id + "/reversal", "{\"reason\":\"x\"}");
        assertThat(again.status()).isEqualTo(409);
        assertThat(again.text()).contains("charged back before");
        var entries = get("billingAccount/pay-4/ledger");
        assertThat(entries.get(3).path("counters")).isEqualTo(entries.get(2).path("id"));
        assertThat(entries.get(3).path("reason").textValue()).isEqualTo("insufficient funds");
        assertThat(value(entries.get(3), "balance")).isEqualTo("30.00");
    }

    @Test
    void a_retry_is_the_same_payment_and_another_content_is_refused() {
        Documents.load(Documents.account("pay-5", "USD"), Bills.sent("pay-5-a", "pay-5", "50.00", 10));
        var first = pay("pay-5", "5.00", ",\"correlatorId\":\"pay-5-once\"");

        assertThat(pay("pay-5", "5.00", ",\"correlatorId\":\"pay-5-once\"")).isEqualTo(first);
        var other = post(
                "payment",
                "{\"correlatorId\":\"pay-5-once\",\"account\":{\"id\":\"pay-5\"},\"amount\":{\"unit\":\"USD\",\"value\":6}}");
        assertThat(other.status()).isEqualTo(409);
        assertThat(bill("pay-5-a")).isEqualTo("partiallyPaid 45.00 5.00");
    }

    @Test
    void what_is_no_money_of_the_account_is_refused_with_the_reason() {
        Documents.load(Documents.account("pay-6", "USD"));
        var body = "{\"account\":{\"id\":\"pay-6\"},\"amount\":{\"unit\":\"%s\",\"value\":%s}%s}";
        assertThat(post("payment", body.formatted("EUR", "1.00", "")).text()).contains("must be USD");
        assertThat(post("payment", body.formatted("USD", "1.001", "")).text()).contains("USD has 2 decimals");
        assertThat(post("payment", body.formatted("USD", "0", "")).text()).contains("more than 0");
        assertThat(post("payment", body.formatted("USD", "1", ",\"surcharge\":1"))
                        .text())
                .contains("surcharge");
        assertThat(post("payment", body.formatted("USD", "1", ",\"paymentItem\":[" + item("x", "2.00") + "]"))
                        .text())
                .contains("more than the payment");
        assertThat(get("payment?account.id=pay-6")).isEmpty();
    }

    @Test
    void a_payment_of_an_unknown_account_is_in_suspense_until_it_is_assigned() {
        var payment = pay("pay-7", "12.00");
        assertThat(payment.path("status").textValue()).isEqualTo("suspense");
        assertThat(payment.path("statusReason").textValue()).isEqualTo("there is no billing account 'pay-7'");
        assertThat(payment.has("account")).isFalse();

        Documents.load(Documents.account("pay-7-late", "USD"), Bills.sent("pay-7-a", "pay-7-late", "10.00", 10));
        var path = "payment/" + payment.path("id").textValue() + "/assignment";
        assertThat(post(path, "{\"account\":{\"id\":\"pay-7\"}}").status()).isEqualTo(400);
        var assigned = post(path, "{\"account\":{\"id\":\"pay-7-late\"}}");
        assertThat(assigned.status()).as(assigned.text()).isEqualTo(200);
        assertThat(assigned.json().path("status").textValue()).isEqualTo("done");
        assertThat(bill("pay-7-a")).isEqualTo("settled 0.00 10.00");
        assertThat(balance("pay-7-late")).isEqualTo("-2.00");
        assertThat(post(path, "{\"account\":{\"id\":\"pay-7-late\"}}").status()).isEqualTo(409);
    }

    @Test
    void open_credit_is_refunded_and_no_more() {
        Documents.load(Documents.account("pay-8", "USD"), Bills.sent("pay-8-a", "pay-8", "10.00", 10));
        var payment = pay("pay-8", "17.00").path("id").textValue();
        var body =
                "{\"account\":{\"id\":\"pay-8\"},\"reason\":\"moved away\",\"correlatorId\":\"%s\",\"amount\":{\"unit\":\"USD\",\"value\":%s}}";

        var tooMuch = post("refund", body.formatted("pay-8-1", "7.01"));
        assertThat(tooMuch.status()).isEqualTo(409);
        assertThat(tooMuch.text()).contains("USD 7.00");
        var refund = post("refund", body.formatted("pay-8-2", "4.00"));
        assertThat(refund.status()).as(refund.text()).isEqualTo(201);
        assertThat(post("refund", body.formatted("pay-8-2", "4.00")).json()).isEqualTo(refund.json());
        assertThat(post("refund", body.formatted("pay-8-2", "3.00")).status()).isEqualTo(409);
        assertThat(balance("pay-8")).isEqualTo("-3.00");
        assertThat(value(get("payment/" + payment), "unappliedAmount")).isEqualTo("3.00");
        assertThat(get("refund?account.id=pay-8")).hasSize(1);

        var back = post("payment/" + payment + "/reversal", "{\"reason\":\"x\"}");
        assertThat(back.status()).isEqualTo(409);
        assertThat(back.text()).contains("4.00 of the payment was refunded", "USD 13.00 at most");
    }

    private static Api.Response reverse(String payment, String kind, String amount) {
        return post(
                "payment/" + payment + "/" + kind,
                "{\"reason\":\"x\",\"amount\":{\"unit\":\"USD\",\"value\":" + amount + "}}");
    }

    private static String refund(String account, String amount) {
        return post(
                        "refund",
                        "{\"account\":{\"id\":\"" + account
                                + "\"},\"reason\":\"x\",\"amount\":{\"unit\":\"USD\",\"value\":" + amount + "}}")
                .text();
    }

    @Test
    void after_a_refund_the_rest_is_reversed_the_open_credit_first() {
        Documents.load(Documents.account("pay-13", "USD"), Bills.sent("pay-13-a", "pay-13", "10.00", 10));
        var payment = pay("pay-13", "17.00").path("id").textValue();
        refund("pay-13", "4.00");

        assertThat(reverse(payment, "chargeback", "13.01").text()).contains("USD 13.00 of the payment can be reversed");
        var part = reverse(payment, "chargeback", "5.00");
        assertThat(part.status()).as(part.text()).isEqualTo(200);
        assertThat(part.json().path("status").textValue()).isEqualTo("done");
        assertThat(value(part.json(), "returnedAmount")).as("4.00 and 5.00").isEqualTo("9.00");
        assertThat(bill("pay-13-a")).as("3.00 of the 5.00 were open credit").isEqualTo("partiallyPaid 2.00 8.00");
        assertThat(balance("pay-13")).as("10 - 17 + 4 + 5").isEqualTo("2.00");

        var rest = reverse(payment, "chargeback", "8.00");
        assertThat(rest.json().path("status").textValue()).isEqualTo("chargedBack");
        assertThat(bill("pay-13-a")).isEqualTo("sent 10.00");
        assertThat(balance("pay-13")).isEqualTo("10.00");
        assertThat(reverse(payment, "reversal", "1.00").text()).contains("charged back before");
    }

    @Test
    void after_a_part_is_reversed_the_open_rest_is_refunded_and_no_more() {
        Documents.load(Documents.account("pay-14", "USD"), Bills.sent("pay-14-a", "pay-14", "10.00", 10));
        var payment = pay("pay-14", "17.00").path("id").textValue();
        assertThat(reverse(payment, "reversal", "2.00").status()).isEqualTo(200);
        assertThat(refund("pay-14", "5.01")).contains("USD 5.00");
        assertThat(refund("pay-14", "5.00")).contains("\"done\"");
        assertThat(bill("pay-14-a")).isEqualTo("settled 0.00 10.00");
        assertThat(balance("pay-14")).as("10 - 17 + 2 + 5").isEqualTo("0.00");
        assertThat(refund("pay-14", "0.01")).contains("USD 0.00");
        assertThat(reverse(payment, "reversal", "10.00").json().path("status").textValue())
                .isEqualTo("reversed");
        assertThat(bill("pay-14-a")).isEqualTo("sent 10.00");
    }

    @Test
    void a_refunded_payment_has_nothing_to_reverse() {
        Documents.load(Documents.account("pay-15", "USD"));
        var payment = pay("pay-15", "5.00").path("id").textValue();
        refund("pay-15", "5.00");
        assertThat(reverse(payment, "chargeback", "5.00").text()).contains("all of the payment was refunded");
        assertThat(balance("pay-15")).isEqualTo("0.00");
    }

    /** A bill on demand of what is unbilled. */
    private static String billed(String account) {
        var id = Api.post("customerBillOnDemand", "{\"billingAccount\":{\"id\":\"" + account + "\"}}")
                .json()
                .path("id")
                .textValue();
        for (int i = 0; i < 400; i++) {
            var request = Api.get("customerBillOnDemand/" + id).json();
            if (request.path("state").textValue().equals("done")) {
                return request.path("customerBill").path("id").textValue();
            }
            LockSupport.parkNanos(50_000_000);
        }
        throw new AssertionError("no bill of " + account);
    }

    @Test
    void the_reversal_of_an_assigned_payment_opens_the_later_bill_that_used_its_credit() {
        var payment = pay("pay-16-unknown", "30.00").path("id").textValue();
        Documents.load(Documents.account("pay-16", "USD"), Bills.sent("pay-16-a", "pay-16", "10.00", 10));
        post("payment/" + payment + "/assignment", "{\"account\":{\"id\":\"pay-16\"}}");
        Documents.load(Documents.rate("pay-16-r", "pay-16", "USD", "12.00"));
        var later = billed("pay-16");
        assertThat(bill(later)).as("12.00 and 11.5 %").isEqualTo("new 0.00 13.38");
        assertThat(balance("pay-16")).as("10.00 + 13.38 - 30.00").isEqualTo("-6.62");
        refund("pay-16", "6.62");

        assertThat(reverse(payment, "chargeback", "23.38").status()).isEqualTo(200);
        assertThat(bill(later)).isEqualTo("new 13.38");
        assertThat(bill("pay-16-a")).isEqualTo("sent 10.00");
        assertThat(balance("pay-16")).isEqualTo("23.38");
    }

    @Test
    void one_payment_settles_any_number_of_bills() {
        var bills = IntStream.range(0, 60)
                .mapToObj(i -> Bills.sent("pay-12-" + (100 + i), "pay-12", "1.50", 1 + i / 3))
                .toList();
        Documents.load(Documents.account("pay-12", "USD"));
        Documents.load(bills.toArray(String[]::new));

        assertThat(value(pay("pay-12", "22.00"), "unappliedAmount"))
                .as("14 bills and 1.00 of the next")
                .isEqualTo("0.00");
        assertThat(bill("pay-12-113")).isEqualTo("settled 0.00 1.50");
        assertThat(bill("pay-12-114")).isEqualTo("partiallyPaid 0.50 1.00");
        assertThat(value(pay("pay-12", "70.00"), "unappliedAmount"))
                .as("90.00 in all")
                .isEqualTo("2.00");
        assertThat(bill("pay-12-159")).isEqualTo("settled 0.00 1.50");
        assertThat(balance("pay-12")).isEqualTo("-2.00");
    }

    @Test
    void fifty_payments_at_once_on_one_account_are_exact() {
        Documents.load(
                Documents.account("pay-9", "USD"),
                Bills.sent("pay-9-a", "pay-9", "17.00", 10),
                Bills.sent("pay-9-b", "pay-9", "17.00", 11));

        var all = IntStream.range(0, 50)
                .mapToObj(i -> CompletableFuture.supplyAsync(() -> pay("pay-9", "0.70")))
                .toList();
        all.forEach(CompletableFuture::join);

        assertThat(bill("pay-9-a")).startsWith("settled 0.00");
        assertThat(bill("pay-9-b")).startsWith("settled 0.00");
        assertThat(balance("pay-9")).as("34.00 less 50 times 0.70").isEqualTo("-1.00");
    }

    @Test
    void retries_at_once_are_one_payment() {
        Documents.load(Documents.account("pay-11", "USD"), Bills.sent("pay-11-a", "pay-11", "17.00", 10));
        // without the account, so that the server does not queue them
        var body = ",\"correlatorId\":\"pay-11-once\",\"paymentItem\":[" + item("pay-11-a", "3.00") + "]";
        var all = IntStream.range(0, 8)
                .mapToObj(i -> CompletableFuture.supplyAsync(
                        () -> post("payment", "{\"amount\":{\"unit\":\"USD\",\"value\":3.00}" + body + "}")))
                .toList();
        assertThat(all.stream()
                        .map(CompletableFuture::join)
                        .map(Api.Response::text)
                        .distinct())
                .hasSize(1);
        assertThat(bill("pay-11-a")).isEqualTo("partiallyPaid 14.00 3.00");
    }

    @Test
    void the_balance_has_what_is_overdue_by_age() {
        Documents.load(
                Documents.account("pay-10", "USD"),
                Bills.sent("pay-10-a", "pay-10", "10.00", 30),
                Bills.sent("pay-10-b", "pay-10", "20.00", 17),
                Bills.sent("pay-10-c", "pay-10", "5.00", 2),
                Bills.sent("pay-10-d", "pay-10", "1.00", 2).replace("2026-06-02", "2026-02-02"));
        var balance = get("billingAccount/pay-10/balance");
        var sums = balance.path("accountBalance").get(0);
        // today is 17 June in Puerto Rico; a bill is due at the end of the day before, in UTC in the night after it
        assertThat(value(sums, "amount")).isEqualTo("36.00");
        assertThat(value(sums, "ageing", "current")).isEqualTo("10.00");
        assertThat(value(sums, "ageing", "days1To30")).isEqualTo("25.00");
        assertThat(value(sums, "ageing", "daysOver120")).isEqualTo("1.00");
        assertThat(balance.path("openItem")
                        .get(0)
                        .path("customerBill")
                        .path("id")
                        .textValue())
                .isEqualTo("pay-10-d");
    }

    @Test
    void a_page_of_payments_has_what_each_is_allocated_to_in_its_order() {
        Documents.load(
                Documents.account("pay-20", "USD"),
                Bills.sent("pay-20-a", "pay-20", "10.00", 10),
                Bills.sent("pay-20-b", "pay-20", "20.00", 11));
        pay("pay-20", "12.00", ",\"paymentDate\":\"2026-06-02T00:00:00Z\"");
        pay("pay-20", "7.00", ",\"paymentDate\":\"2026-06-03T00:00:00Z\"");
        pay("pay-20", "1.00", ",\"paymentDate\":\"2026-06-01T00:00:00Z\"");
        for (var query :
                new String[] {"&sort=-paymentDate", "&sort=-paymentDate&limit=3", "&sort=-paymentDate&id.gt=0"}) {
            var page = get("payment?account.id=pay-20" + query);
            assertThat(page.get(0).path("paymentDate").textValue()).startsWith("2026-06-03");
            assertThat(page.get(0).path("appliedTo")).hasSize(1);
            assertThat(page.get(1).path("appliedTo").toString()).contains("pay-20-a", "pay-20-b");
            assertThat(page.get(1))
                    .isEqualTo(get("payment/" + page.get(1).path("id").textValue()));
        }
    }

    private static void assertUnknown(String path, String body, String member) {
        var refused = post(path, body.replace('\'', '"'));
        assertThat(refused.status()).as(refused.text()).isEqualTo(400);
        assertThat(refused.text()).contains(member, "is not read here");
    }

    /** A member that is not read could mean something else than what is done. */
    @Test
    void a_member_inside_a_body_that_is_not_read_is_refused_with_its_path() {
        var amount = ",'amount':{'unit':'USD','value':1.00}";
        assertUnknown("payment", "{'account':{'id':'pay-21','iban':'x'}" + amount + "}", "account.iban");
        assertUnknown(
                "payment",
                "{'account':{'id':'pay-21'},'amount':{'unit':'USD','value':1.00,'cents':5}}",
                "amount.cents");
        assertUnknown(
                "payment",
                "{'account':{'id':'pay-21'}" + amount
                        + ",'paymentItem':[{'item':{'id':'x'}},{'item':{'id':'y','no':1}}]}",
                "paymentItem[1].item.no");
        assertUnknown("refund", "{'account':{'id':'pay-21','x':1},'reason':'r'" + amount + "}", "account.x");
        assertUnknown("creditNote", "{'bill':{'id':'x','no':1},'reason':'goodwill'}", "bill.no");
        assertUnknown(
                "creditNote",
                "{'bill':{'id':'x'},'reason':'goodwill','rate':[{'id':'y','taxExcludedAmount':{'unit':'USD','value':1,'x':1}}]}",
                "rate[0].taxExcludedAmount.x");
        assertUnknown(
                "dispute",
                "{'bill':{'id':'x'},'reason':'priceError','disputedAmount':{'unit':'USD','value':1,'x':1}}",
                "disputedAmount.x");
        assertUnknown("rebill", "{'bill':{'id':'x','x':1},'reason':'priceError'}", "bill.x");
        assertUnknown("payment/x/reversal", "{'reason':'r','amount':{'unit':'USD','value':1,'x':1}}", "amount.x");
        assertUnknown("payment/x/assignment", "{'account':{'id':'x','x':1}}", "account.x");
        assertThat(get("payment?account.id=pay-21")).isEmpty();

        Documents.load(Documents.account("pay-21", "USD"));
        var extended = pay(
                "pay-21",
                "1.00",
                ",'payer':{'id':'P','name':'Ana','role':'payer','@type':'Person','@baseType':'Party','@schemaLocation':'https://x/y','born':1990},'paymentMethod':{'@type':'bankTransfer','iban':'x'},'@type':'Payment'"
                        .replace('\'', '"'));
        assertThat(extended.at("/paymentMethod/iban").textValue()).isEqualTo("x");
    }
}
