package org.billwright.console;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import org.billwright.api.Api;
import org.billwright.api.Documents;
import org.billwright.api.RunsApi;
import org.billwright.api.StoreResource;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Billing rules and their cases in the console, over HTTP. Bills of 20.00 and 200.00 with 10 % tax: 22.00 and 220.00. */
@QuarkusTest
@QuarkusTestResource(StoreResource.class)
@Tag("server")
class ConsoleRuleTest {
    private static final String OPERATIONS = Api.server() + "/operations/v1/";

    private final ConsoleClient browser = new ConsoleClient();

    private static String caseOf(String run, String rule, String account) {
        return Api.get(OPERATIONS + "billingCase?billRun.id=" + run + "&billingRule.id=" + rule + "&billingAccount.id="
                        + account)
                .json()
                .at("/0/id")
                .textValue();
    }

    private void add(String id, String metric, String maximum, String severity) {
        var added = browser.submit(
                "billingRules/do/addRule",
                "id",
                id,
                "metric",
                metric,
                "maximum",
                maximum,
                "currency",
                maximum.isEmpty() ? "" : "USD",
                "severity",
                severity,
                "billCycleSpecification.id",
                "CON-R");
        assertThat(added.status()).as(added.text()).isEqualTo(303);
        assertThat(added.header("Location")).isEqualTo("/console/billingRules/" + id + "?done=addRule");
    }

    @Test
    void rules_open_cases_which_people_decide() throws InterruptedException {
        Documents.load(
                RunsApi.cycle("CON-R"),
                RunsApi.account("con-r-1", "CON-R", ""),
                RunsApi.account("con-r-2", "CON-R", ""),
                RunsApi.rate("con-r-1", "con-r-1", "2026-05-20T00:00:00Z", "20.00", "usageCharge"),
                RunsApi.rate("con-r-2", "con-r-2", "2026-05-20T00:00:00Z", "200.00", "usageCharge"));
        add("con-high", "amountDue", "100", "holdBill");
        add("con-first", "firstBill", "", "warn");
        var refused =
                browser.submit("billingRules/do/addRule", "id", "con-bad", "metric", "amountDue", "severity", "warn");
        assertThat(refused.status()).isEqualTo(422);
        assertThat(refused.text()).contains("role=\"alert\"", "value=\"con-bad\"");
        assertThat(browser.page("billingRules?severity=holdBill"))
                .contains("con-high")
                .doesNotContain("con-first");

        var run = RunsApi.planned("CON-R", "2026-06", "").path("id").textValue();
        var cases = browser.page("runs/" + run + "/cases");
        assertThat(cases).contains("/do/closeCases?billingRule.id=con-first", "con-r-1", "con-r-2", "$220.00");
        var high = caseOf(run, "con-high", "con-r-2");
        assertThat(browser.page("cases?state=open&run=" + run + "&rule=con-high"))
                .contains("/console/cases/" + high, "con-r-2")
                .doesNotContain("con-r-1");

        assertThat(browser.page("cases/" + high)).contains("$220.00", "con-high", "/do/closeCase");
        assertThat(browser.page("cases/" + high + "/do/closeCase")).contains("$220.00", "<option value=\"suppressed\"");
        var noReason = browser.submit("cases/" + high + "/do/closeCase", "state", "released");
        assertThat(noReason.status()).isEqualTo(422);
        var closed = browser.submit("cases/" + high + "/do/closeCase", "state", "released", "reason", "a big order");
        assertThat(closed.header("Location")).isEqualTo("/console/cases/" + high + "?done=closeCase");
        assertThat(browser.page("cases/" + high))
                .contains("released", "a big order")
                .doesNotContain("/do/closeCase");

        var all = browser.submit(
                "runs/" + run + "/do/closeCases?billingRule.id=con-first",
                "billingRule.id",
                "con-first",
                "state",
                "released",
                "reason",
                "new customers");
        assertThat(all.header("Location")).isEqualTo("/console/runs/" + run + "/cases?done=closeCases");
        assertThat(Api.get(OPERATIONS + "billRun/" + run)
                        .json()
                        .path("openCases")
                        .asInt())
                .isZero();
        assertThat(browser.page("runs/" + run + "/cases"))
                .contains("new customers")
                .doesNotContain("/do/closeCases");

        var test = browser.page("billingRuleTest?metric=amountDue&maximum=200&currency=USD&severity=warn"
                + "&billCycleSpecification.id=CON-R&runs=3");
        assertThat(test).contains("/console/runs/" + run, "con-r-2", "$220.00").doesNotContain("con-r-1");
        var untestable = browser.get("billingRuleTest?metric=amountDue&severity=warn");
        assertThat(untestable.status()).isEqualTo(422);

        var changed = browser.submit(
                "billingRules/con-high/do/changeRule",
                "metric",
                "amountDue",
                "maximum",
                "500",
                "currency",
                "USD",
                "severity",
                "warn",
                "billCycleSpecification.id",
                "CON-R");
        assertThat(changed.status()).as(changed.text()).isEqualTo(303);
        assertThat(browser.page("billingRules/con-high/do/changeRule"))
                .contains("value=\"500\"", "<option value=\"warn\" selected>");
        assertThat(browser.submit("billingRules/con-high/do/deleteRule").header("Location"))
                .isEqualTo("/console/billingRules?done=deleteRule");
        assertThat(Api.get(OPERATIONS + "billingRule/con-high").status()).isEqualTo(404);
        assertThat(browser.page("cases/" + high)).contains("a big order");
    }
}
