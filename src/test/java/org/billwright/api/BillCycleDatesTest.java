package org.billwright.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.time.OffsetDateTime;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What the attributes of a bill cycle specification do to the bills of runs. Dates and amounts are worked out by hand. */
@QuarkusTest
@QuarkusTestResource(StoreResource.class)
@Tag("server")
class BillCycleDatesTest {
    private static String specification(String id, String members) {
        return RunsApi.quoted("{'@type':'BillCycleSpecification','id':'" + id + "'," + members + "}");
    }

    private static String account(String id, String cycle, String zone, String members) {
        return RunsApi.account(id, cycle, members).replace("America/Puerto_Rico", zone);
    }

    private static String rate(String id, String account, String date, String amount) {
        return RunsApi.rate(id, account, date, amount, "usageCharge");
    }

    /** The bills of an account: {@code start/end amount due}. */
    private static List<String> bills(String account) {
        return Api.get("customerBill?sort=billDate&billingAccount.id=" + account)
                .json()
                .valueStream()
                .map(bill -> instant(bill.at("/billingPeriod/startDateTime")) + "/"
                        + instant(bill.at("/billingPeriod/endDateTime")) + " "
                        + bill.at("/amountDue/value").decimalValue().toPlainString() + " "
                        + instant(bill.path("paymentDueDate")))
                .toList();
    }

    private static String instant(JsonNode time) {
        return OffsetDateTime.parse(time.textValue()).toInstant().toString();
    }

    /** The rates of an account: {@code id}, its bill's day where it is billed, and whether it is late. */
    private static List<String> rates(String account) {
        return Api.get("appliedCustomerBillingRate?sort=id&billingAccount.id=" + account)
                .json()
                .valueStream()
                .map(rate -> rate.path("id").textValue() + " " + rate.path("isBilled")
                        + (rate.toString().contains("LateUsage") ? " late" : ""))
                .toList();
    }

    private static JsonNode billed(String cycle, String period) throws InterruptedException {
        return RunsApi.billed(RunsApi.planned(cycle, period, ""));
    }

    /**
     * With an offset of -2 the bill of 8 May has the charges before 6 May, and that of 8 June those from 6 May to before 6 June. Payment is
     * due at the end of the 21st day after the billing date, or of the account's own 10th.
     */
    @Test
    void charges_are_cut_off_and_payment_is_due_as_the_specification_says() throws InterruptedException {
        var members = "'billingDateShift':7,'chargeDateOffset':-2,'mailingDateOffset':4,'paymentDueDateOffset':21";
        Documents.load(
                specification("OFF", members),
                account("off-1", "OFF", "UTC", ""),
                account("off-2", "OFF", "UTC", ",'paymentTermDays':10"),
                rate("off-1-1", "off-1", "2026-05-05T23:59:59.999999Z", "1.00"),
                rate("off-1-2", "off-1", "2026-05-06T00:00:00Z", "2.00"),
                rate("off-1-3", "off-1", "2026-05-07T12:00:00Z", "4.00"),
                rate("off-2-1", "off-2", "2026-05-01T00:00:00Z", "1.00"));
        billed("OFF", "2026-05");
        Documents.load(
                rate("off-1-4", "off-1", "2026-05-05T20:00:00Z", "8.00"),
                rate("off-1-5", "off-1", "2026-06-05T23:59:59.999999Z", "16.00"),
                rate("off-1-6", "off-1", "2026-06-06T00:00:00Z", "32.00"));
        var run = billed("OFF", "2026-06");
        assertThat(run.at("/result/lateUsage")).isEqualTo(Api.json("""
                [{'key':'usageCharge, to 30 days','count':1,'amount':{'unit':'USD','value':8.00}}]"""));
        assertThat(bills("off-1"))
                .containsExactly(
                        "2026-04-08T00:00:00Z/2026-05-08T00:00:00Z 1.10 2026-05-29T23:59:59Z",
                        "2026-05-08T00:00:00Z/2026-06-08T00:00:00Z 33.00 2026-06-29T23:59:59Z");
        assertThat(rates("off-1"))
                .containsExactly(
                        "off-1-1 true",
                        "off-1-2 true",
                        "off-1-3 true",
                        "off-1-4 true late",
                        "off-1-5 true",
                        "off-1-6 false");
        assertThat(bills("off-2"))
                .containsExactly("2026-04-08T00:00:00Z/2026-05-08T00:00:00Z 1.10 2026-05-18T23:59:59Z");
        var cycle = Api.get(Api.v5() + "billCycle/OFF-2026-06-08").json();
        assertThat(List.of(
                        instant(cycle.path("billingDate")),
                        instant(cycle.path("chargeDate")),
                        instant(cycle.path("mailingDate")),
                        instant(cycle.path("paymentDueDate"))))
                .containsExactly(
                        "2026-06-08T00:00:00Z", "2026-06-06T00:00:00Z", "2026-06-12T00:00:00Z", "2026-06-29T23:59:59Z");
    }

