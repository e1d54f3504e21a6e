package org.billwright.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Bill runs over HTTP: plan, look, approve. Amounts are worked out by hand. */
@QuarkusTest
@QuarkusTestResource(StoreResource.class)
@Tag("server")
class BillRunTest {
    private static JsonNode bill(String account) {
        var bills = Api.get("customerBill?billingAccount.id=" + account);
        assertThat(bills.json()).as(bills.text()).hasSize(1);
        return bills.json().get(0);
    }

    /**
     * Of six accounts one has a bill of 110.00 (net 100.00, of which 30.00 is late), one of 22.00 beside a usage of the next period, one a
     * credit, one nothing, one is held and one has a rate in another currency.
     */
    @Test
    void a_cycle_is_planned_approved_and_billed_as_it_was_planned() throws InterruptedException {
        Documents.load(
                RunsApi.cycle("RUN-A"),
                RunsApi.account("run-a-1", "RUN-A", ""),
                RunsApi.account("run-a-2", "RUN-A", ""),
                RunsApi.account("run-a-3", "RUN-A", ""),
                RunsApi.account("run-a-4", "RUN-A", ""),
                RunsApi.account("run-a-5", "RUN-A", ",'hold':{'reason':'in court'}"),
                RunsApi.account("run-a-6", "RUN-A", ""),
                RunsApi.rate("run-a-1-1", "run-a-1", "2026-05-08T04:00:00Z", "70.00", "recurringCharge"),
                RunsApi.rate("run-a-1-2", "run-a-1", "2026-04-20T00:00:00Z", "30.00", "usageCharge"),
                RunsApi.rate("run-a-2-1", "run-a-2", "2026-06-08T03:59:59.999999Z", "20.00", "usageCharge"),
                RunsApi.rate("run-a-2-2", "run-a-2", "2026-06-08T04:00:00Z", "5.00", "usageCharge"),
                RunsApi.rate("run-a-4-1", "run-a-4", "2026-05-20T00:00:00Z", "-10.00", "usageCharge"),
                RunsApi.rate("run-a-5-1", "run-a-5", "2026-05-20T00:00:00Z", "10.00", "usageCharge"),
                RunsApi.rate("run-a-6-1", "run-a-6", "2026-05-20T00:00:00Z", "10.00", "usageCharge")
                        .replace("USD", "EUR"));
        var plan = RunsApi.planned("RUN-A", "");
        var id = plan.path("id").textValue();
        assertThat(RunsApi.accounts(id, ""))
                .containsExactly(
                        "run-a-1 planned 110.00",
                        "run-a-2 planned 22.00",
                        "run-a-3 nothingDue",
                        "run-a-4 planned -11.00",
                        "run-a-5 held",
                        "run-a-6 refused");
        assertThat(RunsApi.accounts(id, "&status=planned&amountDue.value.lt=0"))
                .containsExactly("run-a-4 planned -11.00");
        assertThat(plan.at("/plan/accounts")).isEqualTo(Api.json("{'planned':3,'nothingDue':1,'held':1,'refused':1}"));
        assertThat(plan.at("/plan/bill")).isEqualTo(Api.json("""
                [{'key':'amountDue','count':3,'amount':{'unit':'USD','value':121.00}},
                 {'key':'taxExcluded','count':3,'amount':{'unit':'USD','value':110.00}},
                 {'key':'taxIncluded','count':3,'amount':{'unit':'USD','value':121.00}}]"""));
        assertThat(plan.at("/plan/chargeType")).isEqualTo(Api.json("""
                [{'key':'recurringCharge','count':1,'amount':{'unit':'USD','value':70.00}},
                 {'key':'usageCharge','count':3,'amount':{'unit':'USD','value':40.00}}]"""));
        assertThat(plan.at("/plan/lateUsage")).isEqualTo(Api.json("""
                [{'key':'usageCharge, to 30 days','count':1,'amount':{'unit':'USD','value':30.00}}]"""));
        assertThat(plan.at("/plan/reason")).hasSize(2);
        assertThat(Api.get("customerBill?billingAccount.id=run-a-1").json())
                .as("a plan writes no bill")
                .isEmpty();

        var wrong = RunsApi.post(id + "/approval", "{'digest':'0'}");
        assertThat(wrong.status()).isEqualTo(409);
        var done = RunsApi.billed(plan);
        assertThat(done.at("/result/accounts")).isEqualTo(Api.json("{'billed':3,'nothingDue':1,'held':1,'refused':1}"));
        assertThat(done.at("/result/bill")).isEqualTo(plan.at("/plan/bill"));
        var bill = bill("run-a-1");
        assertThat(bill.path("runType").textValue()).isEqualTo("onCycle");
        assertThat(bill.path("billDate").textValue()).startsWith("2026-06-08T");
        assertThat(bill.at("/billingPeriod/startDateTime").textValue()).startsWith("2026-05-08T");
        assertThat(bill.at("/amountDue/value").decimalValue()).isEqualByComparingTo("110.00");
        assertThat(bill("run-a-4").path("state").textValue()).isEqualTo("new");
        var cycle = Api.get(Api.v5() + "billCycle/RUN-A-2026-06-08");
        assertThat(cycle.status()).isEqualTo(200);
        assertThat(Api.get(Api.v5() + "customerBill?billCycle.id=RUN-A-2026-06-08")
                        .json())
                .hasSize(3);

        var second = RunsApi.post("", "{'billCycleSpecification':{'id':'RUN-A'},'period':'2026-06'}");
        assertThat(second.status()).as("one regular run of a period").isEqualTo(409);
        assertThat(second.text()).contains(id);
        var released = Api.patch(Api.server() + "/operations/v1/billingAccount/run-a-5", "{\"hold\":null}");
        assertThat(released.status()).as(released.text()).isEqualTo(200);
        var catchUp = RunsApi.planned("RUN-A", ",'kind':'catchUp'");
        assertThat(RunsApi.accounts(catchUp.path("id").textValue(), ""))
                .as("those without a bill of the period, with what is left for them")
                .containsExactly("run-a-3 nothingDue", "run-a-5 planned 11.00", "run-a-6 refused");
        assertThat(catchUp.at("/plan/accounts/alreadyBilled").asInt()).isEqualTo(3);
        assertThat(RunsApi.billed(catchUp).at("/result/accounts"))
                .isEqualTo(Api.json("{'alreadyBilled':3,'billed':1,'nothingDue':1,'refused':1}"));
        assertThat(bill("run-a-5").at("/amountDue/value").decimalValue()).isEqualByComparingTo("11.00");
    }

