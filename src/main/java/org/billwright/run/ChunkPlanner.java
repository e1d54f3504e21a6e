package org.billwright.run;

import java.time.Clock;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.billwright.account.AccountStore;
import org.billwright.billing.BillMaker;
import org.billwright.billing.BillingTerms;
import org.billwright.billing.Calculation;
import org.billwright.json.DateTimes;
import org.billwright.proof.DocumentInvariants;
import org.billwright.run.BillingCaseStore.NewCase;
import org.billwright.run.ChunkStore.Chunk;
import org.billwright.run.RunAccount.Amounts;
import org.billwright.run.RunAccount.Status;
import org.billwright.store.Ids;
import org.jdbi.v3.core.Handle;

/** Plans a chunk: calculates the bills of its accounts by the calculation that makes them, and writes what they come to. */
final class ChunkPlanner {
    private final Clock clock;
    private final Runnable progress;

    /** @param progress runs after each of many steps */
    ChunkPlanner(Clock clock, Runnable progress) {
        this.clock = clock;
        this.progress = progress;
    }

    void plan(Handle tx, BillRun run, RunTerms terms, Chunk chunk) {
        var cycleId = terms.calendar().cycleId(run.billingDate());
        var ids = RunAccountStore.toPlan(tx, run, chunk, cycleId);
        var accounts = calculate(tx, run, terms, ids);
        RunAccountStore.insert(tx, chunk, accounts);
        var totals = RunTotals.of(accounts, Status.PLANNED)
                .withAlreadyBilled(RunAccountStore.alreadyBilled(tx, run, chunk, cycleId));
        ChunkStore.planned(tx, chunk, RunAccount.digest(accounts), totals.document());
    }

    private List<RunAccount> calculate(Handle tx, BillRun run, RunTerms terms, List<String> ids) {
        if (ids.isEmpty()) {
            return List.of();
        }
        OffsetDateTime now = DateTimes.now(clock);
        var toBill = new ArrayList<BillingTerms>();
        AccountStore.all(tx, run.tenant(), ids).forEach(account -> toBill.add(terms.of(account, Ids.next())));
        var inspection = RunInspection.of(tx, run, ids);
        var cases = new ArrayList<NewCase>();
        var planned = BillMaker.plan(
                tx,
                run.tenant(),
                now,
                WhatIf.table(tx, run),
                WhatIf.prices(run),
                toBill,
                progress,
                calculation -> refusal(run, terms, calculation, now)
                        .map(reason -> without(calculation, Status.REFUSED, Optional.of(reason), inspection))
                        .orElseGet(() -> account(calculation, inspection, cases)));
        if (run.kind() != RunKind.TRIAL) {
            BillingCaseStore.supersede(tx, run, ids);
        }
        BillingCaseStore.insert(tx, run, cases);
        return planned;
    }

    /** Why an account is not planned, whatever its bill comes to. A trial is also of the future. */
    private static Optional<String> refusal(BillRun run, RunTerms terms, Calculation calculation, OffsetDateTime now) {
        if (!terms.isOfCalendar()) {
            return Optional.of("the bill cycle specification has another billing date now; cancel the run");
        }
        return Optional.of(terms.endOf(calculation.terms().account()))
                .filter(end -> run.kind() != RunKind.TRIAL && end.isAfter(now))
                .map(end -> "the period of the account ends at " + end);
    }

    private static RunAccount account(Calculation calculation, RunInspection inspection, List<NewCase> cases) {
        return switch (calculation) {
            case Calculation.Bill bill ->
                DocumentInvariants.ofBill(bill.document())
                        .map(wrong -> without(
                                bill,
                                Status.REFUSED,
                                Optional.of("the amounts of its bill do not agree: " + wrong),
                                inspection))
                        .orElseGet(() -> account(bill, inspection, cases));
            case Calculation.NothingToBill nothing ->
                without(nothing, Status.NOTHING_DUE, Optional.empty(), inspection);
            case Calculation.Held held -> without(held, Status.HELD, Optional.of(held.reason()), inspection);
            case Calculation.Refused refused ->
                without(refused, Status.REFUSED, Optional.of(refused.reason()), inspection);
        };
    }

    private static RunAccount account(Calculation.Bill bill, RunInspection inspection, List<NewCase> cases) {
        var id = bill.terms().account().id();
        var judged = inspection.judge(bill);
        judged.breaches()
                .forEach(breach -> cases.add(new NewCase(breach, Optional.of(id), Optional.of(bill.amountDue()))));
        var held = judged.suppressed()
                .map(of -> "the bill of the period is suppressed by case " + of)
                .or(() -> Optional.of(judged.holding())
                        .filter(rules -> !rules.isEmpty())
                        .map(RunAccount::heldBy));
        return new RunAccount(
                id,
                held.isPresent() ? Status.HELD : Status.PLANNED,
                held,
                bill.digest().hex(),
                Optional.of(new Amounts(
                        bill.draft().id(),
                        bill.billed().taxExcluded(),
                        bill.billed().taxIncluded(),
                        bill.amountDue())),
                inspection.previous(id),
                bill.billed().lines().size(),
                bill.parts(),
                Optional.of(judged.metrics()),
                judged.breaches().stream().map(breach -> breach.rule().id()).toList());
    }

    private static RunAccount without(
            Calculation calculation, Status status, Optional<String> reason, RunInspection inspection) {
        var id = calculation.terms().account().id();
        return new RunAccount(
                id,
                status,
                reason,
                calculation.digest().hex(),
                Optional.empty(),
                inspection.previous(id),
                0,
                List.of(),
                Optional.empty(),
                List.of());
    }
}
