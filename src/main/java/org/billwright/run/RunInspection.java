package org.billwright.run;

import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.billwright.billing.Calculation;
import org.billwright.billingrule.BillHistory;
import org.billwright.billingrule.BillHistoryStore;
import org.billwright.billingrule.BillMetrics;
import org.billwright.billingrule.BillingRule;
import org.billwright.billingrule.RuleBreach;
import org.billwright.billingrule.RuleSeverity;
import org.billwright.money.Money;
import org.jdbi.v3.core.Handle;

/** Judges the planned bills of accounts by the billing rules, with all that was read for it at once. */
final class RunInspection {
    private final List<BillingRule> rules;
    private final Map<String, BillHistory> histories;
    private final Map<String, Set<String>> recurringProducts;
    private final Map<String, List<BillingCaseStore.Closed>> closed;
    private final Optional<Map<String, Money>> compared;

    private RunInspection(
            List<BillingRule> rules,
            Map<String, BillHistory> histories,
            Map<String, Set<String>> recurringProducts,
            Map<String, List<BillingCaseStore.Closed>> closed,
            Optional<Map<String, Money>> compared) {
        this.rules = rules;
        this.histories = histories;
        this.recurringProducts = recurringProducts;
        this.closed = closed;
        this.compared = compared;
    }

    /** Reads what is needed to judge the bills of these accounts. */
    static RunInspection of(Handle tx, BillRun run, Collection<String> accounts) {
        var histories = BillHistoryStore.before(tx, run.tenant(), run.endOfBillingDate(), accounts);
        var last = new HashSet<String>();
        histories.values().forEach(history -> history.last().ifPresent(bill -> last.add(bill.id())));
        return new RunInspection(
                WhatIf.rules(tx, run),
                histories,
                BillHistoryStore.recurringProducts(tx, run.tenant(), last),
                BillingCaseStore.closed(tx, run, accounts),
                WhatIf.comparedRun(run)
                        .map(other -> RunAccountStore.plannedAmounts(tx, run.tenant(), other, accounts)));
    }

    /** What was found of a bill. */
    record Result(BillMetrics metrics, List<RuleBreach> breaches, Optional<String> suppressed) {
        /** The rules that hold the bill. */
        List<String> holding() {
            return breaches.stream()
                    .map(RuleBreach::rule)
                    .filter(rule -> rule.severity() == RuleSeverity.HOLD_BILL)
                    .map(BillingRule::id)
                    .toList();
        }
    }

    /** The amount due of the bill before: the last one, or that of the run with which a trial is compared. */
    Optional<Money> previous(String account) {
        return compared.map(amounts -> Optional.ofNullable(amounts.get(account)))
                .orElseGet(() -> history(account).last().map(BillHistory.Bill::amountDue));
    }

    private BillHistory history(String account) {
        return histories.getOrDefault(account, BillHistory.NONE);
    }

    /** Judges a bill. A case that was released with the same value is none again; a suppressed bill stays so. */
    Result judge(Calculation.Bill bill) {
        var account = bill.terms().account().id();
        var history = history(account);
        var metrics = BillMetrics.of(new BillMetrics.Input(
                bill.amountDue(),
                bill.billed().taxIncluded(),
                bill.draft().period().end(),
                bill.lines(),
                previous(account),
                history,
                history.last()
                        .map(last -> recurringProducts.getOrDefault(last.id(), Set.of()))
                        .orElse(Set.of())));
        var decided = closed.getOrDefault(account, List.of());
        return new Result(
                metrics,
                metrics.breaches(rules).stream()
                        .filter(breach -> decided.stream().noneMatch(of -> of.releases(breach)))
                        .toList(),
                decided.stream()
                        .filter(BillingCaseStore.Closed::isSuppressed)
                        .map(BillingCaseStore.Closed::id)
                        .findFirst());
    }
}