    @Test
    void a_later_period_is_planned_when_the_run_of_an_earlier_one_is_done_or_cancelled() throws InterruptedException {
        Documents.load(
                RunsApi.cycle("RUN-ORDER"),
                RunsApi.account("run-order", "RUN-ORDER", ""),
                RunsApi.rate("run-order-1", "run-order", "2026-04-20T00:00:00Z", "10.00", "usageCharge"));
        var may = RunsApi.planned("RUN-ORDER", "2026-05", "");
        var june = "{'billCycleSpecification':{'id':'RUN-ORDER'},'period':'2026-06'}";
        var refused = RunsApi.post("", june);
        assertThat(refused.status()).isEqualTo(409);
        assertThat(refused.text()).contains("2026-05-08");
        assertThat(RunsApi.planned("RUN-ORDER", "2026-06", ",'kind':'trial'")
                        .at("/plan/accounts/planned")
                        .asInt())
                .isEqualTo(1);
        RunsApi.billed(may);
        assertThat(RunsApi.planned("RUN-ORDER", "2026-06", "")
                        .at("/plan/accounts/nothingDue")
                        .asInt())
                .isEqualTo(1);
    }

    @Test
    void an_account_that_changed_since_the_plan_is_not_billed_by_it() throws InterruptedException {
        Documents.load(
                RunsApi.cycle("RUN-B"),
                RunsApi.account("run-b-1", "RUN-B", ""),
                RunsApi.account("run-b-2", "RUN-B", ""),
                RunsApi.rate("run-b-1-1", "run-b-1", "2026-05-20T00:00:00Z", "70.00", "recurringCharge"),
                RunsApi.rate("run-b-2-1", "run-b-2", "2026-05-20T00:00:00Z", "30.00", "usageCharge"));
        var plan = RunsApi.planned("RUN-B", "");
        Documents.load(RunsApi.rate("run-b-2-1", "run-b-2", "2026-05-20T00:00:00Z", "30.01", "usageCharge"));
        var done = RunsApi.billed(plan);
        assertThat(RunsApi.accounts(done.path("id").textValue(), ""))
                .containsExactly("run-b-1 billed 77.00", "run-b-2 changedSincePlan 33.00");
        assertThat(done.at("/result/bill/0/amount/value").decimalValue()).isEqualByComparingTo("77.00");
        var again = RunsApi.billed(RunsApi.planned("RUN-B", ",'kind':'catchUp'"));
        assertThat(RunsApi.accounts(again.path("id").textValue(), "")).containsExactly("run-b-2 billed 33.01");
    }

