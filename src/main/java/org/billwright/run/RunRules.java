package org.billwright.run;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.billwright.billing.BillPart;
import org.billwright.billingrule.BillingRule;
import org.billwright.billingrule.RuleBreach;
import org.jdbi.v3.core.Handle;

/** Judges a planned run as a whole by its control totals: a pure function of them, and of those of the last run. */
final class RunRules {
    private static final BigDecimal HUNDRED = BigDecimal.valueOf(100);
    private static final String ALREADY_BILLED = "alreadyBilled";

    private final ObjectNode totals;
    private final Optional<ObjectNode> lastTotals;
    private final Optional<JsonNode> forecast;

    /**
     * @param totals of the plan
     * @param lastTotals of the bills of the last run
     * @param forecast amounts without taxes that are expected, one a currency
     */
    RunRules(ObjectNode totals, Optional<ObjectNode> lastTotals, Optional<JsonNode> forecast) {
        this.totals = totals;
        this.lastTotals = lastTotals;
        this.forecast = forecast;
    }

    /** Adds the cases of a run whose planning ended. A catch-up is of what was left: shares and sums of it say nothing. */
    static void apply(Handle tx, BillRun run, ObjectNode totals) {
        if (run.kind() == RunKind.CATCH_UP) {
            return;
        }
        var rules = WhatIf.rules(tx, run);
        var judge = new RunRules(totals, RunHistoryStore.lastResult(tx, run), RunHistoryStore.forecast(tx, run));
        var cases = new ArrayList<BillingCaseStore.NewCase>();
        for (var rule : rules) {
            judge.breaches(rule)
                    .forEach(breach ->
                            cases.add(new BillingCaseStore.NewCase(breach, Optional.empty(), Optional.empty())));
        }
        BillingCaseStore.insert(tx, run, cases);
    }

    /** How the run breaks a rule: once for each currency or charge type in which it does. */
    List<RuleBreach> breaches(BillingRule rule) {
        return switch (rule.metric()) {
            case REFUSED_PERCENT -> share(rule, accounts("refused"));
            case HELD_PERCENT -> share(rule, accounts("held"));
            case GONE_PERCENT -> share(rule, gone());
            case FORECAST_CHANGE_PERCENT -> changes(rule, expected(), sums(totals, "bill", "taxExcluded"));
            case CHARGE_TYPE_CHANGE_PERCENT ->
                changes(
                        rule,
                        lastTotals.map(last -> chargeTypes(rule, last)).orElse(Map.of()),
                        chargeTypes(rule, totals));
            case AMOUNT_DUE,
                    CHANGE_AMOUNT,
                    CHANGE_PERCENT,
                    MEDIAN_DISTANCE,
                    BILL_SHOCK,
                    ZERO,
                    NEGATIVE,
                    FIRST_BILL,
                    MISSING_PRODUCTS,
                    LINES,
                    LINES_WITHOUT_TAX,
                    DUPLICATE_LINES,
                    OLDEST_RATE_DAYS,
                    LARGEST_LINE_PERCENT -> List.of();
        };
    }

    private long accounts(String status) {
        return totals.path("accounts").path(status).asLong();
    }

    /** Accounts that had a bill before and have none, in any currency. */
    private long gone() {
        long gone = 0;
        for (var change : totals.path("change")) {
            gone += change.path("key").asText().equals("gone")
                    ? change.path("count").asLong()
                    : 0;
        }
        return gone;
    }

    private List<RuleBreach> share(BillingRule rule, long accounts) {
        long all = 0;
        for (var count : totals.path("accounts").properties()) {
            all += count.getKey().equals(ALREADY_BILLED) ? 0 : count.getValue().asLong();
        }
        if (all == 0) {
            return List.of();
        }
        var of = BigDecimal.valueOf(accounts);
        return rule.breach(of.multiply(HUNDRED).divide(BigDecimal.valueOf(all), 2, RoundingMode.HALF_UP)).stream()
                .toList();
    }

    private Map<String, BigDecimal> expected() {
        return forecast.map(RunRules::amounts)
                .or(() -> lastTotals.map(last -> sums(last, "bill", "taxExcluded")))
                .orElse(Map.of());
    }

    private static Map<String, BigDecimal> amounts(JsonNode forecast) {
        var amounts = new TreeMap<String, BigDecimal>();
        forecast.forEach(amount ->
                amounts.put(amount.path("unit").asText(), amount.path("value").decimalValue()));
        return amounts;
    }

    /** What is expected and not there is a change of minus 100 percent; of what was zero there is no percentage. */
    private static List<RuleBreach> changes(
            BillingRule rule, Map<String, BigDecimal> before, Map<String, BigDecimal> now) {
        var breaches = new ArrayList<RuleBreach>();
        before.forEach((part, was) -> {
            var unit = part.substring(part.lastIndexOf(' ') + 1);
            if (was.signum() != 0 && rule.isOf(unit)) {
                var is = now.getOrDefault(part, BigDecimal.ZERO);
                var percent = is.subtract(was).multiply(HUNDRED).divide(was.abs(), 2, RoundingMode.HALF_UP);
                rule.breach(percent).ifPresent(breach -> breaches.add(breach.with(part)));
            }
        });
        return breaches;
    }

    private static Map<String, BigDecimal> chargeTypes(BillingRule rule, ObjectNode of) {
        var sums = new TreeMap<String, BigDecimal>();
        of.path(BillPart.Kind.CHARGE_TYPE.code()).forEach(sum -> {
            var key = sum.path("key").asText();
            if (rule.chargeType().map(key::equals).orElse(true)) {
                sums.put(
                        key + " " + sum.path("amount").path("unit").asText(),
                        sum.path("amount").path("value").decimalValue());
            }
        });
        return sums;
    }

    private static Map<String, BigDecimal> sums(ObjectNode of, String kind, String key) {
        var sums = new TreeMap<String, BigDecimal>();
        of.path(kind).forEach(sum -> {
            if (sum.path("key").asText().equals(key)) {
                sums.put(
                        sum.path("amount").path("unit").asText(),
                        sum.path("amount").path("value").decimalValue());
            }
        });
        return sums;
    }
}
