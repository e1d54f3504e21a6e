package org.billwright.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Billing rules hold bills and block runs over HTTP, and people decide their cases. Amounts are worked out by hand. */
@QuarkusTest
@QuarkusTestResource(StoreResource.class)
@Tag("server")
class BillingRuleTest {
    private static final String OPERATIONS = Api.server() + "/operations/v1/";

    private static void rule(String id, String cycle, String members) {
        var put = Api.withBody(
                "PUT",
                OPERATIONS + "billingRule/" + id,
                RunsApi.quoted("{" + members + ",'billCycleSpecification':{'id':'" + cycle + "'}}"),
                "Content-Type",
                "application/json");
        assertThat(put.status()).as(put.text()).isIn(200, 201);
    }

    /** The cases of a run: {@code account rule state value}. */
    private static List<String> cases(String run) {
        var list = Api.get(OPERATIONS + "billingCase?limit=100&billRun.id=" + run);
        assertThat(list.status()).as(list.text()).isEqualTo(200);
        return list.json()
                .valueStream()
                .map(of -> of.at("/billingAccount/id").asText("run") + " "
                        + of.at("/billingRule/id").textValue() + " "
                        + of.path("state").textValue() + " "
                        + of.path("value").decimalValue().toPlainString())
                .sorted()
                .toList();
    }

    private static String caseOf(String run, String account) {
        return Api.get(OPERATIONS + "billingCase?billRun.id=" + run + "&state=open&billingAccount.id=" + account)
                .json()
                .at("/0/id")
                .textValue();
    }

    private static Api.Response close(String id, String state) {
        return Api.post(
                OPERATIONS + "billingCase/" + id + "/closure",
                RunsApi.quoted("{'state':'" + state + "','reason':'looked at'}"));
    }

    private static List<String> causes(JsonNode explanation) {
        return explanation
                .path("cause")
                .valueStream()
                .map(cause -> cause.path("kind").textValue() + " "
                        + cause.at("/amount/value").decimalValue().toPlainString())
                .toList();
    }

    private static JsonNode run(String id) {
        return Api.get(RunsApi.RUNS + "/" + id).json();
    }

