package org.billwright.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Locale;

/** Bill runs over HTTP, for tests. */
public final class RunsApi {
    static final String RUNS = Api.server() + "/operations/v1/billRun";
    private static final String ACCOUNTS = Api.server() + "/operations/v1/billRunAccount";

    private RunsApi() {}

    static String quoted(String text) {
        return text.replace('\'', '"');
    }

    /** A cycle specification: on the 8th of each month. */
    public static String cycle(String id) {
        return quoted("{'@type':'BillCycleSpecification','id':'" + id
                + "','name':'monthly','billingDateShift':7,'frequency':'monthly','timeZone':'America/Puerto_Rico'}");
    }

    /** An account of a cycle. */
    public static String account(String id, String cycle, String members) {
        return quoted("{'@type':'BillingAccount','id':'" + id
                + "','currency':'USD','timeZone':'America/Puerto_Rico','billStructure':{'cycleSpecification':{'id':'"
                + cycle + "'}}" + members + "}");
    }

    /** A rate with a tax of 10 %. */
    public static String rate(String id, String account, String date, String amount, String type) {
        return quoted(
                "{'@type':'AppliedCustomerBillingRate','id':'" + id + "','isBilled':false,'billingAccount':{'id':'"
                        + account + "'},'type':'" + type + "','date':'" + date
                        + "','taxExcludedAmount':{'unit':'USD','value':" + amount
                        + "},'appliedTax':[{'taxCategory':'IVU','taxRate':10}]}");
    }

    static Api.Response post(String path, String body) {
        return Api.post(path.isEmpty() ? RUNS : RUNS + "/" + path, quoted(body));
    }

    /** Plans a run of June, and waits for its plan. */
    static JsonNode planned(String cycle, String members) throws InterruptedException {
        return planned(cycle, "2026-06", members);
    }

    /** Plans a run, and waits for its plan. */
    public static JsonNode planned(String cycle, String period, String members) throws InterruptedException {
        var made =
                post("", "{'billCycleSpecification':{'id':'" + cycle + "'},'period':'" + period + "'" + members + "}");
        assertThat(made.status()).as(made.text()).isEqualTo(201);
        return awaited(made.json().path("id").textValue(), "planned");
    }

    /** Approves a plan, and waits for its bills. */
    public static JsonNode billed(JsonNode plan) throws InterruptedException {
        var id = plan.path("id").textValue();
        var approved =
                post(id + "/approval", "{'digest':'" + plan.path("digest").textValue() + "'}");
        assertThat(approved.status()).as(approved.text()).isEqualTo(200);
        return awaited(id, "done");
    }

    /** Waits until a run is in this state. */
    public static JsonNode awaited(String id, String state) throws InterruptedException {
        for (int i = 0; i < 600; i++) {
            var run = Api.get(RUNS + "/" + id).json();
            if (run.path("state").asText().equals(state)) {
                return run;
            }
            assertThat(run.path("state").asText())
                    .as(run.toString())
                    .isIn("planning", "billing", "planned", "done", "reverting");
            Thread.sleep(50);
        }
        throw new AssertionError("run " + id + " is not " + state + ": "
                + Api.get(RUNS + "/" + id).text());
    }

    /** The accounts of a run by their ids: {@code id status amount}. */
    static List<String> accounts(String run, String filter) {
        var list = Api.get(ACCOUNTS + "?limit=100&sort=id&billRun.id=" + run + filter);
        assertThat(list.status()).as(list.text()).isEqualTo(200);
        return list.json()
                .valueStream()
                .map(account -> String.format(
                        Locale.ROOT,
                        "%s %s%s",
                        account.at("/billingAccount/id").textValue(),
                        account.path("status").textValue(),
                        account.has("amountDue")
                                ? " "
                                        + account.at("/amountDue/value")
                                                .decimalValue()
                                                .toPlainString()
                                : ""))
                .toList();
    }
}
