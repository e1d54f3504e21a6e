package org.billwright.run;

import java.time.Clock;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.billwright.account.AccountStore;
import org.billwright.billing.BillMaker;
import org.billwright.billing.BillingTerms;
import org.billwright.billing.Calculation;
import org.billwright.json.DateTimes;
import org.billwright.money.Money;
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
        var before = WhatIf.comparedRun(run)
                .map(other -> RunAccountStore.plannedAmounts(tx, run.tenant(), other, ids))
                .orElseGet(() -> RunAccountStore.lastAmounts(tx, run, ids));
        return BillMaker.plan(
                tx,
                run.tenant(),
                now,
                WhatIf.table(tx, run),
                WhatIf.prices(run),
                toBill,
                progress,
                calculation -> refusal(run, terms, calculation, now)
                        .map(reason ->
                                without(calculation, Status.REFUSED, Optional.of(reason), before(before, calculation)))
                        .orElseGet(() -> account(calculation, before)));
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

    private static Optional<Money> before(Map<String, Money> amounts, Calculation calculation) {
        return Optional.ofNullable(amounts.get(calculation.terms().account().id()));
    }

    private static RunAccount account(Calculation calculation, Map<String, Money> before) {
        var previous = before(before, calculation);
        return switch (calculation) {
            case Calculation.Bill bill ->
                new RunAccount(
                        bill.terms().account().id(),
                        Status.PLANNED,
                        Optional.empty(),
                        bill.digest().hex(),
                        Optional.of(new Amounts(
                                bill.draft().id(),
                                bill.billed().taxExcluded(),
                                bill.billed().taxIncluded(),
                                bill.amountDue())),
                        previous,
                        bill.billed().lines().size(),
                        bill.parts());
            case Calculation.NothingToBill nothing -> without(nothing, Status.NOTHING_DUE, Optional.empty(), previous);
            case Calculation.Held held -> without(held, Status.HELD, Optional.of(held.reason()), previous);
            case Calculation.Refused refused ->
                without(refused, Status.REFUSED, Optional.of(refused.reason()), previous);
        };
    }

    private static RunAccount without(
            Calculation calculation, Status status, Optional<String> reason, Optional<Money> previous) {
        return new RunAccount(
                calculation.terms().account().id(),
                status,
                reason,
                calculation.digest().hex(),
                Optional.empty(),
                previous,
                0,
                List.of());
    }
}