    /**
     * Bills of 11.00, 110.00, 220.00, 330.00 and 0.00 (10.00 and its credit). Those above 100.00 are held, and the one of zero; the run is
     * blocked while more than half of its accounts are held: 4 of 5 are 80 %.
     */
    @Test
    void bills_that_break_a_rule_are_held_until_it_is_decided() throws InterruptedException {
        var documents = new ArrayList<String>();
        documents.add(RunsApi.cycle("RULE-A"));
        for (int i = 1; i <= 5; i++) {
            documents.add(RunsApi.account("rule-a-" + i, "RULE-A", ""));
        }
        var net = List.of("10.00", "100.00", "200.00", "300.00");
        for (int i = 1; i <= 4; i++) {
            documents.add(
                    RunsApi.rate("rule-a-" + i, "rule-a-" + i, "2026-05-20T00:00:00Z", net.get(i - 1), "usageCharge"));
        }
        documents.add(RunsApi.rate("rule-a-5a", "rule-a-5", "2026-05-20T00:00:00Z", "10.00", "usageCharge"));
        documents.add(RunsApi.rate("rule-a-5b", "rule-a-5", "2026-05-20T00:00:00Z", "-10.00", "usageCharge"));
        Documents.load(documents.toArray(String[]::new));
        rule("high", "RULE-A", "'metric':'amountDue','maximum':100,'currency':'USD','severity':'holdBill'");
        rule("zero", "RULE-A", "'metric':'zero','severity':'holdBill'");
        rule("first", "RULE-A", "'metric':'firstBill','severity':'warn'");
        rule("share", "RULE-A", "'metric':'heldPercent','maximum':50,'severity':'blockRun'");
        var plan = RunsApi.planned("RULE-A", "");
        var id = plan.path("id").textValue();
        assertThat(RunsApi.accounts(id, ""))
                .containsExactly(
                        "rule-a-1 planned 11.00",
                        "rule-a-2 held 110.00",
                        "rule-a-3 held 220.00",
                        "rule-a-4 held 330.00",
                        "rule-a-5 held 0.00");
        assertThat(cases(id))
                .containsExactly(
                        "rule-a-1 first open 1",
                        "rule-a-2 first open 1",
                        "rule-a-2 high open 110.00",
                        "rule-a-3 first open 1",
                        "rule-a-3 high open 220.00",
                        "rule-a-4 first open 1",
                        "rule-a-4 high open 330.00",
                        "rule-a-5 first open 1",
                        "rule-a-5 zero open 1",
                        "run share open 80.00");
        assertThat(plan.at("/plan/billingRule")).isEqualTo(Api.json("""
                [{'key':'first','count':5,'amount':{'unit':'USD','value':671.00}},
                 {'key':'high','count':3,'amount':{'unit':'USD','value':660.00}},
                 {'key':'zero','count':1,'amount':{'unit':'USD','value':0.00}}]"""));
        assertThat(Api.get(RunsApi.RUNS + "/" + id + "/explanation")
                        .json()
                        .at("/currency/0/bills")
                        .asInt())
                .as("bills that are held are not what the run comes to")
                .isEqualTo(1);
        assertThat(causes(Api.get(OPERATIONS + "billRunAccount/" + id + ":rule-a-2/explanation")
                        .json()))
                .as("a held bill is explained alone")
                .containsExactly("usageQuantity 100.00", "tax 10.00");
        var blocked = RunsApi.post(
                id + "/approval", "{'digest':'" + plan.path("digest").textValue() + "'}");
        assertThat(blocked.status()).isEqualTo(409);
        assertThat(blocked.text()).contains("share: heldPercent is 80.00, above the maximum of 50");
        var share = Api.get(OPERATIONS + "billingCase?severity=blockRun&billRun.id=" + id)
                .json()
                .at("/0/id")
                .textValue();
        assertThat(close(share, "released").status()).isEqualTo(200);

        assertThat(close(caseOf(id, "rule-a-5"), "released").status()).isEqualTo(200);
        assertThat(close(caseOf(id, "rule-a-5"), "released").status()).isEqualTo(200);
        var unexplained = RunsApi.post(id + "/release", "{'account':[{'id':'rule-a-2'}]}");
        assertThat(unexplained.status())
                .as("a case is not released without a reason")
                .isEqualTo(400);
        assertThat(RunsApi.post(id + "/release", "{'account':[{'id':'rule-a-2'}],'reason':'a fleet'}")
                        .status())
                .isEqualTo(200);
        var third = Api.get(OPERATIONS + "billingCase?billingRule.id=high&billingAccount.id=rule-a-3&billRun.id=" + id)
                .json()
                .at("/0/id")
                .textValue();
        assertThat(close(third, "corrected").status()).isEqualTo(200);
        var again = close(third, "released");
        assertThat(again.status()).as(again.text()).isEqualTo(409);
        assertThat(RunsApi.accounts(id, ""))
                .containsExactly(
                        "rule-a-1 planned 11.00",
                        "rule-a-2 planned 110.00",
                        "rule-a-3 held 220.00",
                        "rule-a-4 held 330.00",
                        "rule-a-5 planned 0.00");
        var stale = RunsApi.post(
                id + "/approval", "{'digest':'" + plan.path("digest").textValue() + "'}");
        assertThat(stale.status()).as("the plan is another one now").isEqualTo(409);
        var done = RunsApi.billed(run(id));
        assertThat(done.at("/result/accounts")).isEqualTo(Api.json("{'billed':3,'held':2}"));
        assertThat(Api.get("customerBill?billingAccount.id=rule-a-4").json()).isEmpty();

        // What is decided after the run is done is for a run of the kind catchUp: it is not asked again.
        var fourth = Api.get(OPERATIONS + "billingCase?billingRule.id=high&billingAccount.id=rule-a-4&billRun.id=" + id)
                .json()
                .at("/0/id")
                .textValue();
        assertThat(close(fourth, "released").status()).isEqualTo(200);
        var catchUp = RunsApi.planned("RULE-A", ",'kind':'catchUp'");
        assertThat(RunsApi.accounts(catchUp.path("id").textValue(), ""))
                .containsExactly("rule-a-3 held 220.00", "rule-a-4 planned 330.00");
        assertThat(cases(catchUp.path("id").textValue()))
                .as("a catch-up is not judged as a whole")
                .noneMatch(of -> of.startsWith("run "));
        assertThat(cases(id).stream().filter(of -> of.contains(" open ")).map(of -> of.substring(0, 8)))
                .as("the cases of accounts that were planned again are theirs no more")
                .doesNotContain("rule-a-3", "rule-a-4");
        var suppressed = caseOf(catchUp.path("id").textValue(), "rule-a-3");
        assertThat(close(suppressed, "suppressed").status()).isEqualTo(200);
        RunsApi.billed(run(catchUp.path("id").textValue()));
        var last = RunsApi.planned("RULE-A", ",'kind':'catchUp'");
        assertThat(Api.get(OPERATIONS + "billRunAccount?billRun.id="
                                + last.path("id").textValue())
                        .json()
                        .at("/0/reason")
                        .textValue())
                .contains("suppressed by case");
    }

