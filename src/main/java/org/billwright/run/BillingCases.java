package org.billwright.run;

import static java.util.stream.Collectors.toSet;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.billwright.billingrule.RuleSeverity;
import org.billwright.problem.Problem;
import org.billwright.problem.ProblemException;
import org.billwright.run.BillingCaseStore.Open;
import org.billwright.run.RunAccount.Status;
import org.jdbi.v3.core.Handle;

/** What an operator decides of the cases of a run, in a transaction that has locked the run. */
final class BillingCases {
    private static final Set<RunState> OF_PLANNING = Set.of(RunState.PLANNING, RunState.ON_HOLD, RunState.FAILED);

    private final Handle tx;
    private final BillRun run;
    private final String actor;

    BillingCases(Handle tx, BillRun run, String actor) {
        this.tx = tx;
        this.run = run;
        this.actor = actor;
    }

    /** Closes a case. */
    void close(String id, BillingCaseState state, String reason) {
        close(BillingCaseStore.byId(tx, run, id), state, reason);
    }

    /** Closes all open cases of a rule; returns how many there were. */
    int closeAll(String rule, BillingCaseState state, String reason) {
        var cases = BillingCaseStore.ofRule(tx, run, rule);
        close(cases, state, reason);
        return cases.size();
    }

    /** Releases the open cases of accounts that are released. Without cases no reason is needed. */
    void release(List<String> accounts, Optional<String> reason) {
        var cases = BillingCaseStore.ofAccounts(tx, run, accounts);
        if (!cases.isEmpty()) {
            ProblemException.unless(
                    reason.isPresent(),
                    "reason",
                    "is required: the accounts have " + cases.size() + " open cases, which are released with them");
            BillingCaseStore.close(tx, run.tenant(), cases, BillingCaseState.RELEASED, actor, reason.orElseThrow());
        }
    }

    /** While the run is planned, its plan follows the decision. Later, a catch-up run does. */
    private void close(List<Open> cases, BillingCaseState state, String reason) {
        if (OF_PLANNING.contains(run.state())) {
            throw new ProblemException(new Problem.Conflict(
                    "the run is " + run.state().code() + "; cases are decided when it is planned"));
        }
        BillingCaseStore.close(tx, run.tenant(), cases, state, actor, reason);
        if (run.state() != RunState.PLANNED) {
            return;
        }
        var accounts = new TreeSet<>(
                cases.stream().flatMap(of -> of.account().stream()).toList());
        if (accounts.isEmpty()) {
            return;
        }
        var held = BillingCaseStore.ofAccounts(tx, run, accounts).stream()
                .filter(of -> of.severity().equals(RuleSeverity.HOLD_BILL.code()))
                .flatMap(of -> of.account().stream())
                .collect(toSet());
        PlanChange.apply(
                tx,
                run,
                accounts,
                account -> account.amounts().isEmpty() ? account : decided(account, state, held, reason));
    }

    private static RunAccount decided(RunAccount account, BillingCaseState state, Set<String> held, String reason) {
        if (state != BillingCaseState.RELEASED) {
            return account.with(Status.HELD, Optional.of("case " + state.code() + ": " + reason));
        }
        boolean isHeldByRule = account.status() == Status.HELD
                && account.reason().filter(RunAccount::isOfRule).isPresent();
        return isHeldByRule && !held.contains(account.accountId())
                ? account.with(Status.PLANNED, Optional.empty())
                : account;
    }
}
