package org.billwright.run;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Clock;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.billwright.account.AccountStore;
import org.billwright.billing.BillMaker;
import org.billwright.billing.BillingTerms;
import org.billwright.cycle.CycleStore;
import org.billwright.json.DateTimes;
import org.billwright.proof.explanation.Explanation;
import org.billwright.run.RunAccount.Status;
import org.jdbi.v3.core.Handle;

/** Why the bills of a run differ from the bills before them, also before they are made. */
public final class RunExplanation {
    private final Handle tx;
    private final BillRun run;
    private final Clock clock;

    private RunExplanation(Handle tx, BillRun run, Clock clock) {
        this.tx = tx;
        this.run = run;
        this.clock = clock;
    }

    /** The explanations of a run, if there is one with this id. */
    public static Optional<RunExplanation> of(Handle tx, String tenant, String id, Clock clock) {
        return RunStore.find(tx, tenant, id).map(run -> new RunExplanation(tx, run, clock));
    }

    /**
     * Explains the bill of an account of the run; empty where it has none.
     *
     * @param account the id of the account
     */
    public Optional<Explanation> ofAccount(String account) {
        var found = new ArrayList<Explanation>();
        explain(RunAccountReader.of(tx, run, List.of(account)), found::add);
        return found.stream().findFirst();
    }

    /**
     * Explains the bills that the run makes or has made, of the accounts after one, in the order of their ids. A planned bill that would
     * be another one now is explained as it would be now; an account that would have none is left out.
     *
     * @param after the id of an account, or an empty text
     * @param limit how many bills
     * @return the last of the accounts; absent when there are no more
     */
    public Optional<String> readAfter(String after, int limit, Consumer<Explanation> reader) {
        var accounts = RunAccountReader.withBillAfter(tx, run, after, limit);
        explain(accounts, reader);
        return accounts.isEmpty()
                ? Optional.empty()
                : Optional.of(accounts.getLast().accountId());
    }

    /** How many bills the run makes, or has made. */
    public long bills() {
        return RunAccountReader.withBill(tx, run);
    }

    /** The amounts that accounts had on their last bills, and do not have in this run, by currency. */
    public List<ObjectNode> gone() {
        return RunAccountReader.gone(tx, run);
    }

    private void explain(List<RunAccount> accounts, Consumer<Explanation> reader) {
        var planned = new HashSet<String>();
        for (var account : accounts) {
            if (account.status() == Status.BILLED) {
                var bill = account.amounts().orElseThrow().billId();
                Explanation.of(tx, run.tenant(), bill, Explanation.previous(tx, run.tenant(), bill))
                        .ifPresent(reader);
            } else if (account.amounts().isPresent()) {
                planned.add(account.accountId());
            }
        }
        if (!planned.isEmpty()) {
            preview(planned, reader);
        }
    }

    private void preview(Set<String> planned, Consumer<Explanation> reader) {
        var calendar = CycleStore.calendar(tx, run.tenant(), run.cycleSpecificationId())
                .orElseThrow();
        var terms = new RunTerms(calendar, run.billingDate());
        var toBill = new ArrayList<BillingTerms>();
        AccountStore.all(tx, run.tenant(), planned).forEach(account -> toBill.add(terms.of(account, "")));
        OffsetDateTime now = DateTimes.now(clock);
        BillMaker.preview(
                tx,
                run.tenant(),
                now,
                WhatIf.table(tx, run),
                WhatIf.prices(run),
                toBill,
                (bill, rates) -> reader.accept(
                        Explanation.ofPlanned(tx, run.tenant(), bill.document(), rates, run.endOfBillingDate())));
    }
}
