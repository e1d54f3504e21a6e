package org.billwright.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Credit notes over HTTP, on bills that were produced and on imported ones. Amounts are worked out by hand. */
@QuarkusTest
@QuarkusTestResource(StoreResource.class)
@Tag("server")
class CreditNoteTest {
    private static final String NOTES = Api.server() + "/operations/v1/creditNote";

    private static String quoted(String text) {
        return text.replace('\'', '"');
    }

    /** 68.33, 68.33, 57.50 and 85.00 at 20 %: 279.16, tax 55.83, 334.99. The first line has the tax 13.67, the second 13.66. */
    private static String bill(String account) throws InterruptedException {
        var documents = new ArrayList<String>();
        documents.add(Documents.account(account, "GBP"));
        var amounts = List.of("68.33", "68.33", "57.50", "85.00");
        IntStream.range(0, 4)
                .forEach(i -> documents.add(quoted("{'@type':'AppliedCustomerBillingRate','id':'" + account + "-" + i
                        + "','date':'2026-02-10T00:00:00Z','billingAccount':{'id':'" + account
                        + "'},'taxExcludedAmount':{'unit':'GBP','value':" + amounts.get(i)
                        + "},'characteristic':[{'name':'Quantity','value':'3'}],"
                        + "'appliedTax':[{'taxCategory':'UK','taxRate':20}]}")));
        Documents.load(documents.toArray(String[]::new));
        var request = OnDemandTest.finished(OnDemandTest.askFor(account));
        assertThat(request.path("state").textValue()).as(request.toString()).isEqualTo("done");
        return request.at("/customerBill/id").textValue();
    }

    private static Api.Response ask(String billId, String members) {
        return Api.withBody(
                "POST",
                NOTES,
                quoted("{'bill':{'id':'" + billId + "'},'reason':'billingError'" + members + "}"),
                "Content-Type",
                "application/json");
    }

    private static JsonNode note(String billId, String members) {
        var made = ask(billId, members);
        assertThat(made.status()).as(made.text()).isEqualTo(201);
        assertThat(Api.get(made.header("Location")).json()).isEqualTo(made.json());
        return made.json();
    }

    private static String part(String rate, String net) {
        return "{'id':'" + rate + "','taxExcludedAmount':{'unit':'GBP','value':" + net + "}}";
    }

    private static BigDecimal amount(JsonNode document, String name) {
        return document.path(name).path("value").decimalValue();
    }

    private static void assertAmounts(JsonNode note, String net, String tax, String total) {
        assertThat(amount(note, "taxExcludedAmount")).isEqualByComparingTo(net);
        assertThat(amount(note, "taxIncludedAmount")).isEqualByComparingTo(total);
        assertThat(note.path("taxItem")).hasSize(1);
        assertThat(amount(note.at("/taxItem/0"), "taxAmount")).isEqualByComparingTo(tax);
        assertThat(new BigDecimal(net).add(new BigDecimal(tax))).isEqualByComparingTo(total);
        var lines = Api.get(
                        "appliedCustomerBillingRate?bill.id=" + note.path("id").textValue())
                .json();
        assertThat(lines.valueStream()
                        .map(line -> amount(line, "taxIncludedAmount"))
                        .reduce(BigDecimal::add))
                .hasValueSatisfying(sum -> assertThat(sum).isEqualByComparingTo(total));
    }

    private static void assertRefused(Api.Response answer, int status, String... reasons) {
        assertThat(answer.status()).as(answer.text()).isEqualTo(status);
        assertThat(answer.text()).contains(reasons);
    }

    @Test
    void four_credit_notes_add_up_to_the_bill() throws InterruptedException {
        var bill = bill("cn-four");
        assertAmounts(note(bill, ",'rate':[" + part("cn-four-0", "30.00") + "]"), "-30.00", "-6.00", "-36.00");
        assertAmounts(
                note(bill, ",'rate':[" + part("cn-four-0", "30.00") + "," + part("cn-four-1", "0.01") + "]"),
                "-30.01",
                "-6.00",
                "-36.01");
        assertAmounts(note(bill, ",'rate':[{'id':'cn-four-0'},{'id':'cn-four-2'}]"), "-65.83", "-13.17", "-79.00");
        assertRefused(ask(bill, ",'rate':[{'id':'cn-four-2'}]"), 409, "all of rate 'cn-four-2' was given back");
        assertRefused(
                ask(bill, ",'rate':[" + part("cn-four-3", "85.01") + "]"),
                409,
                "85.00 without taxes can be given back");
        // 36.00 + 36.01 + 79.00 + 183.98 = 334.99
        assertAmounts(note(bill, ""), "-153.32", "-30.66", "-183.98");
        assertRefused(ask(bill, ""), 409, "all of bill '" + bill + "' was given back");
        var notes = Api.get(NOTES + "?correctedBill.id=" + bill);
        assertThat(notes.json()).hasSize(4);
        assertThat(notes.header("X-Total-Count")).isEqualTo("4");
    }