    @Test
    void all_cases_of_a_rule_are_decided_at_once_and_a_bill_with_another_open_case_stays_held()
            throws InterruptedException {
        Documents.load(
                RunsApi.cycle("RULE-B"),
                RunsApi.account("rule-b-1", "RULE-B", ""),
                RunsApi.account("rule-b-2", "RULE-B", ""),
                RunsApi.rate("rule-b-1", "rule-b-1", "2026-05-20T00:00:00Z", "10.00", "usageCharge"),
                RunsApi.rate("rule-b-2", "rule-b-2", "2026-05-20T00:00:00Z", "-20.00", "usageCharge"));
        rule("every", "RULE-B", "'metric':'firstBill','severity':'holdBill'");
        rule("negative", "RULE-B", "'metric':'negative','severity':'holdBill'");
        var id = RunsApi.planned("RULE-B", "").path("id").textValue();
        var closed = RunsApi.post(
                id + "/caseClosure",
                "{'billingRule':{'id':'every'},'state':'released','reason':'a new brand of customers'}");
        assertThat(closed.status()).as(closed.text()).isEqualTo(200);
        assertThat(closed.json().path("openCases").asInt()).isEqualTo(1);
        assertThat(RunsApi.accounts(id, "")).containsExactly("rule-b-1 planned 11.00", "rule-b-2 held -22.00");
        assertThat(RunsApi.post(id + "/cancel", "{}").status()).isEqualTo(200);
        assertThat(cases(id))
                .containsExactly(
                        "rule-b-1 every released 1", "rule-b-2 every released 1", "rule-b-2 negative cancelled 1");
        var again = RunsApi.planned("RULE-B", "").path("id").textValue();
        assertThat(RunsApi.accounts(again, ""))
                .as("what was released with the same value is not asked again")
                .containsExactly("rule-b-1 planned 11.00", "rule-b-2 held -22.00");
        var trial = RunsApi.planned("RULE-B", ",'kind':'trial','account':[{'id':'rule-b-2'}]");
        assertThat(close(caseOf(trial.path("id").textValue(), "rule-b-2"), "suppressed")
                        .status())
                .isEqualTo(200);
        assertThat(RunsApi.post(again + "/cancel", "{}").status()).isEqualTo(200);
        var third = RunsApi.planned("RULE-B", "").path("id").textValue();
        assertThat(cases(third)).as("a trial decides nothing").containsExactly("rule-b-2 negative open 1");
        assertThat(close(caseOf(third, "rule-b-2"), "released").status()).isEqualTo(200);
        var billed = RunsApi.billed(run(third));
        assertThat(RunsApi.post(billed.path("id").textValue() + "/undo", "{'reason':'wrong'}")
                        .status())
                .isEqualTo(200);
        RunsApi.awaited(third, "reverted");
        assertThat(cases(third)).containsExactly("rule-b-2 negative released 1");
    }

