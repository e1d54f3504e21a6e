package org.billwright.run;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Clock;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.billwright.cycle.BillCycleCalendar;
import org.billwright.cycle.CycleStore;
import org.billwright.problem.Problem;
import org.billwright.problem.ProblemException;
import org.billwright.run.ChunkStore.ChunkState;
import org.billwright.run.RunAccount.Status;
import org.billwright.store.Ids;
import org.billwright.store.StoredDocument;
import org.jdbi.v3.core.Handle;

/** What an operator does with the bill runs of a tenant, each in a transaction. Workers do the rest. */
public final class BillRuns {
    private final Handle tx;
    private final String tenant;
    private final String actor;
    private final Clock clock;
    private final RunPolicy policy;

    /** @param actor the id of the caller */
    public BillRuns(Handle tx, String tenant, String actor, Clock clock, RunPolicy policy) {
        this.tx = tx;
        this.tenant = tenant;
        this.actor = actor;
        this.clock = clock;
        this.policy = policy;
    }

    /** Has a run planned. */
    public StoredDocument plan(RunRequest request) {
        var calendar = CycleStore.calendar(tx, tenant, request.cycleSpecificationId())
                .orElseThrow(() -> new ProblemException(
                        new Problem.NotFound("billCycleSpecification", request.cycleSpecificationId())));
        var billingDate = billingDate(calendar, request);
        var run = new BillRun(
                tenant,
                Ids.next(),
                request.kind(),
                RunState.PLANNING,
                Optional.empty(),
                calendar.id(),
                billingDate,
                request.accounts(),
                request.whatIf(),
                policy.chunkSize(),
                Optional.empty(),
                actor,
                Optional.empty());
        WhatIf.comparedRun(run).ifPresent(this::document);
        RunStore.accountOfNoCycle(tx, run).ifPresent(missing -> {
            throw new ProblemException(new Problem.InvalidBody(
                    "account", "has '" + missing + "', which is not in the cycle " + calendar.id()));
        });
        if (request.kind() != RunKind.TRIAL) {
            requireEarlierFinished(calendar, billingDate);
        }
        var regular = RunStore.regular(tx, run);
        if (request.kind() == RunKind.CATCH_UP) {
            requireFinished(regular);
        }
        if (!RunStore.insert(tx, run, request)) {
            throw new ProblemException(
                    new Problem.Conflict("there is a regular run of this period, which is not cancelled: "
                            + regular.map(RunStore.OfPeriod::id).orElse("it was planned at this moment")
                            + "; plan a run of the kind catchUp for accounts without a bill"));
        }
        if (request.kind() != RunKind.TRIAL) {
            CycleStore.open(tx, tenant, calendar, billingDate);
        }
        return document(run.id());
    }

    /** What is left of a period is late usage on the bills of a later one: so periods are billed in their order. */
    private void requireEarlierFinished(BillCycleCalendar calendar, LocalDate billingDate) {
        ScheduleStore.regularRuns(tx, tenant, calendar).entrySet().stream()
                .filter(run -> run.getKey().isBefore(billingDate) && !run.getValue())
                .findFirst()
                .ifPresent(run -> {
                    throw new ProblemException(
                            new Problem.Conflict(
                                    "the run of the period that ends on " + run.getKey()
                                            + " is neither done nor cancelled, and comes first; a run of the kind trial may be planned now"));
                });
    }

    /** A catch-up is of what the regular run left: two plans of an account would be approved, and the second comes to nothing. */
    private static void requireFinished(Optional<RunStore.OfPeriod> regular) {
        var run = regular.orElseThrow(() ->
                new ProblemException(new Problem.Conflict("there is no regular run of this period yet; plan that")));
        if (run.state() != RunState.DONE) {
            throw new ProblemException(new Problem.Conflict("the regular run of this period, " + run.id() + ", is "
                    + run.state().code() + "; plan a run of the kind catchUp when it is done"));
        }
    }

