package org.billwright.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.math.BigDecimal;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.billwright.ledger.Books;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Disputes over HTTP, on bills of lines of 60.00 and 40.00 at 20 %: 72.00 and 48.00, 120.00 in all. */
@QuarkusTest
@QuarkusTestResource(StoreResource.class)
@Tag("server")
class DisputeTest {
    @AfterEach
    void the_books_are_right() {
        Books.areRight(Store.asOwner(), "dis-");
    }

    private static String bill(String account) throws InterruptedException {
        return DisputedBills.sent(account, "GBP", "60.00", "40.00");
    }

    private static Api.Response ask(String billId, String members) {
        return DisputedBills.post("dispute", "{'bill':{'id':'" + billId + "'},'reason':'priceError'" + members + "}");
    }

    private static String opened(String billId, String members) {
        var made = ask(billId, members);
        assertThat(made.status()).as(made.text()).isEqualTo(201);
        assertThat(Api.get(made.header("Location")).json()).isEqualTo(made.json());
        return made.json().path("id").textValue();
    }

    private static String reviewed(String billId, String members) {
        var id = opened(billId, members);
        assertThat(move(id, "review", "{}").path("state").textValue()).isEqualTo("underReview");
        return id;
    }

    private static JsonNode move(String id, String move, String body) {
        var moved = DisputedBills.post("dispute/" + id + "/" + move, body);
        assertThat(moved.status()).as(moved.text()).isEqualTo(200);
        assertThat(DisputedBills.get("dispute/" + id)).isEqualTo(moved.json());
        return moved.json();
    }

    private static void assertRefused(Api.Response answer, int status, String... reasons) {
        assertThat(answer.status()).as(answer.text()).isEqualTo(status);
        assertThat(answer.text()).contains(reasons);
    }

    private static void pay(String account, String amount, String more) {
        var paid = DisputedBills.post(
                "payment",
                "{'account':{'id':'" + account + "'},'amount':{'unit':'GBP','value':" + amount + "}" + more + "}");
        assertThat(paid.status()).as(paid.text()).isEqualTo(201);
    }

    private static String amount(String value) {
        return "{'unit':'GBP','value':" + value + "}";
    }

    private static void assertBill(String id, String state, String remaining) {
        var bill = Api.get("customerBill/" + id).json();
        assertThat(bill.path("state").textValue()).isEqualTo(state);
        assertThat(value(bill, "remainingAmount")).isEqualByComparingTo(remaining);
    }

    private static void assertBalance(String account, String open, String disputed) {
        var balance =
                DisputedBills.get("billingAccount/" + account + "/balance").at("/accountBalance/0");
        assertThat(value(balance, "openAmount")).isEqualByComparingTo(open);
        assertThat(value(balance, "disputedAmount")).isEqualByComparingTo(disputed);
    }

    private static BigDecimal value(JsonNode document, String name) {
        return document.path(name).path("value").decimalValue();
    }

    @Test
    void a_part_of_what_is_disputed_is_granted_by_a_credit_note_with_its_taxes() throws InterruptedException {
        var bill = bill("dis-part");
        var id = reviewed(bill, ",'disputedAmount':" + amount("36.00"));
        assertBalance("dis-part", "120.00", "36.00");
        // 72.00 and 48.00 have 7.20 and 4.80 of 12.00, which are 6.00 and 1.20, 4.00 and 0.80
        var granted = move(id, "grant", "{'grantedAmount':" + amount("12.00") + ",'reason':'the price was 5.00'}");
        assertThat(granted.path("state").textValue()).isEqualTo("partlyGranted");
        assertThat(granted.path("stateReason").textValue()).isEqualTo("the price was 5.00");
        assertThat(value(granted, "grantedAmount")).isEqualByComparingTo("12.00");
        var note = Api.get("customerBill/" + granted.at("/creditNote/id").textValue())
                .json();
        assertThat(value(note, "taxExcludedAmount")).isEqualByComparingTo("-10.00");
        assertThat(value(note.at("/taxItem/0"), "taxAmount")).isEqualByComparingTo("-2.00");
        assertThat(note.path("creditReason").textValue()).isEqualTo("priceError");
        assertThat(note.at("/correctedBill/id").textValue()).isEqualTo(bill);
        assertBill(bill, "partiallyPaid", "108.00");
        assertBalance("dis-part", "108.00", "0");
    }