    /** The clock is at noon of 17 June, and charges of the bill of 8 June are taken until 20 June. */
    @Test
    void an_account_is_not_billed_before_its_charges_are_complete() throws InterruptedException {
        Documents.load(
                specification("LATER", "'billingDateShift':7,'chargeDateOffset':12"),
                account("later-1", "LATER", "UTC", ""),
                rate("later-1-1", "later-1", "2026-06-10T00:00:00Z", "1.00"),
                rate("later-1-2", "later-1", "2026-05-19T23:59:59.999999Z", "2.00"));
        var trial = RunsApi.planned("LATER", ",'kind':'trial'");
        assertThat(RunsApi.accounts(trial.path("id").textValue(), "")).containsExactly("later-1 planned 3.30");
        var plan = RunsApi.planned("LATER", "");
        assertThat(RunsApi.accounts(plan.path("id").textValue(), "")).containsExactly("later-1 refused");
        assertThat(plan.at("/plan/reason").toString()).contains("the period of the account ends at");
        billed("LATER", "2026-05");
        assertThat(rates("later-1"))
                .as("the bill of 8 May has the charges before 20 May")
                .containsExactly("later-1-1 false", "later-1-2 true");
    }

    /** An account goes from the 8th to the 20th and back. Another one goes when the 20th is over, and has a longer period. */
    @Test
    void periods_of_an_account_that_changes_its_cycle_touch_and_never_overlap() throws InterruptedException {
        var due = "'paymentDueDateOffset':1";
        Documents.load(
                specification("C08", "'billingDateShift':7," + due),
                specification("C20", "'billingDateShift':19," + due),
                account("move-1", "C08", "UTC", ""),
                account("move-2", "C08", "UTC", ""),
                rate("move-1-1", "move-1", "2026-04-07T23:59:59.999999Z", "1.00"),
                rate("move-1-2", "move-1", "2026-04-08T00:00:00Z", "2.00"),
                rate("move-1-3", "move-1", "2026-04-20T00:00:00Z", "4.00"),
                rate("move-1-4", "move-1", "2026-05-20T00:00:00Z", "8.00"),
                rate("move-1-5", "move-1", "2026-06-08T00:00:00Z", "16.00"),
                rate("move-2-1", "move-2", "2026-04-01T00:00:00Z", "1.00"),
                rate("move-2-2", "move-2", "2026-04-10T00:00:00Z", "2.00"));
        billed("C08", "2026-04");
        Documents.load(account("move-1", "C20", "UTC", ""));
        billed("C20", "2026-04");
        Documents.load(account("move-2", "C20", "UTC", ""));
        billed("C20", "2026-05");
        Documents.load(account("move-1", "C08", "UTC", ""));
        billed("C08", "2026-06");
        assertThat(bills("move-1"))
                .containsExactly(
                        "2026-03-08T00:00:00Z/2026-04-08T00:00:00Z 1.10 2026-04-09T23:59:59Z",
                        "2026-04-08T00:00:00Z/2026-04-20T00:00:00Z 2.20 2026-04-21T23:59:59Z",
                        "2026-04-20T00:00:00Z/2026-05-20T00:00:00Z 4.40 2026-05-21T23:59:59Z",
                        "2026-05-20T00:00:00Z/2026-06-08T00:00:00Z 8.80 2026-06-09T23:59:59Z");
        assertThat(bills("move-2"))
                .containsExactly(
                        "2026-03-08T00:00:00Z/2026-04-08T00:00:00Z 1.10 2026-04-09T23:59:59Z",
                        "2026-04-08T00:00:00Z/2026-05-20T00:00:00Z 2.20 2026-05-21T23:59:59Z");
        assertThat(rates("move-2")).containsExactly("move-2-1 true", "move-2-2 true");
        assertThat(rates("move-1").getLast()).isEqualTo("move-1-5 false");
    }

