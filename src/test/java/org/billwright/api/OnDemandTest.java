package org.billwright.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(StoreResource.class)
@Tag("server")
class OnDemandTest {
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private static String ask(String body) {
        var accepted = Api.post("customerBillOnDemand", body);
        assertThat(accepted.status()).as(accepted.text()).isEqualTo(201);
        assertThat(accepted.json().path("state").textValue()).isEqualTo("inProgress");
        assertThat(accepted.header("Location"))
                .isEqualTo(accepted.json().path("href").textValue());
        return accepted.json().path("id").textValue();
    }

    static String askFor(String account) {
        return ask("{\"billingAccount\":{\"id\":\"" + account + "\"}}");
    }

    static com.fasterxml.jackson.databind.JsonNode finished(String id) throws InterruptedException {
        var deadline = Instant.now().plus(PATIENCE);
        while (Instant.now().isBefore(deadline)) {
            var request = Api.get("customerBillOnDemand/" + id).json();
            if (!request.path("state").textValue().equals("inProgress")) {
                return request;
            }
            Thread.sleep(20);
        }
        throw new AssertionError("request " + id + " is not finished after " + PATIENCE);
    }

    @Test
    void a_request_makes_a_bill_of_the_unbilled_rates() throws InterruptedException {
        Documents.load(
                Documents.account("od-1", "USD"),
                Documents.rate("od-1-a", "od-1", "USD", "33.33"),
                Documents.rate("od-1-b", "od-1", "USD", "33.33"),
                Documents.rate("od-1-c", "od-1", "USD", "-3.35"));

        var done = finished(askFor("od-1"));

        assertThat(done.path("state").textValue()).isEqualTo("done");
        var bill = Api.get(done.path("customerBill").path("href").textValue()).json();
        // 63.31 without tax; 10.5 % of it is 6.64755, 1 % is 0.6331
        assertThat(bill.path("taxExcludedAmount").path("value").decimalValue()).isEqualByComparingTo("63.31");
        assertThat(bill.path("taxItem").get(0).path("taxAmount").path("value").decimalValue())
                .isEqualByComparingTo("6.65");
        assertThat(bill.path("taxItem").get(1).path("taxAmount").path("value").decimalValue())
                .isEqualByComparingTo("0.63");
        assertThat(bill.path("amountDue").path("value").decimalValue()).isEqualByComparingTo("70.59");
        assertThat(bill.path("remainingAmount")).isEqualTo(bill.path("amountDue"));
        assertThat(bill.path("state").textValue()).isEqualTo("new");
        assertThat(bill.path("runType").textValue()).isEqualTo("offCycle");
        assertThat(bill.path("billNo").textValue()).matches("BW-\\d{10}");
        assertThat(bill.path("relatedParty").get(0).path("id").textValue()).isEqualTo("party-od-1");

        var rates = Api.get(
                        "appliedCustomerBillingRate?bill.id=" + bill.path("id").textValue())
                .json();
        var taxIncluded = BigDecimal.ZERO;
        for (var rate : rates) {
            assertThat(rate.path("isBilled").booleanValue()).isTrue();
            taxIncluded =
                    taxIncluded.add(rate.path("taxIncludedAmount").path("value").decimalValue());
        }
        assertThat(rates.size()).isEqualTo(3);
        assertThat(taxIncluded).isEqualByComparingTo("70.59");
        assertThat(Api.get(bill.path("billDocument").get(0).path("url").textValue())
                        .text())
                .contains("Usage od-1-a");
    }

    @Test
    void a_request_takes_the_parameter_fields_and_no_other() {
        var body = "{\"billingAccount\":{\"id\":\"od-fields\"}}";
        var created = Api.post("customerBillOnDemand?fields=state", body);
        assertThat(created.status()).as(created.text()).isEqualTo(201);
        assertThat(created.json().fieldNames()).toIterable().containsExactlyInAnyOrder("id", "href", "state");
        assertThat(Api.post("customerBillOnDemand?unknown=1", body).status()).isEqualTo(400);
    }

    @Test
    void a_request_can_name_the_party_alone() throws InterruptedException {
        Documents.load(Documents.account("od-party", "USD"), Documents.rate("od-party-a", "od-party", "USD", "1.00"));
        var done = finished(ask("{\"relatedParty\":{\"id\":\"party-od-party\",\"role\":\"customer\"},\"ourOwn\":1}"));
        assertThat(done.path("state").textValue()).isEqualTo("done");
        assertThat(done.path("relatedParty").path("id").textValue()).isEqualTo("party-od-party");
        assertThat(done.path("ourOwn").intValue()).isEqualTo(1);
    }

