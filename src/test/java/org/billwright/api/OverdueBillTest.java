package org.billwright.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Overdue bills over HTTP. Whether a bill is overdue depends on the time of the database. */
@QuarkusTest
@QuarkusTestResource(StoreResource.class)
@Tag("server")
class OverdueBillTest {
    private static String bill(String id, String account, Instant due, String remaining) {
        return ("{'@type':'CustomerBill','id':'" + id + "','billNo':'" + id + "','state':'"
                        + (remaining.equals("100.00") ? "sent" : "partiallyPaid")
                        + "','billDate':'2026-01-01T00:00:00Z','paymentDueDate':'" + due + "','billingAccount':{'id':'"
                        + account
                        + "'},'amountDue':{'unit':'USD','value':100.00},'taxIncludedAmount':{'unit':'USD','value':100.00}"
                        + ",'taxExcludedAmount':{'unit':'USD','value':100.00},'remainingAmount':{'unit':'USD','value':"
                        + remaining + "}}")
                .replace('\'', '"');
    }

    private static String account(String id, String zone) {
        return Documents.account(id, "USD").replace("America/Puerto_Rico", zone);
    }

    private static JsonNode list(String query) {
        return DisputedBills.get("overdueBill?" + query);
    }

    private static Instant ago(long days) {
        return Instant.now().minus(days, ChronoUnit.DAYS).truncatedTo(ChronoUnit.SECONDS);
    }

    @Test
    void a_bill_is_overdue_from_the_next_day_of_its_account_on() {
        // Twelve hours ago was yesterday in exactly one of two zones that are twelve hours apart.
        var due = Instant.now().minus(12, ChronoUnit.HOURS).truncatedTo(ChronoUnit.SECONDS);
        Documents.load(account("od-east", "+06:00"), account("od-west", "Etc/GMT+6"));
        Documents.load(bill("od-east-1", "od-east", due, "100.00"), bill("od-west-1", "od-west", due, "100.00"));
        var now = Instant.now();
        boolean isEast = !now.atZone(ZoneId.of("+06:00"))
                .toLocalDate()
                .equals(due.atZone(ZoneId.of("+06:00")).toLocalDate());
        assertThat(list("billingAccount.id=od-east,od-west&fields=billingAccount,daysOverdue,ageing")
                        .valueStream()
                        .toList())
                .singleElement()
                .satisfies(bill -> {
                    assertThat(bill.at("/billingAccount/id").textValue()).isEqualTo(isEast ? "od-east" : "od-west");
                    assertThat(bill.path("daysOverdue").intValue()).isEqualTo(1);
                    assertThat(bill.path("ageing").textValue()).isEqualTo("days1To30");
                });
    }

    @Test
    void the_list_has_what_is_open_and_not_disputed_by_age() {
        Documents.load(account("od-list", "UTC"));
        Documents.load(
                bill("od-list-1", "od-list", ago(31), "100.00"),
                bill("od-list-2", "od-list", ago(121), "60.00"),
                bill("od-list-3", "od-list", ago(-2), "100.00"));
        var opened = DisputedBills.post(
                "dispute",
                "{'bill':{'id':'od-list-2'},'reason':'other','disputedAmount':{'unit':'USD','value':25.00}}");
        assertThat(opened.status()).as(opened.text()).isEqualTo(201);
        var response = Api.get(Api.server() + "/operations/v1/overdueBill?billingAccount.id=od-list");
        assertThat(response.header("X-Total-Count")).isEqualTo("2");
        var oldest = response.json().get(0);
        assertThat(oldest.path("id").textValue()).isEqualTo("od-list-2");
        assertThat(oldest.at("/overdueAmount/value").decimalValue()).isEqualByComparingTo("35.00");
        assertThat(oldest.at("/disputedAmount/value").decimalValue()).isEqualByComparingTo("25.00");
        assertThat(oldest.at("/remainingAmount/value").decimalValue()).isEqualByComparingTo("60.00");
        assertThat(oldest.path("ageing").textValue()).isEqualTo("daysOver120");
        assertThat(response.json().get(1).path("ageing").textValue()).isEqualTo("days31To60");
        assertThat(list("billingAccount.id=od-list&daysOverdue.gt=40")).hasSize(1);
        assertThat(DisputedBills.get("overdueBill/od-list-1")
                        .path("daysOverdue")
                        .intValue())
                .isEqualTo(31);
        var whole = DisputedBills.post("dispute", "{'bill':{'id':'od-list-1'},'reason':'notOrdered'}");
        assertThat(whole.status()).as(whole.text()).isEqualTo(201);
        assertThat(list("billingAccount.id=od-list")).hasSize(1);
        assertThat(Api.get(Api.server() + "/operations/v1/overdueBill/od-list-1")
                        .status())
                .isEqualTo(404);
    }

    private static Api.Response hold(String method, String account, String body) {
        return Api.withBody(
                method,
                Api.server() + "/operations/v1/billingAccount/" + account + "/collectionHold",
                body.replace('\'', '"'),
                "Content-Type",
                "application/json");
    }

    @Test
    void a_held_account_is_not_collected_until_the_hold_ends() {
        Documents.load(account("od-held", "UTC"));
        Documents.load(bill("od-held-1", "od-held", ago(3), "100.00"));
        assertThat(list("billingAccount.id=od-held")).hasSize(1);
        assertThat(hold("PUT", "od-held", "{'reason':'plan','until':'2999-01-01T00:00:00Z'}")
                        .status())
                .isEqualTo(204);
        assertThat(list("billingAccount.id=od-held")).isEmpty();
        var held = DisputedBills.get("billingAccount/od-held").path("collectionHold");
        assertThat(held.path("reason").textValue()).isEqualTo("plan");
        assertThat(hold("PUT", "od-held", "{'reason':'court'}").status()).isEqualTo(204);
        held = DisputedBills.get("billingAccount/od-held").path("collectionHold");
        assertThat(held.toString()).isEqualTo("{\"reason\":\"court\"}");
        // A delivery of accounts does not know holds.
        Documents.load(account("od-held", "UTC").replace("Test od-held", "Renamed"));
        assertThat(list("billingAccount.id=od-held")).isEmpty();
        var past = OffsetDateTime.now(ZoneOffset.UTC).minusDays(1).truncatedTo(ChronoUnit.SECONDS);
        Documents.load(account("od-held", "UTC")
                .replace(
                        "\"currency\"",
                        "\"collectionHold\":{\"reason\":\"x\",\"until\":\"" + past + "\"},\"currency\""));
        assertThat(list("billingAccount.id=od-held")).hasSize(1);
        assertThat(hold("PUT", "od-held", "{'reason':'again'}").status()).isEqualTo(204);
        assertThat(hold("DELETE", "od-held", "").status()).isEqualTo(204);
        assertThat(list("billingAccount.id=od-held")).hasSize(1);
        assertThat(hold("PUT", "od-held", "{}").text()).contains("is required");
        assertThat(hold("PUT", "od-held", "{'reason':'x','until':'2020-01-01T00:00:00Z'}")
                        .text())
                .contains("must be in the future");
        assertThat(hold("PUT", "od-held", "{'reason':'x','until':'2036-07-01T00:99:00Z'}")
                        .status())
                .isEqualTo(400);
        assertThat(hold("PUT", "od-nobody", "{'reason':'x'}").status()).isEqualTo(404);
    }
}