    @Test
    void what_changed_since_the_plan_is_said() throws InterruptedException {
        Documents.load(
                RunsApi.cycle("RUN-P"),
                RunsApi.account("run-p-1", "RUN-P", ""),
                RunsApi.account("run-p-2", "RUN-P", ""),
                RunsApi.account("run-p-3", "RUN-P", ""),
                RunsApi.rate("run-p-1-1", "run-p-1", "2026-05-20T00:00:00Z", "70.00", "recurringCharge"),
                RunsApi.rate("run-p-2-1", "run-p-2", "2026-05-20T00:00:00Z", "30.00", "usageCharge"),
                RunsApi.rate("run-p-3-1", "run-p-3", "2026-05-20T00:00:00Z", "30.00", "usageCharge"));
        var plan = RunsApi.planned("RUN-P", "");
        var early = RunsApi.post("", "{'billCycleSpecification':{'id':'RUN-P'},'period':'2026-06','kind':'catchUp'}");
        assertThat(early.status()).isEqualTo(409);
        assertThat(early.text()).contains(plan.path("id").textValue(), "when it is done");
        var account = Api.server() + "/operations/v1/billingAccount/";
        assertThat(Api.patch(
                                account + "run-p-1",
                                RunsApi.quoted("{'hold':{'reason':'moves','until':'2099-01-01T00:00:00Z'}}"))
                        .status())
                .isEqualTo(200);
        assertThat(Api.patch(account + "run-p-2", RunsApi.quoted("{'name':'Renamed'}"))
                        .status())
                .isEqualTo(200);
        Documents.load(RunsApi.rate("run-p-3-1", "run-p-1", "2026-05-20T00:00:00Z", "30.00", "usageCharge"));
        var done = RunsApi.billed(plan);
        assertThat(done.at("/result/reason")
                        .valueStream()
                        .map(reason -> reason.path("text").textValue()))
                .containsExactlyInAnyOrder(
                        "changedSincePlan: billing account '…' is on hold until …: moves",
                        "changedSincePlan: the rates, the account, its credit, its bills, the cycle or the tax rules changed since the plan",
                        "changedSincePlan: it has nothing to bill now: since the plan its rates were billed, moved or deleted");
    }

    @Test
    void accounts_of_the_most_extreme_offsets_are_billed() throws InterruptedException {
        Documents.load(
                RunsApi.cycle("RUN-S"),
                RunsApi.account("run-s-1", "RUN-S", "").replace("America/Puerto_Rico", "+18:00"),
                RunsApi.account("run-s-2", "RUN-S", "").replace("America/Puerto_Rico", "-18:00"),
                RunsApi.rate("run-s-1-1", "run-s-1", "2026-05-20T00:00:00Z", "70.00", "recurringCharge"),
                RunsApi.rate("run-s-2-1", "run-s-2", "2026-05-20T00:00:00Z", "30.00", "usageCharge"));
        var done = RunsApi.billed(RunsApi.planned("RUN-S", ""));
        assertThat(RunsApi.accounts(done.path("id").textValue(), ""))
                .containsExactly("run-s-1 billed 77.00", "run-s-2 billed 33.00");
    }

    @Test
    void an_account_that_had_a_bill_and_is_refused_is_gone() throws InterruptedException {
        Documents.load(
                RunsApi.cycle("RUN-Q"),
                RunsApi.account("run-q-1", "RUN-Q", ""),
                RunsApi.rate("run-q-1-1", "run-q-1", "2026-04-20T00:00:00Z", "70.00", "recurringCharge"));
        RunsApi.billed(RunsApi.planned("RUN-Q", "2026-05", ""));
        Documents.load(RunsApi.rate("run-q-1-2", "run-q-1", "2026-05-20T00:00:00Z", "50.00", "recurringCharge"));
        var members = ",'kind':'trial','whatIf':{'taxRule':[{'id':'x','taxCategory':'IVU','taxRate':25}]}";
        var refused = RunsApi.planned("RUN-Q", members);
        assertThat(Api.get(RunsApi.RUNS + "/" + refused.path("id").textValue() + "/diff")
                        .json()
                        .path("difference"))
                .isEqualTo(Api.json("[{'change':'gone','accounts':1,'amountDue':{'unit':'USD','value':0},"
                        + "'previousAmountDue':{'unit':'USD','value':77.00}}]"));
        assertThat(refused.at("/plan/change/0/key").textValue()).isEqualTo("gone");
        var earlier = RunsApi.planned("RUN-Q", "2026-04", ",'kind':'trial'");
        assertThat(earlier.at("/plan/change"))
                .as("a later bill is not the one before")
                .isEmpty();
    }