    /** May: 30.00 of charges; a forecast of 100.00 for June, which comes to 40.00: 60 % less. Usage is 100 % more. */
    @Test
    void a_run_is_judged_as_a_whole_by_its_forecast_and_by_the_last_run() throws InterruptedException {
        Documents.load(
                RunsApi.cycle("RULE-C"),
                RunsApi.account("rule-c", "RULE-C", ""),
                RunsApi.rate("rule-c-1", "rule-c", "2026-04-20T00:00:00Z", "10.00", "usageCharge"),
                RunsApi.rate("rule-c-2", "rule-c", "2026-04-20T00:00:00Z", "20.00", "recurringCharge"),
                RunsApi.rate("rule-c-3", "rule-c", "2026-05-20T00:00:00Z", "20.00", "usageCharge"),
                RunsApi.rate("rule-c-4", "rule-c", "2026-05-20T00:00:00Z", "20.00", "recurringCharge"));
        RunsApi.billed(RunsApi.planned("RULE-C", "2026-05", ""));
        rule("forecast", "RULE-C", "'metric':'forecastChangePercent','minimum':-10,'maximum':10,'severity':'blockRun'");
        rule("type", "RULE-C", "'metric':'chargeTypeChangePercent','maximum':50,'severity':'warn'");
        var trial = RunsApi.planned("RULE-C", ",'kind':'trial','forecast':[{'unit':'USD','value':100.00}]");
        var found = Api.get(OPERATIONS + "billingCase?billRun.id="
                        + trial.path("id").textValue())
                .json()
                .valueStream()
                .map(of -> of.path("part").textValue() + ": " + of.path("text").textValue())
                .sorted()
                .toList();
        assertThat(found)
                .containsExactly(
                        "USD: forecastChangePercent of USD is -60.00, below the minimum of -10",
                        "usageCharge USD: chargeTypeChangePercent of usageCharge USD is 100.00, above the maximum of 50");
        var without = RunsApi.planned("RULE-C", ",'kind':'trial'");
        assertThat(cases(without.path("id").textValue()))
                .as("without a forecast it is the last run: 40.00 are 33.33 % more than 30.00")
                .containsExactly("run forecast open 33.33", "run type open 100.00");
        var whatIf = RunsApi.planned(
                "RULE-C",
                ",'kind':'trial','whatIf':{'billingRule':[{'id':'tried','metric':'changePercent','maximum':33,'severity':'holdBill'}]}");
        assertThat(cases(whatIf.path("id").textValue())).containsExactly("rule-c tried open 33.33");
    }