    /** A trial may be of any time. Other runs are of a period that ended, somewhere at least. */
    private LocalDate billingDate(BillCycleCalendar calendar, RunRequest request) {
        var date = calendar.billingDateIn(request.period());
        ProblemException.unless(
                date.isPresent(),
                "period",
                "has no billing date of the cycle, which has one every " + calendar.months() + " months");
        var first = date.orElseThrow().atStartOfDay(ZoneOffset.MAX).toInstant();
        ProblemException.unless(
                request.kind() == RunKind.TRIAL || !first.isAfter(clock.instant()),
                "period",
                "ends on " + date.orElseThrow()
                        + ", which is in the future; a run of the kind trial may be of the future");
        return date.orElseThrow();
    }

    /** Approves the plan that has this digest: its bills are made. */
    public StoredDocument approve(String id, String digest) {
        var run = lock(id);
        requireState(run, Set.of(RunState.PLANNED), "is approved");
        if (run.kind() == RunKind.TRIAL) {
            throw new ProblemException(new Problem.Conflict("a trial is never billed; plan a regular run"));
        }
        if (policy.separateApprover() && run.plannedBy().equals(actor)) {
            throw new ProblemException(
                    new Problem.Conflict("the plan is by " + actor + ", and another person must approve it"));
        }
        if (!run.digest().equals(Optional.of(digest)) || !digest.equals(RunWorker.digest(tx, run))) {
            throw new ProblemException(new Problem.Conflict(
                    "the digest is not that of the plan; look at the plan again before it is approved"));
        }
        BillingCaseStore.blocking(tx, run).ifPresent(blocking -> {
            throw new ProblemException(new Problem.Conflict(blocking.cases() + " open cases block the run, such as "
                    + blocking.text() + "; decide them first"));
        });
        RunStore.approved(tx, run, actor);
        ChunkStore.moveAll(tx, run, ChunkState.PLANNED, ChunkState.TO_BILL);
        return document(id);
    }

    /** Puts a run on hold: no further chunk is begun. */
    public StoredDocument hold(String id, String reason) {
        var run = lock(id);
        requireState(run, Set.of(RunState.PLANNING, RunState.BILLING, RunState.REVERTING), "is put on hold");
        RunStore.move(tx, run, RunState.ON_HOLD, Optional.of(reason));
        return document(id);
    }

    /** Goes on with a run that is on hold or failed. */
    public StoredDocument resume(String id) {
        var run = lock(id);
        requireState(run, Set.of(RunState.ON_HOLD, RunState.FAILED), "is resumed");
        ChunkStore.resume(tx, run);
        RunStore.move(tx, run, run.heldFrom().orElseThrow(), Optional.empty());
        return document(id);
    }

    /** Takes accounts out of a plan, which gets another digest. */
    public StoredDocument holdAccounts(String id, List<String> accounts, String reason) {
        return change(id, accounts, account -> {
            if (account.status() != Status.PLANNED) {
                throw new ProblemException(new Problem.Conflict("account " + account.accountId() + " is "
                        + account.status().code() + " and not planned"));
            }
            return account.with(Status.HELD, Optional.of(reason));
        });
    }

    /** Puts held accounts into their plan again. Their open cases are released with them, for a reason. */
    public StoredDocument releaseAccounts(String id, List<String> accounts, Optional<String> reason) {
        new BillingCases(tx, lock(id), actor).release(accounts, reason);
        return change(id, accounts, account -> {
            if (account.status() != Status.HELD || account.amounts().isEmpty()) {
                throw new ProblemException(new Problem.Conflict("account " + account.accountId()
                        + (account.status() == Status.HELD
                                ? " is on hold itself: release the account, and plan a run of the kind catchUp"
                                : " is " + account.status().code() + " and not held")));
            }
            return account.with(Status.PLANNED, Optional.empty());
        });
    }

    private StoredDocument change(String id, List<String> accounts, UnaryOperator<RunAccount> change) {
        var run = lock(id);
        requireState(run, Set.of(RunState.PLANNED), "lets accounts be held and released");
        PlanChange.apply(tx, run, accounts, change);
        return document(id);
    }