    @Test
    void what_a_run_cannot_be_planned_of_is_refused() {
        Documents.load(RunsApi.cycle("RUN-R"), RunsApi.account("run-r-1", "RUN-R", ""));
        var of = "{'billCycleSpecification':{'id':'RUN-R'},'period':'2026-06','kind':'trial',";
        var bodies = Map.of(
                "'account':[{'id':'run-r-1'},{'id':'TYPO'}]}", "TYPO",
                "'whatIf':{'taxRule':[{'taxCategory':'IVU','taxRate':25}]}}", "whatIf.taxRule[0].id",
                "'whatIf':{'taxRule':[]}}", "whatIf.taxRule",
                "'whatIf':{'price':[]}}", "whatIf.price",
                "'whatIf':{'taxRule':['x']}}", "whatIf.taxRule[0]",
                "'whatIf':{'price':[{'appliedBillingRateType':true,'percent':1}]}}",
                        "whatIf.price[0].appliedBillingRateType",
                "'whatIf':{'price':[{'product':{},'percent':1}]}}", "whatIf.price[0].product.id");
        for (var period : List.of("0000-01", "+10000-01", "9999-12", "1582-10")) {
            var response = RunsApi.post(
                    "", "{'billCycleSpecification':{'id':'RUN-R'},'period':'" + period + "','kind':'trial'}");
            assertThat(response.status()).as(period).isEqualTo(400);
            assertThat(response.text()).contains("period");
        }
        bodies.forEach((members, named) -> {
            var response = RunsApi.post("", of + members);
            assertThat(response.status()).as(members).isEqualTo(400);
            assertThat(response.text()).contains(named);
        });
    }

    @Test
    void accounts_are_held_and_released_before_the_approval() throws InterruptedException {
        Documents.load(
                RunsApi.cycle("RUN-C"),
                RunsApi.account("run-c-1", "RUN-C", ""),
                RunsApi.account("run-c-2", "RUN-C", ""),
                RunsApi.rate("run-c-1-1", "run-c-1", "2026-05-20T00:00:00Z", "70.00", "recurringCharge"),
                RunsApi.rate("run-c-2-1", "run-c-2", "2026-05-20T00:00:00Z", "30.00", "usageCharge"));
        var plan = RunsApi.planned("RUN-C", ",'workers':1");
        var id = plan.path("id").textValue();
        var held = RunsApi.post(id + "/hold", "{'reason':'looks wrong','account':[{'id':'run-c-1'}]}")
                .json();
        assertThat(held.path("digest")).isNotEqualTo(plan.path("digest"));
        assertThat(held.at("/plan/accounts")).isEqualTo(Api.json("{'planned':1,'held':1}"));
        assertThat(held.at("/plan/bill/0/amount/value").decimalValue()).isEqualByComparingTo("33.00");
        var stale = RunsApi.post(
                id + "/approval", "{'digest':'" + plan.path("digest").textValue() + "'}");
        assertThat(stale.status()).isEqualTo(409);
        var released =
                RunsApi.post(id + "/release", "{'account':[{'id':'run-c-1'}]}").json();
        assertThat(released.path("digest")).isEqualTo(plan.path("digest"));
        assertThat(released.path("plan")).isEqualTo(plan.path("plan"));
        RunsApi.post(id + "/hold", "{'reason':'looks wrong','account':[{'id':'run-c-2'}]}");
        var done = RunsApi.billed(Api.get(RunsApi.RUNS + "/" + id).json());
        assertThat(RunsApi.accounts(done.path("id").textValue(), ""))
                .containsExactly("run-c-1 billed 77.00", "run-c-2 held 33.00");
    }