    @Test
    void the_undisputed_part_is_paid_and_the_bill_is_settled_once_the_rest_is_granted() throws InterruptedException {
        var bill = bill("dis-around");
        var id = reviewed(bill, ",'rate':[{'id':'dis-around-0'}]");
        assertThat(value(DisputedBills.get("dispute/" + id), "disputedAmount")).isEqualByComparingTo("72.00");
        pay("dis-around", "48.00", "");
        assertBill(bill, "partiallyPaid", "72.00");
        assertBalance("dis-around", "72.00", "72.00");
        assertThat(move(id, "grant", "{}").path("state").textValue()).isEqualTo("granted");
        assertBill(bill, "settled", "0");
        assertBalance("dis-around", "0", "0");
    }

    @Test
    void a_payment_is_allocated_to_disputed_parts_last_and_a_denied_one_is_due_again() throws InterruptedException {
        var first = bill("dis-last");
        var second = DisputedBills.next("dis-last", "GBP", "100.00");
        var id = reviewed(first, "");
        pay("dis-last", "120.00", "");
        assertBill(first, "sent", "120.00");
        assertBill(second, "settled", "0");
        assertBalance("dis-last", "120.00", "120.00");
        assertThat(move(id, "denial", "{'reason':'the price is that of the contract'}")
                        .path("state")
                        .textValue())
                .isEqualTo("denied");
        assertBalance("dis-last", "120.00", "0");
        pay("dis-last", "120.00", "");
        assertBill(first, "settled", "0");
    }

    @Test
    void a_paid_bill_can_be_disputed_and_what_is_granted_is_credit() throws InterruptedException {
        var bill = bill("dis-paid");
        pay("dis-paid", "120.00", "");
        var id = reviewed(bill, ",'rate':[{'id':'dis-paid-1','taxExcludedAmount':" + amount("10.00") + "}]");
        assertBalance("dis-paid", "0", "0");
        move(id, "grant", "{}");
        assertBill(bill, "settled", "0");
        var balance = DisputedBills.get("billingAccount/dis-paid/balance").at("/accountBalance/0");
        assertThat(value(balance, "creditAmount")).isEqualByComparingTo("12.00");
    }

    @Test
    void a_line_is_in_one_open_dispute_and_can_be_disputed_again_after_a_withdrawal() throws InterruptedException {
        var bill = bill("dis-line");
        var id = opened(bill, ",'rate':[{'id':'dis-line-1','taxExcludedAmount':" + amount("1.00") + "}]");
        assertRefused(
                ask(bill, ",'rate':[{'id':'dis-line-1','taxExcludedAmount':" + amount("2.00") + "}]"),
                409,
                "is in an open dispute already");
        assertThat(move(id, "withdrawal", "{}").path("state").textValue()).isEqualTo("withdrawn");
        assertRefused(
                DisputedBills.post("dispute/" + id + "/withdrawal", "{}"),
                409,
                "is withdrawn; it can become nothing else");
        opened(bill, ",'rate':[{'id':'dis-line-1'}]");
    }

    @Test
    void of_ten_disputes_of_one_line_at_once_one_is_opened() throws InterruptedException {
        var bill = bill("dis-ten");
        var answers = IntStream.range(0, 10)
                .mapToObj(i -> CompletableFuture.supplyAsync(
                        () -> ask(bill, ",'rate':[{'id':'dis-ten-0'}]").status()))
                .toList()
                .stream()
                .map(CompletableFuture::join)
                .sorted()
                .toList();
        assertThat(answers).containsExactly(201, 409, 409, 409, 409, 409, 409, 409, 409, 409);
    }

    @Test
    void of_ten_grants_at_once_one_makes_a_credit_note() throws InterruptedException {
        var bill = bill("dis-grants");
        var id = reviewed(bill, ",'rate':[{'id':'dis-grants-0'}]");
        var answers = IntStream.range(0, 10)
                .mapToObj(i -> CompletableFuture.supplyAsync(() ->
                        DisputedBills.post("dispute/" + id + "/grant", "{}").status()))
                .toList()
                .stream()
                .map(CompletableFuture::join)
                .sorted()
                .toList();
        assertThat(answers).containsExactly(200, 409, 409, 409, 409, 409, 409, 409, 409, 409);
        assertBill(bill, "partiallyPaid", "48.00");
    }