    @Test
    void a_credit_note_and_its_bill_refer_to_each_other_in_both_versions() throws InterruptedException {
        var bill = bill("cn-chain");
        var made = note(bill, ",'description':'Line 2 was not ordered','rate':[{'id':'cn-chain-2'}]");
        var id = made.path("id").textValue();
        assertThat(made.path("billNo").textValue()).matches("CN-[0-9]{10}");
        for (var version : List.of("v4", "v5")) {
            var base = Api.server() + "/tmf-api/customerBillManagement/" + version + "/";
            var asBill = Api.get(base + "customerBill/" + id).json();
            assertThat(asBill.path("category").textValue()).isEqualTo("creditNote");
            assertThat(asBill.path("creditReason").textValue()).isEqualTo("billingError");
            assertThat(asBill.path("description").textValue()).isEqualTo("Line 2 was not ordered");
            assertThat(amount(asBill, "amountDue")).isEqualByComparingTo("-69.00");
            assertThat(amount(asBill, "remainingAmount")).isZero();
            var corrected =
                    Api.get(asBill.at("/correctedBill/href").textValue()).json();
            assertThat(corrected.path("id").textValue()).isEqualTo(bill);
            assertThat(corrected.at("/creditNote/0/id").textValue()).isEqualTo(id);
            assertThat(Api.get(corrected.at("/creditNote/0/href").textValue()).json())
                    .isEqualTo(asBill);
            assertThat(amount(corrected, "taxIncludedAmount")).isEqualByComparingTo("334.99");
        }
        var line = Api.get("appliedCustomerBillingRate?bill.id=" + id).json().get(0);
        assertThat(line.path("characteristic").toString())
                .contains("\"CreditedRate\"", "\"cn-chain-2\"")
                .doesNotContain("Quantity");
    }

    @Test
    void a_credit_note_pays_its_bill_and_the_rest_is_credit_for_the_next_one() throws InterruptedException {
        var bill = bill("cn-paid");
        note(bill, ",'rate':[{'id':'cn-paid-2'}]");
        // 334.99 - 69.00
        assertThat(amount(Api.get("customerBill/" + bill).json(), "remainingAmount"))
                .isEqualByComparingTo("265.99");
        var payment = Api.withBody(
                "POST",
                Api.server() + "/operations/v1/payment",
                quoted("{'account':{'id':'cn-paid'},'amount':{'unit':'GBP','value':200.00}}"));
        assertThat(payment.status()).as(payment.text()).isEqualTo(201);
        // 85.00 + 17.00 is 102.00; 65.99 of it were not paid, 36.01 are credit
        note(bill, ",'rate':[{'id':'cn-paid-3'}]");
        var paid = Api.get("customerBill/" + bill).json();
        assertThat(amount(paid, "remainingAmount")).isZero();
        assertThat(paid.path("appliedPayment")).hasSize(3);
        var balance = Api.get(Api.server() + "/operations/v1/billingAccount/cn-paid/balance")
                .text();
        assertThat(balance).contains("-36.01");
        Documents.load(Documents.rate("cn-paid-later", "cn-paid", "GBP", "100.00"));
        var next = OnDemandTest.finished(OnDemandTest.askFor("cn-paid"));
        // 111.50 - 36.01
        assertThat(amount(Api.get(next.at("/customerBill/href").textValue()).json(), "remainingAmount"))
                .isEqualByComparingTo("75.49");
    }

    /** The bill of 334.99 is paid, and another of 111.50 is open: the 69.00 that are given back pay a part of that one. */
    @Test
    void what_a_paid_bill_does_not_use_of_a_credit_note_pays_other_open_bills() throws InterruptedException {
        var bill = bill("cn-spare");
        var payment = Api.withBody(
                "POST",
                Api.server() + "/operations/v1/payment",
                quoted("{'account':{'id':'cn-spare'},'amount':{'unit':'GBP','value':334.99}}"));
        assertThat(payment.status()).as(payment.text()).isEqualTo(201);
        Documents.load(Documents.rate("cn-spare-later", "cn-spare", "GBP", "100.00"));
        var other = OnDemandTest.finished(OnDemandTest.askFor("cn-spare"))
                .at("/customerBill/href")
                .textValue();
        note(bill, ",'rate':[{'id':'cn-spare-2'}]");
        assertThat(amount(Api.get(other).json(), "remainingAmount")).isEqualByComparingTo("42.50");
    }