    /** Days of Puerto Rico begin 4 hours after those of UTC, those of Kiritimati 14 hours before. */
    @Test
    void periods_of_an_account_that_changes_its_time_zone_touch_and_never_overlap() throws InterruptedException {
        Documents.load(
                specification("ZONE", "'billingDateShift':7,'paymentDueDateOffset':1"),
                account("west-1", "ZONE", "UTC", ""),
                account("east-1", "ZONE", "UTC", ""),
                rate("west-1-1", "west-1", "2026-05-07T00:00:00Z", "1.00"),
                rate("west-1-2", "west-1", "2026-05-08T00:00:00Z", "2.00"),
                rate("west-1-3", "west-1", "2026-06-08T03:59:59.999999Z", "4.00"),
                rate("east-1-1", "east-1", "2026-05-07T20:00:00Z", "1.00"),
                rate("east-1-2", "east-1", "2026-05-08T00:00:00Z", "2.00"),
                rate("east-1-3", "east-1", "2026-06-07T10:00:00Z", "4.00"));
        billed("ZONE", "2026-05");
        Documents.load(
                account("west-1", "ZONE", "America/Puerto_Rico", ""),
                account("east-1", "ZONE", "Pacific/Kiritimati", ""));
        billed("ZONE", "2026-06");
        assertThat(bills("west-1"))
                .containsExactly(
                        "2026-04-08T00:00:00Z/2026-05-08T00:00:00Z 1.10 2026-05-09T23:59:59Z",
                        "2026-05-08T00:00:00Z/2026-06-08T04:00:00Z 6.60 2026-06-10T03:59:59Z");
        assertThat(bills("east-1"))
                .containsExactly(
                        "2026-04-08T00:00:00Z/2026-05-08T00:00:00Z 1.10 2026-05-09T23:59:59Z",
                        "2026-05-08T00:00:00Z/2026-06-07T10:00:00Z 2.20 2026-06-09T09:59:59Z");
        assertThat(rates("west-1")).containsExactly("west-1-1 true", "west-1-2 true", "west-1-3 true");
        assertThat(rates("east-1")).containsExactly("east-1-1 true", "east-1-2 true", "east-1-3 false");
    }

    /** What the cut-off left for the next bill on cycle may be billed on demand before; its date is before the period of that bill. */
    @Test
    void a_bill_on_demand_takes_what_the_cut_off_left() throws InterruptedException {
        Documents.load(
                specification("MID", "'billingDateShift':13,'chargeDateOffset':-2"),
                account("mid-1", "MID", "UTC", ""),
                rate("mid-1-1", "mid-1", "2026-05-11T00:00:00Z", "1.00"),
                rate("mid-1-2", "mid-1", "2026-05-12T00:00:00Z", "2.00"),
                rate("mid-1-3", "mid-1", "2026-06-13T00:00:00Z", "4.00"));
        billed("MID", "2026-05");
        billed("MID", "2026-06");
        assertThat(rates("mid-1")).containsExactly("mid-1-1 true", "mid-1-2 true", "mid-1-3 false");
        assertThat(bills("mid-1")).hasSize(2);
        var ordered = Api.post("customerBillOnDemand", "{\"billingAccount\":{\"id\":\"mid-1\"}}");
        assertThat(ordered.status()).as(ordered.text()).isEqualTo(201);
        for (int i = 0; i < 200 && bills("mid-1").size() < 3; i++) {
            Thread.sleep(50);
        }
        assertThat(bills("mid-1")).hasSize(3);
        assertThat(rates("mid-1").getLast()).isEqualTo("mid-1-3 true late");
    }

    /** The plan has the due date; another one of the specification makes it another bill. */
    @Test
    void an_account_is_not_billed_where_its_specification_changed_since_the_plan() throws InterruptedException {
        Documents.load(
                specification("DUE", "'billingDateShift':7,'paymentDueDateOffset':14"),
                account("due-1", "DUE", "UTC", ""),
                account("due-2", "DUE", "UTC", ",'paymentTermDays':14"),
                rate("due-1-1", "due-1", "2026-06-01T00:00:00Z", "1.00"),
                rate("due-2-1", "due-2", "2026-06-01T00:00:00Z", "1.00"));
        var plan = RunsApi.planned("DUE", "");
        Documents.load(specification("DUE", "'billingDateShift':7,'paymentDueDateOffset':30"));
        var done = RunsApi.billed(plan);
        assertThat(RunsApi.accounts(done.path("id").textValue(), ""))
                .containsExactly("due-1 changedSincePlan 1.10", "due-2 billed 1.10");
        RunsApi.billed(RunsApi.planned("DUE", ",'kind':'catchUp'"));
        assertThat(bills("due-1"))
                .containsExactly("2026-05-08T00:00:00Z/2026-06-08T00:00:00Z 1.10 2026-07-08T23:59:59Z");
        var cycle = Api.get(Api.v5() + "billCycle/DUE-2026-06-08").json();
        assertThat(instant(cycle.path("paymentDueDate"))).isEqualTo("2026-07-08T23:59:59Z");
    }
}