    @Test
    void no_more_is_disputed_or_granted_than_is_left_of_the_bill() throws InterruptedException {
        var bill = bill("dis-most");
        assertRefused(ask(bill, ",'disputedAmount':" + amount("120.01")), 409, "GBP 120.00 can be disputed");
        var id = reviewed(bill, ",'rate':[{'id':'dis-most-0'}]");
        assertRefused(ask(bill, ""), 409, "48.00 can be disputed", "72.00 is in open disputes already");
        assertRefused(
                DisputedBills.post("dispute/" + id + "/grant", "{'grantedAmount':" + amount("72.01") + "}"),
                400,
                "must be at most GBP 72.00");
        assertRefused(
                DisputedBills.post("dispute/" + id + "/grant", "{'rate':[{'id':'dis-most-1'}]}"),
                400,
                "is no line of the dispute");
        // 12.00 of the line is given back beside the dispute
        var beside = DisputedBills.post(
                "creditNote",
                "{'bill':{'id':'" + bill + "'},'reason':'goodwill','rate':[{'id':'dis-most-0','taxExcludedAmount':"
                        + amount("10.00") + "}]}");
        assertThat(beside.status()).as(beside.text()).isEqualTo(201);
        assertRefused(
                DisputedBills.post("dispute/" + id + "/grant", "{}"), 409, "60.00 of the disputed 72.00 are left");
        var granted = move(id, "grant", "{'rate':[{'id':'dis-most-0'}]}");
        assertThat(granted.path("state").textValue()).isEqualTo("partlyGranted");
        assertThat(value(granted, "grantedAmount")).isEqualByComparingTo("60.00");
        assertBill(bill, "partiallyPaid", "48.00");
    }

    @Test
    void a_repeated_request_is_the_same_dispute_and_another_content_is_refused() throws InterruptedException {
        var bill = bill("dis-twice");
        var body = ",'correlatorId':'dis-twice','disputedAmount':" + amount("1.00");
        var first = ask(bill, body);
        var second = ask(bill, body);
        assertThat(List.of(first.status(), second.status())).containsExactly(201, 200);
        assertThat(second.json()).isEqualTo(first.json());
        assertRefused(
                ask(bill, ",'correlatorId':'dis-twice','disputedAmount':" + amount("2.00")),
                409,
                "used before, with another content");
    }

    /** 2.500 and 0.500, twice. */
    @Test
    void a_small_amount_is_granted_at_once_up_to_the_limit_for_a_bill() throws InterruptedException {
        var bill = DisputedBills.sent("dis-small", "BHD", "2.500", "2.500");
        var first = ask(bill, ",'rate':[{'id':'dis-small-0'}]").json();
        assertThat(first.path("state").textValue()).isEqualTo("granted");
        assertThat(first.path("stateReason").textValue()).startsWith("granted at once");
        assertBill(bill, "partiallyPaid", "3.000");
        var second = ask(bill, ",'rate':[{'id':'dis-small-1'}]").json();
        assertThat(second.path("state").textValue()).isEqualTo("opened");
        assertBill(bill, "partiallyPaid", "3.000");
    }

    @Test
    void the_states_follow_each_other_and_the_database_refuses_others() throws InterruptedException {
        var bill = bill("dis-states");
        var id = opened(bill, ",'disputedAmount':" + amount("5.00"));
        assertRefused(
                DisputedBills.post("dispute/" + id + "/grant", "{}"), 409, "is opened; it can become underReview");
        assertRefused(DisputedBills.post("dispute/" + id + "/denial", "{}"), 400, "is required");
        move(id, "review", "{}");
        move(id, "denial", "{'reason':'no'}");
        assertRefused(DisputedBills.post("dispute/" + id + "/review", "{}"), 409, "can become nothing else");
        for (var change : List.of("state = 'opened'", "amount = 1", "bill_id = 'x'")) {
            assertThatThrownBy(() -> Store.asOwner()
                            .useHandle(owner -> owner.execute("update dispute set " + change + " where id = ?", id)))
                    .hasMessageContaining("dispute");
        }
        assertThatThrownBy(
                        () -> Store.asOwner().useHandle(owner -> owner.execute("delete from dispute where id = ?", id)))
                .hasMessageContaining("not deleted");
    }