    /** Ends a run that is not approved. */
    public StoredDocument cancel(String id) {
        var run = lock(id);
        var phase = run.heldFrom().orElse(run.state());
        if (phase == RunState.BILLING) {
            throw new ProblemException(
                    new Problem.Conflict("the run is approved and makes bills; hold stops it for a time"));
        }
        if (phase == RunState.REVERTING) {
            throw new ProblemException(new Problem.Conflict("the bills of the run are voided; resume it"));
        }
        requireState(
                run, Set.of(RunState.PLANNING, RunState.PLANNED, RunState.ON_HOLD, RunState.FAILED), "is cancelled");
        BillingCaseStore.cancel(tx, run, actor, "the run was cancelled");
        RunStore.move(tx, run, RunState.CANCELLED, Optional.empty());
        return document(id);
    }

    /**
     * Voids the bills of a run, none of which was sent: their rates are unbilled again. A run that is on hold or failed while it makes
     * bills makes no more.
     */
    public StoredDocument undo(String id, String reason) {
        var run = lock(id);
        boolean hasStopped = run.heldFrom().equals(Optional.of(RunState.BILLING));
        if (!hasStopped) {
            requireState(run, Set.of(RunState.DONE), "is undone");
        }
        var sent = RunStore.sent(tx, run);
        if (sent.bills() > 0) {
            throw new ProblemException(new Problem.Conflict(sent.bills() + " bills of the run were sent, such as "
                    + sent.billNo().orElse("one without a number")
                    + "; a run is undone while none is. Correct them by credit notes or rebilling"));
        }
        RunStore.reverting(tx, run, actor, reason);
        // First those that a worker may be about to bill: the statement waits for it, and the next one sees its bills.
        ChunkStore.moveAll(tx, run, ChunkState.TO_BILL, ChunkState.PLANNED);
        ChunkStore.moveAll(tx, run, ChunkState.BILLED, ChunkState.TO_REVERT);
        return document(id);
    }

    /** The documents of the newest cases, of one run or of all, in one state or in any. */
    public static List<ObjectNode> cases(
            Handle tx, String tenant, Optional<String> run, Optional<String> state, int limit) {
        return BillingCaseStore.newest(tx, tenant, run, state, limit);
    }

    /** Decides a case. */
    public void closeCase(String id, BillingCaseState state, String reason) {
        var found = BillingCaseStore.find(tx, tenant, id)
                .orElseThrow(() -> new ProblemException(new Problem.NotFound(BillingCaseShape.RESOURCE, id)));
        var run = lock(found.runId());
        var now = BillingCaseStore.find(tx, tenant, id).orElseThrow();
        if (!now.state().equals(BillingCaseState.OPEN.code())) {
            throw new ProblemException(new Problem.Conflict("the case is " + now.state() + ", and was decided"));
        }
        new BillingCases(tx, run, actor).close(id, state, reason);
    }

    /** Decides all open cases of a rule in a run. Returns how many there were. */
    public int closeCases(String id, String rule, BillingCaseState state, String reason) {
        return new BillingCases(tx, lock(id), actor).closeAll(rule, state, reason);
    }

    /** Changes how many chunks of a run are worked on at a time, by all processes; any number where it is empty. */
    public StoredDocument setWorkers(String id, Optional<Integer> workers) {
        RunStore.setWorkers(tx, lock(id), workers);
        return document(id);
    }

    private BillRun lock(String id) {
        return RunStore.lock(tx, tenant, id)
                .orElseThrow(() -> new ProblemException(new Problem.NotFound(RunShape.RESOURCE, id)));
    }

    private static void requireState(BillRun run, Set<RunState> allowed, String what) {
        if (!allowed.contains(run.state())) {
            var states = allowed.stream().map(RunState::code).sorted().toList();
            throw new ProblemException(new Problem.Conflict(
                    "the run is " + run.state().code() + "; one that is " + String.join(" or ", states) + ' ' + what));
        }
    }

    /** The document of a run. */
    public StoredDocument document(String id) {
        return RunStore.document(tx, tenant, id)
                .orElseThrow(() -> new ProblemException(new Problem.NotFound(RunShape.RESOURCE, id)));
    }

    /** The documents of the newest runs. */
    public List<ObjectNode> newest(int limit) {
        return RunStore.newest(tx, tenant, limit);
    }
}
