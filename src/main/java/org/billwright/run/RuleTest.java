package org.billwright.run;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.billwright.billingrule.BillingRule;
import org.billwright.billingrule.RuleBreach;
import org.billwright.billingrule.RuleMetric;
import org.billwright.json.Json;
import org.jdbi.v3.core.Handle;

/** Says what a rule would have found in the last runs, by what was measured when they were planned. */
public final class RuleTest {
    /** How many runs are looked at at most. */
    public static final int MAX_RUNS = 24;

    private static final int EXAMPLES = 10;

    private final BillingRule rule;
    private long bills;
    private long broken;
    private final Map<String, BigDecimal> amounts = new TreeMap<>();
    private final List<ObjectNode> examples = new ArrayList<>();

    private RuleTest(BillingRule rule) {
        this.rule = rule;
    }

    /** Tests a rule on the newest runs of its bill cycle, or of all; trials and cancelled runs are none. */
    public static ObjectNode of(Handle tx, String tenant, BillingRule rule, int runs) {
        var document = Json.object();
        var results = document.putArray("billRun");
        for (var run : RunHistoryStore.newestPlanned(tx, tenant, rule.cycleSpecificationId(), runs)) {
            results.add(
                    rule.metric().subject() == RuleMetric.Subject.RUN
                            ? ofRun(tx, run, rule)
                            : new RuleTest(rule).ofBills(tx, run));
        }
        return document;
    }

    private static ObjectNode head(BillRun run) {
        var result = Json.object()
                .put("id", run.id())
                .put("billingDate", run.billingDate().toString());
        result.putObject("billCycleSpecification").put("id", run.cycleSpecificationId());
        return result;
    }

    private static ObjectNode ofRun(Handle tx, BillRun run, BillingRule rule) {
        var judge = new RunRules(
                RunHistoryStore.planTotals(tx, run).orElseGet(Json::object),
                RunHistoryStore.lastResult(tx, run),
                RunHistoryStore.forecast(tx, run));
        var breaches = judge.breaches(rule);
        var result = head(run).put("broken", breaches.size());
        var list = result.putArray("example");
        breaches.forEach(breach -> list.addObject().put("value", breach.value()).put("text", breach.text()));
        return result;
    }

    private ObjectNode ofBills(Handle tx, BillRun run) {
        RunAccountReader.readAll(tx, run, this::look);
        var result = head(run).put("bills", bills).put("broken", broken);
        if (bills > 0) {
            result.put(
                    "brokenPercent",
                    BigDecimal.valueOf(broken * 100).divide(BigDecimal.valueOf(bills), 3, RoundingMode.HALF_UP));
        }
        var sums = result.putArray("amountDue");
        amounts.forEach((unit, value) -> sums.addObject().put("unit", unit).put("value", value));
        result.putArray("example").addAll(examples);
        return result;
    }

    private void look(RunAccount account) {
        account.metrics().ifPresent(metrics -> {
            bills++;
            rule.breach(metrics).ifPresent(breach -> add(account, breach));
        });
    }

    private void add(RunAccount account, RuleBreach breach) {
        broken++;
        var due = account.amounts().orElseThrow().amountDue();
        amounts.merge(due.unit(), due.value(), BigDecimal::add);
        if (examples.size() < EXAMPLES) {
            var example = Json.object();
            example.putObject("billingAccount").put("id", account.accountId());
            example.put("value", breach.value()).put("text", breach.text());
            example.putObject("amountDue").put("unit", due.unit()).put("value", due.value());
            examples.add(example);
        }
    }
}