    @Test
    void a_trial_shows_the_bills_under_other_tax_rules_and_is_never_billed() throws InterruptedException {
        Documents.load(
                RunsApi.cycle("RUN-D"),
                RunsApi.account("run-d-1", "RUN-D", ""),
                RunsApi.rate("run-d-1-1", "run-d-1", "2026-05-20T00:00:00Z", "100.00", "recurringCharge"));
        var trial = RunsApi.planned(
                "RUN-D", ",'kind':'trial','whatIf':{'taxRule':[{'id':'x','taxCategory':'IVU','taxRate':25}]}");
        assertThat(RunsApi.accounts(trial.path("id").textValue(), "")).containsExactly("run-d-1 refused");
        var other = RunsApi.planned("RUN-D", ",'kind':'trial'");
        assertThat(RunsApi.accounts(other.path("id").textValue(), "")).containsExactly("run-d-1 planned 110.00");
        var approved = RunsApi.post(
                other.path("id").textValue() + "/approval",
                "{'digest':'" + other.path("digest").textValue() + "'}");
        assertThat(approved.status()).isEqualTo(409);
    }

    /** The only chunk is left to no worker until the stream has shown it. */
    @Test
    void the_progress_of_a_run_is_followed_as_server_sent_events() throws Exception {
        var owner = Store.asOwner();
        owner.useHandle(tx -> {
            tx.execute(
                    "insert into bill_run (tenant, id, kind, state, cycle_specification_id, billing_date, chunk_size,"
                            + " prepared, planned_by) values ('PR', 'followed', 'trial', 'planning', 'x', '2026-06-08', 1, true, 'x')");
            tx.execute("insert into bill_run_chunk (tenant, run_id, no, after_account, retry_at)"
                    + " values ('PR', 'followed', 1, '', 'infinity')");
        });
        var request = HttpRequest.newBuilder(URI.create(RunsApi.RUNS + "/followed/events"))
                .header("Accept", "text/event-stream")
                .build();
        try (var client = HttpClient.newHttpClient()) {
            var response = client.send(request, HttpResponse.BodyHandlers.ofLines());
            assertThat(response.headers().firstValue("Content-Type")).contains("text/event-stream");
            var lines = response.body().iterator();
            assertThat(lines.next()).isEqualTo("event: billRun");
            assertThat(lines.next()).startsWith("data: {").contains("\"state\":\"planning\"", "\"planned\":0");
            owner.useHandle(tx ->
                    tx.execute("update bill_run_chunk set state = 'planned', digest = 'x' where run_id = 'followed'"));
            var rest = new ArrayList<String>();
            lines.forEachRemaining(rest::add);
            assertThat(rest).last().isEqualTo("");
            assertThat(rest.get(rest.size() - 2))
                    .startsWith("data: {")
                    .contains("\"state\":\"planned\"", "\"planned\":1");
        }
        assertThat(Api.get(RunsApi.RUNS + "/none/events", "Accept", "text/event-stream")
                        .status())
                .isEqualTo(404);
        assertThat(Api.get(RunsApi.RUNS + "/followed/events", "Accept", "application/pdf")
                        .status())
                .isEqualTo(406);
    }