    @Test
    void a_repeated_request_is_the_same_credit_note() throws InterruptedException {
        var bill = bill("cn-twice");
        var first = ask(bill, ",'correlatorId':'c-1','rate':[{'id':'cn-twice-0'}]");
        var second = ask(bill, ",'correlatorId':'c-1','rate':[{'id':'cn-twice-0'}]");
        assertThat(List.of(first.status(), second.status())).containsExactly(201, 200);
        assertThat(second.json()).isEqualTo(first.json());
        assertThat(first.text()).doesNotContain("ingerprint");
        assertThat(Api.get("customerBill/" + first.json().path("id").textValue())
                        .text())
                .doesNotContain("ingerprint");
    }

    @Test
    void a_correlator_id_with_another_content_is_refused() throws InterruptedException {
        var bill = bill("cn-other");
        note(bill, ",'correlatorId':'c-1','rate':[{'id':'cn-other-0'}]");
        assertRefused(
                ask(bill, ",'correlatorId':'c-1','rate':[{'id':'cn-other-1'}]"),
                409,
                "used for this bill before, with another content");
        note(bill, ",'correlatorId':'c-2','rate':[{'id':'cn-other-1'}]");
    }

    /** 334.99 in four lines with 82.00, 81.99, 69.00 and 102.00. */
    @Test
    void an_amount_with_taxes_is_spread_over_the_lines() throws InterruptedException {
        var bill = bill("cn-gross");
        var total = ",'taxIncludedAmount':{'unit':'GBP','value':";
        // 82.00 / 151.00 of 30.20 is 16.40, which is 13.67 and 2.73; 69.00 / 151.00 is 13.80, which is 11.50 and 2.30
        assertAmounts(
                note(bill, total + "30.20},'rate':[{'id':'cn-gross-0'},{'id':'cn-gross-2'}]"),
                "-25.17",
                "-5.03",
                "-30.20");
        assertRefused(ask(bill, total + "304.80}"), 409, "304.79 with taxes can be given back");
        assertRefused(ask(bill, total + "1.00},'rate':[" + part("cn-gross-0", "1.00") + "]"), 400, "is spread over");
        assertRefused(ask(bill, total + "0}"), 400, "must be more than 0");
        assertRefused(ask(bill, ",'taxIncludedAmount':{'unit':'USD','value':1}"), 409, "is in GBP, not in USD");
        note(bill, total + "0.01}");
        // 279.16 and 55.83 in all
        assertThat(amount(note(bill, total + "304.78}"), "taxIncludedAmount")).isEqualByComparingTo("-304.78");
        assertRefused(ask(bill, ""), 409, "was given back");
    }

    @Test
    void ten_requests_at_once_give_back_no_more_than_the_bill() throws InterruptedException {
        var bill = bill("cn-ten");
        var answers = IntStream.range(0, 10)
                .mapToObj(i -> CompletableFuture.supplyAsync(() ->
                        ask(bill, ",'rate':[" + part("cn-ten-3", "20.00") + "]").status()))
                .toList()
                .stream()
                .map(CompletableFuture::join)
                .sorted()
                .toList();
        assertThat(answers).containsExactly(201, 201, 201, 201, 409, 409, 409, 409, 409, 409);
    }

    @Test
    void what_is_no_request_for_a_credit_note_is_refused() throws InterruptedException {
        var bill = bill("cn-bad");
        assertRefused(ask("no-such-bill", ""), 400, "is not the id of a bill");
        assertRefused(ask(bill, ",'rate':[]"), 400, "leave it out for the whole bill");
        assertRefused(ask(bill, ",'rate':[{'id':'cn-bad-0'},{'id':'cn-bad-0'}]"), 400, "rate[1].id");
        assertRefused(ask(bill, ",'rate':[{'id':'other'}]"), 409, "no line of rate 'other'");
        assertRefused(ask(bill, ",'rate':[" + part("cn-bad-0", "0.005") + "]"), 400, "rate[0].taxExcludedAmount");
        assertRefused(ask(bill, ",'rate':[" + part("cn-bad-0", "-1.00") + "]"), 409, "with this sign");
        assertRefused(ask(bill, ",'amount':3"), 400, "is no attribute of a credit note");
        var reason = Api.withBody(
                "POST", NOTES, quoted("{'bill':{'id':'" + bill + "'}}"), "Content-Type", "application/json");
        assertRefused(reason, 400, "must be one of billingError");
        var note = note(bill, "").path("id").textValue();
        assertRefused(ask(note, ""), 409, "is a credit note, which cannot be credited");
    }

    @Test
    void the_next_bill_begins_where_the_last_one_ended() throws InterruptedException {
        var first = Api.get("customerBill/" + bill("cn-next")).json();
        note(first.path("id").textValue(), "");
        Documents.load(Documents.rate("cn-next-later", "cn-next", "GBP", "10.00"));
        var next = OnDemandTest.finished(OnDemandTest.askFor("cn-next"));
        var bill = Api.get(next.at("/customerBill/href").textValue()).json();
        assertThat(bill.at("/billingPeriod/startDateTime")).isEqualTo(first.at("/billingPeriod/endDateTime"));
    }
}