    @Test
    void a_request_that_cannot_be_met_is_rejected_with_the_reason() throws InterruptedException {
        Documents.load(
                Documents.account("od-empty", "USD"),
                Documents.account("od-closed", "USD").replace("\"currency\"", "\"state\":\"closed\",\"currency\""),
                Documents.rate("od-closed-a", "od-closed", "USD", "1.00"),
                Documents.account("od-mixed", "USD"),
                Documents.rate("od-mixed-a", "od-mixed", "USD", "1.00"),
                Documents.rate("od-mixed-b", "od-mixed", "EUR", "1.00"));

        assertRejected(askFor("nobody"), "no billing account 'nobody'");
        assertRejected(askFor("od-empty"), "nothing to bill");
        assertRejected(askFor("od-closed"), "closed");
        assertRejected(askFor("od-mixed"), "od-mixed-b is in EUR");
        assertRejected(ask("{\"relatedParty\":{\"id\":\"nobody\"}}"), "0 billing accounts");
        assertThat(Api.get("appliedCustomerBillingRate/od-mixed-a")
                        .json()
                        .path("isBilled")
                        .booleanValue())
                .isFalse();
    }

    private static void assertRejected(String request, String reason) throws InterruptedException {
        var rejected = finished(request);
        assertThat(rejected.path("state").textValue()).isEqualTo("rejected");
        assertThat(rejected.path("stateReason").textValue()).contains(reason);
        assertThat(rejected.has("customerBill")).isFalse();
    }

    @Test
    void many_requests_for_one_account_at_once_make_one_bill() throws InterruptedException {
        Documents.load(Documents.account("od-many", "JPY"), Documents.rate("od-many-a", "od-many", "JPY", "1001"));
        var requests =
                IntStream.range(0, 10)
                        .mapToObj(i -> CompletableFuture.supplyAsync(() -> askFor("od-many")))
                        .toList()
                        .stream()
                        .map(CompletableFuture::join)
                        .toList();
        int done = 0;
        for (var request : requests) {
            done += finished(request).path("state").textValue().equals("done") ? 1 : 0;
        }
        assertThat(done).isEqualTo(1);
        assertThat(Api.get("customerBill?billingAccount.id=od-many").ids()).hasSize(1);
    }

    @Test
    void a_technical_failure_is_tried_again_and_ends_terminated() throws InterruptedException {
        Documents.load(
                Documents.account("od-broken", "USD"), Documents.rate("od-broken-a", "od-broken", "USD", "1.00"));
        Store.asOwner().useHandle(handle -> {
            handle.execute("""
                    create or replace function break_one() returns trigger language plpgsql as $$
                    begin
                        if new.billing_account_id = 'od-broken' then raise exception 'disk on fire'; end if;
                        return new;
                    end $$""");
            handle.execute("create or replace trigger break_one before insert on customer_bill"
                    + " for each row execute function break_one()");
        });
        var request = askFor("od-broken");
        var deadline = Instant.now().plus(PATIENCE);
        while (Instant.now().isBefore(deadline)
                && !Api.get("customerBillOnDemand/" + request)
                        .json()
                        .path("state")
                        .textValue()
                        .startsWith("term")) {
            Store.asOwner()
                    .useHandle(handle -> handle.execute(
                            "update customer_bill_on_demand set retry_at = '-infinity' where id = ?", request));
            Thread.sleep(50);
        }
        var ended = Api.get("customerBillOnDemand/" + request).json();
        assertThat(ended.path("state").textValue()).isEqualTo("terminatedWithError");
        assertThat(ended.path("stateReason").textValue()).contains("technical").doesNotContain("fire");
        assertThat(Api.get("appliedCustomerBillingRate/od-broken-a")
                        .json()
                        .path("isBilled")
                        .booleanValue())
                .isFalse();
        assertThat(Api.get("customerBill?billingAccount.id=od-broken").ids()).isEmpty();
    }

    @Test
    void bill_numbers_have_no_gap() throws InterruptedException {
        for (int i = 0; i < 5; i++) {
            Documents.load(
                    Documents.account("od-no-" + i, "BHD"),
                    Documents.rate("od-no-a" + i, "od-no-" + i, "BHD", "1.005"));
            finished(askFor("od-no-" + i));
            finished(askFor("od-no-" + i));
        }
        var numbers = Store.asOwner()
                .withHandle(handle -> handle.createQuery(
                                "select substr(bill_no, 4)::bigint from (select bill_no from customer_bill"
                                        + " union all select bill_no from voided_bill) as used where bill_no like 'BW-%' order by 1")
                        .mapTo(Long.class)
                        .list());
        assertThat(numbers)
                .isEqualTo(java.util.stream.LongStream.rangeClosed(1, numbers.size())
                        .boxed()
                        .toList());
    }

    @Test
    void a_request_or_a_bill_that_would_be_too_large_is_refused() throws InterruptedException {
        var body = "{\"billingAccount\":{\"id\":\"od-large\"},\"ourOwn\":\"" + "x".repeat(999_000) + "\"}";
        var refused = Api.post("customerBillOnDemand", body);
        assertThat(refused.status()).isEqualTo(400);
        assertThat(refused.json().path("code").textValue()).isEqualTo("limitExceeded");
        assertThat(refused.json().path("message").textValue()).contains("limited to 1000000");

        // The bill has the parties of the account.
        Documents.load(
                Documents.account("od-large", "USD")
                        .replace("\"Party\"", "\"Party\",\"ourOwn\":\"" + "x".repeat(999_500) + "\""),
                Documents.rate("od-large-a", "od-large", "USD", "1.00"));
        assertRejected(askFor("od-large"), "limited to 1000000");
        assertThat(Api.get("customerBill?billingAccount.id=od-large").ids()).isEmpty();
    }
}