    /**
     * 100.00 of usage and 50.00 a month make 165.00 with 10 % of tax; 110.00 and 50.00 make 176.00, which is 6.67 % more. A product with
     * 0.33333333 that costs 50 % less is 0.166666665, to 8 decimals 0.16666666: 0.17, and 0.02 of tax.
     */
    @Test
    void a_trial_shows_the_bills_with_other_prices_beside_those_of_the_plan() throws InterruptedException {
        Documents.load(
                RunsApi.cycle("RUN-F"),
                RunsApi.account("run-f-1", "RUN-F", ""),
                RunsApi.account("run-f-2", "RUN-F", ""),
                RunsApi.account("run-f-3", "RUN-F", ""),
                RunsApi.rate("run-f-1-1", "run-f-1", "2026-05-20T00:00:00Z", "100.00", "usageCharge"),
                RunsApi.rate("run-f-1-2", "run-f-1", "2026-05-20T00:00:00Z", "50.00", "recurringCharge"),
                RunsApi.rate("run-f-2-1", "run-f-2", "2026-05-20T00:00:00Z", "50.00", "recurringCharge"),
                RunsApi.rate("run-f-3-1", "run-f-3", "2026-05-20T00:00:00Z", "0.33333333", "recurringCharge")
                        .replace("\"isBilled\"", "\"product\":{\"id\":\"P-F\"},\"isBilled\""));
        var plan = RunsApi.planned("RUN-F", "").path("id").textValue();
        var trial = RunsApi.planned(
                        "RUN-F",
                        ",'kind':'trial','whatIf':{'billRun':{'id':'" + plan
                                + "'},'price':[{'appliedBillingRateType':'usageCharge','percent':10},"
                                + "{'product':{'id':'P-F'},'percent':-50}]}")
                .path("id")
                .textValue();
        assertThat(RunsApi.accounts(trial, ""))
                .containsExactly("run-f-1 planned 176.00", "run-f-2 planned 55.00", "run-f-3 planned 0.19");
        var higher = Api.get(Api.server() + "/operations/v1/billRunAccount?change=higher&billRun.id=" + trial)
                .json();
        assertThat(higher).hasSize(1);
        assertThat(higher.at("/0/previousAmountDue/value").decimalValue()).isEqualByComparingTo("165.00");
        assertThat(higher.at("/0/changePercent").decimalValue()).isEqualByComparingTo("6.67");
        assertThat(RunsApi.accounts(plan, ""))
                .as("the plan is as it was")
                .containsExactly("run-f-1 planned 165.00", "run-f-2 planned 55.00", "run-f-3 planned 0.36");
        for (var wrong : List.of(
                "{}",
                "{'price':3}",
                "{'price':[3]}",
                "{'price':[{'percent':-100}]}",
                "{'price':[{'percent':1.00001}]}",
                "{'price':[{'per':1}]}",
                "{'billRun':{}}",
                "{'other':1}")) {
            var refused = RunsApi.post(
                    "",
                    "{'billCycleSpecification':{'id':'RUN-F'},'period':'2026-06','kind':'trial','whatIf':" + wrong
                            + "}");
            assertThat(refused.status()).as(wrong + refused.text()).isEqualTo(400);
        }
        var unknown = RunsApi.post(
                "",
                "{'billCycleSpecification':{'id':'RUN-F'},'period':'2026-06','kind':'trial','whatIf':{'billRun':{'id':'none'}}}");
        assertThat(unknown.status()).isEqualTo(404);
    }

    @Test
    void the_bills_of_a_plan_are_compared_with_those_before() throws InterruptedException {
        Documents.load(
                RunsApi.cycle("RUN-E"),
                RunsApi.account("run-e-1", "RUN-E", ""),
                RunsApi.account("run-e-2", "RUN-E", ""),
                RunsApi.account("run-e-3", "RUN-E", ""),
                RunsApi.account("run-e-4", "RUN-E", ""),
                RunsApi.rate("run-e-1-1", "run-e-1", "2026-04-20T00:00:00Z", "100.00", "recurringCharge"),
                RunsApi.rate("run-e-2-1", "run-e-2", "2026-04-20T00:00:00Z", "100.00", "recurringCharge"),
                RunsApi.rate("run-e-3-1", "run-e-3", "2026-04-20T00:00:00Z", "100.00", "recurringCharge"));
        RunsApi.billed(RunsApi.planned("RUN-E", "2026-05", ""));
        Documents.load(
                RunsApi.rate("run-e-1-2", "run-e-1", "2026-05-20T00:00:00Z", "130.00", "recurringCharge"),
                RunsApi.rate("run-e-2-2", "run-e-2", "2026-05-20T00:00:00Z", "105.00", "recurringCharge"),
                RunsApi.rate("run-e-4-2", "run-e-4", "2026-05-20T00:00:00Z", "1.00", "recurringCharge"));
        var id = RunsApi.planned("RUN-E", "").path("id").textValue();
        assertThat(RunsApi.accounts(id, "&changePercent.gt=20")).containsExactly("run-e-1 planned 143.00");
        assertThat(Api.get(RunsApi.RUNS + "/" + id + "/diff?threshold=20")
                        .json()
                        .path("difference"))
                .isEqualTo(Api.json("""
                [{'change':'gone','accounts':1,'amountDue':{'unit':'USD','value':0},'previousAmountDue':{'unit':'USD','value':110.00}},
                 {'change':'higher','accounts':1,'amountDue':{'unit':'USD','value':143.00},'previousAmountDue':{'unit':'USD','value':110.00}},
                 {'change':'new','accounts':1,'amountDue':{'unit':'USD','value':1.10},'previousAmountDue':{'unit':'USD','value':0}},
                 {'change':'similar','accounts':1,'amountDue':{'unit':'USD','value':115.50},'previousAmountDue':{'unit':'USD','value':110.00}}]"""));
    }
}