    @Test
    void what_is_no_dispute_is_refused() throws InterruptedException {
        var bill = bill("dis-bad");
        assertRefused(ask("no-such-bill", ""), 400, "is not the id of a bill");
        assertRefused(ask(bill, ",'amount':3"), 400, "is not read here");
        assertRefused(ask(bill, ",'disputedAmount':" + amount("0")), 400, "must be more than 0");
        assertRefused(ask(bill, ",'disputedAmount':" + amount("0.001")), 400, "disputedAmount");
        assertRefused(ask(bill, ",'disputedAmount':{'unit':'USD','value':1}"), 409, "is in GBP, not in USD");
        assertRefused(
                ask(bill, ",'rate':[{'id':'dis-bad-0'}],'disputedAmount':" + amount("1")),
                400,
                "follows from the lines");
        assertRefused(ask(bill, ",'rate':[{'id':'other'}]"), 409, "no line of rate 'other'");
        assertRefused(
                DisputedBills.post("dispute", "{'bill':{'id':'" + bill + "'},'reason':'mood'}"),
                400,
                "must be one of billingError");
        assertRefused(DisputedBills.post("dispute/nothing/review", "{}"), 404, "no dispute");
    }

    @Test
    void a_dispute_is_exported_and_imported_with_its_lines() throws InterruptedException {
        var bill = bill("dis-copy");
        var id = opened(bill, ",'correlatorId':'dis-copy','rate':[{'id':'dis-copy-0'}]");
        var line = Api.get(Api.server() + "/operations/v1/export?type=dispute&bill.id=" + bill)
                .text()
                .strip();
        assertThat(line).contains("\"@type\":\"Dispute\"", id);
        assertThat(Documents.tryLoad(Store.database(), line).counts().loaded()).isZero();
        var other = Documents.tryLoad(
                Store.database(), line.replace(id, "dis-copy-other").replace("\"dis-copy\"", "\"dis-other\""));
        assertThat(other.rejected()).singleElement().asString().contains("in another open dispute");
        assertThat(Documents.tryLoad(Store.database(), line.replace(bill, "no-bill"))
                        .rejected())
                .singleElement()
                .asString()
                .contains("no bill 'no-bill'");
        assertThat(Documents.tryLoad(Store.database(), line.replaceFirst("(openedDate\":\")[^\"]*", "$1soon"))
                        .rejected())
                .singleElement()
                .asString()
                .contains("openedDate");
        Documents.load(line.replace("\"opened\"", "\"denied\""));
        assertBalance("dis-copy", "120.00", "0");
        Documents.load(line);
        assertBalance("dis-copy", "120.00", "72.00");
        assertRefused(
                ask(bill, ",'rate':[{'id':'dis-copy-0','taxExcludedAmount':" + amount("1.00") + "}]"),
                409,
                "in an open dispute already");
    }

    @Test
    void disputes_are_listed_counted_and_reported_as_events() throws InterruptedException {
        var bill = bill("dis-list");
        var id = reviewed(bill, ",'description':'not mine','disputedAmount':" + amount("5.00"));
        move(id, "grant", "{'grantedAmount':" + amount("2.00") + "}");
        var listed = Api.get(Api.server() + "/operations/v1/dispute?bill.id=" + bill + "&state=partlyGranted");
        assertThat(listed.header("X-Total-Count")).isEqualTo("1");
        assertThat(listed.json().at("/0/description").textValue()).isEqualTo("not mine");
        var counts = DisputedBills.get("disputeStatistics");
        assertThat(counts.valueStream()
                        .filter(count -> count.path("state").asText().equals("partlyGranted")
                                && count.path("reason").asText().equals("priceError")
                                && count.at("/disputedAmount/unit").asText().equals("GBP")))
                .singleElement()
                .satisfies(count -> assertThat(count.path("count").asInt()).isPositive());
        assertThat(DisputedBills.events(id))
                .containsExactly("DisputeCreateEvent", "DisputeStateChangeEvent", "DisputeStateChangeEvent");
        assertThat(Api.get(Api.server() + "/q/metrics").text())
                .contains("billwright_disputes_total{state=\"partlyGranted\"}");
    }
}