    /** Three bills of 11.00, and one of 22.00: with a deviation of 5 %, 0.55, it is twenty of them above the median. */
    @Test
    void a_bill_shock_is_seen_in_the_plan_and_is_an_event() throws InterruptedException {
        var documents = new ArrayList<String>();
        documents.add(RunsApi.cycle("RULE-D"));
        documents.add(RunsApi.account(
                "rule-d", "RULE-D", ",'relatedParty':[{'id':'rule-d-person','name':'A','role':'customer'}]"));
        for (int month = 2; month <= 5; month++) {
            documents.add(RunsApi.rate(
                    "rule-d-" + month,
                    "rule-d",
                    "2026-0" + month + "-20T00:00:00Z",
                    month == 5 ? "20.00" : "10.00",
                    "usageCharge"));
        }
        Documents.load(documents.toArray(String[]::new));
        for (var period : List.of("2026-03", "2026-04", "2026-05")) {
            RunsApi.billed(RunsApi.planned("RULE-D", period, ""));
        }
        var tested = Api.post(
                OPERATIONS + "billingRuleTest",
                RunsApi.quoted(
                        "{'billingRule':{'metric':'amountDue','currency':'USD','maximum':10.99,'severity':'holdBill',"
                                + "'billCycleSpecification':{'id':'RULE-D'}},'runs':2}"));
        assertThat(tested.status()).as(tested.text()).isEqualTo(200);
        assertThat(tested.json()
                        .at("/billRun")
                        .valueStream()
                        .map(of -> of.path("billingDate").textValue() + " "
                                + of.path("bills").asInt() + " "
                                + of.path("broken").asInt() + " "
                                + of.at("/amountDue/0/value").decimalValue().toPlainString()))
                .containsExactly("2026-05-08 1 1 11.00", "2026-04-08 1 1 11.00");
        var plan = RunsApi.planned("RULE-D", "");
        var id = plan.path("id").textValue();
        var account =
                Api.get(OPERATIONS + "billRunAccount?billRun.id=" + id).json().get(0);
        assertThat(account.path("medianDistance").decimalValue()).isEqualByComparingTo("20");
        assertThat(account.path("billShock").textValue())
                .isEqualTo(
                        "The charges of this bill are 22.00 USD: 2.0 times the usual amount of 11.00 USD (the median of the last 3 bills).");
        assertThat(plan.at("/plan/billShock/0/count").asInt()).isEqualTo(1);
        var planned = Api.get(OPERATIONS + "billRunAccount/" + id + ":rule-d/explanation");
        assertThat(planned.status()).as(planned.text()).isEqualTo(200);
        assertThat(planned.json().at("/billShock/factor").decimalValue()).isEqualByComparingTo("2.0");
        assertThat(causes(planned.json())).containsExactly("usageQuantity 10.00", "tax 1.00");
        var ofRun = Api.get(RunsApi.RUNS + "/" + id + "/explanation").json();
        assertThat(ofRun.at("/currency/0/difference/value").decimalValue()).isEqualByComparingTo("11.00");
        assertThat(causes(ofRun.at("/currency/0"))).containsExactly("usageQuantity 10.00", "tax 1.00");
        assertThat(Api.get(OPERATIONS + "billRunAccount/" + id + ":nobody/explanation")
                        .status())
                .isEqualTo(404);
        RunsApi.billed(plan);
        var made = Api.get("customerBill?sort=-billDate&limit=1&billingAccount.id=rule-d")
                .json()
                .at("/0/id")
                .textValue();
        assertThat(Api.get(OPERATIONS + "customerBill/" + made + "/explanation")
                        .json()
                        .at("/billShock/usualAmount/value")
                        .decimalValue())
                .isEqualByComparingTo("11.00");
        assertThat(causes(
                        Api.get(RunsApi.RUNS + "/" + id + "/explanation").json().at("/currency/0")))
                .as("the bills that were made are explained as they were planned")
                .containsExactly("usageQuantity 10.00", "tax 1.00");
        var events = Store.asOwner()
                .withHandle(owner -> owner.createQuery(
                                "select doc #>> '{event,customerBill,amountDue,value}' from event where type = 'CustomerBillShockEvent'"
                                        + " and doc #>> '{event,customerBill,billingAccount,id}' = 'rule-d'")
                        .mapTo(String.class)
                        .list());
        assertThat(events).containsExactly("22.00");
        var sample = Api.get(RunsApi.RUNS + "/" + id + "/sample?size=5&seed=7");
        assertThat(sample.json().at("/billRunAccount/0/billingAccount/id").textValue())
                .isEqualTo("rule-d");
    }

    @Test
    void a_sample_has_the_rare_kinds_of_change_and_the_same_seed_gives_the_same() throws InterruptedException {
        var documents = new ArrayList<String>();
        documents.add(RunsApi.cycle("RULE-E"));
        for (int i = 0; i < 40; i++) {
            var id = "rule-e-" + (10 + i);
            documents.add(RunsApi.account(id, "RULE-E", ""));
            documents.add(RunsApi.rate(id, id, "2026-05-20T00:00:00Z", i == 17 ? "-5.00" : "5.00", "usageCharge"));
        }
        Documents.load(documents.toArray(String[]::new));
        var id = RunsApi.planned("RULE-E", "").path("id").textValue();
        var first = Api.get(RunsApi.RUNS + "/" + id + "/sample?size=6&seed=1").json();
        assertThat(first.path("billRunAccount")).hasSize(6);
        assertThat(first.path("billRunAccount")
                        .valueStream()
                        .filter(of -> of.path("change").asText().equals("negative")))
                .hasSize(1);
        assertThat(Api.get(RunsApi.RUNS + "/" + id + "/sample?size=6&seed=1").json())
                .isEqualTo(first);
        assertThat(Api.get(RunsApi.RUNS + "/" + id + "/sample?size=6&seed=2").json())
                .isNotEqualTo(first);
    }
}
