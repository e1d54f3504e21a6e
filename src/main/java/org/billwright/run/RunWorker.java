package org.billwright.run;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.billwright.audit.AuditAction;
import org.billwright.audit.AuditEvent;
import org.billwright.audit.AuditTrail;
import org.billwright.billing.BillMaker;
import org.billwright.cycle.CycleStore;
import org.billwright.proof.RunProofs;
import org.billwright.run.ChunkStore.Chunk;
import org.billwright.store.ContentDigest;
import org.billwright.store.Database;
import org.billwright.work.RetryPolicy;
import org.billwright.work.TransactionalQueue;
import org.billwright.work.WakeUpSignal;
import org.billwright.work.WorkerLoop;
import org.jboss.logging.Logger;
import org.jdbi.v3.core.Handle;

/**
 * Works on bill runs, chunk by chunk: each is claimed, planned, billed or reverted, and finished in one transaction. A killed process leaves a
 * chunk as it was, and any number of workers and processes share a run.
 */
public final class RunWorker implements AutoCloseable {
    /** Retries of a chunk that failed for a technical reason; after the last the run fails, and can be resumed. */
    public static final RetryPolicy RETRY = new RetryPolicy(5, Duration.ofSeconds(1), Duration.ofSeconds(16));

    private static final Logger LOG = Logger.getLogger("org.billwright.run");
    private static final Duration POLL = Duration.ofSeconds(1);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(60);
    private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(30);

    private final Database database;
    private final Clock clock;
    private final ChunkPlanner planner;
    private final ChunkBiller biller;
    private final ChunkReverter reverter;
    private final RunMetrics metrics = new RunMetrics();
    private final Chunks chunks = new Chunks();
    private final WakeUpSignal signal = new WakeUpSignal();
    private final WorkerLoop loop;

    /** A worker on this database, not yet started. */
    public RunWorker(Database database, Clock clock) {
        this.database = database;
        this.clock = clock;
        this.loop = new WorkerLoop("bill-run", signal, WorkerLoop.AFTER_FAILURE, CLOSE_TIMEOUT, this::runOnce);
        this.planner = new ChunkPlanner(clock, loop::progress);
        this.biller = new ChunkBiller(new BillMaker(database, loop::progress), clock);
        this.reverter = new ChunkReverter(clock, loop::progress);
    }

    private Duration runOnce() {
        return step() ? Duration.ZERO : POLL;
    }

    /** Does one piece of work, of any tenant; false where there is none now. */
    public boolean step() {
        if (prepareNext()) {
            return true;
        }
        boolean worked = chunks.processNext(database);
        finish();
        return worked;
    }

    private boolean prepareNext() {
        return database.acrossTenants(tx -> {
            var claimed = RunStore.claimUnprepared(tx);
            claimed.ifPresent(run -> {
                Database.bind(tx, run.tenant());
                ChunkStore.prepare(tx, run);
                RunStore.setPrepared(tx, run);
            });
            return claimed.isPresent();
        });
    }

    /** Ends the phase of runs whose chunks are all worked off. */
    private void finish() {
        long waiting = 0;
        for (var run : database.acrossTenants(RunStore::inWork)) {
            waiting += database.inTransaction(run.tenant(), tx -> finishIfWorkedOff(tx, run));
        }
        metrics.setWaiting(waiting);
    }

    /** Returns how many chunks are not worked off. */
    private long finishIfWorkedOff(Handle tx, BillRun seen) {
        var waiting = ChunkStore.waiting(tx, seen);
        if (waiting.toDo() > 0) {
            return waiting.toDo();
        }
        var locked = RunStore.lock(tx, seen.tenant(), seen.id()).filter(run -> run.state() == seen.state());
        locked.ifPresent(run -> {
            if (waiting.failed() > 0) {
                RunStore.move(
                        tx,
                        run,
                        RunState.FAILED,
                        Optional.of(
                                waiting.failed()
                                        + " chunks failed for a technical reason, which is in the log of the server; resume the run"));
            } else {
                finish(tx, run);
            }
        });
        return 0;
    }

    private void finish(Handle tx, BillRun run) {
        switch (run.state()) {
            case PLANNING -> RunRules.apply(tx, run, planned(tx, run));
            case BILLING -> {
                end(tx, run, RunState.DONE);
                RunProofs.root(tx, run.tenant(), run.id()).ifPresent(root -> prove(tx, run, root));
            }
            case REVERTING -> {
                var caller = run.call(clock).caller().id();
                BillingCaseStore.cancel(tx, run, caller, "the bills of the run were voided");
                end(tx, run, RunState.REVERTED);
            }
            default ->
                throw new IllegalStateException(
                        "no worker works on a run that is " + run.state().code());
        }
    }

    /** The root over all bills of the run goes into the audit trail, which nobody changes. */
    private void prove(Handle tx, BillRun run, String root) {
        RunStore.setRoot(tx, run, root);
        var by = run.call(clock);
        AuditTrail.recordChange(
                tx,
                new AuditEvent(
                        by.now().toInstant(),
                        by.caller(),
                        AuditAction.CREATE,
                        RunProofs.RESOURCE,
                        List.of(run.id(), root),
                        by.correlationId()));
    }

    private static void end(Handle tx, BillRun run, RunState state) {
        RunStore.setResult(
                tx,
                run,
                RunTotals.sum(ChunkStore.totals(tx, run, "bill_totals")).document());
        RunStore.move(tx, run, state, Optional.empty());
    }

    /** Writes the digest and the totals of the plan of a locked run; the totals. */
    static ObjectNode planned(Handle tx, BillRun run) {
        var totals = RunTotals.sum(ChunkStore.totals(tx, run, "plan_totals")).document();
        RunStore.planned(tx, run, digest(tx, run), totals);
        return totals;
    }

    /** The digest of a plan: of the digests of its chunks. */
    static String digest(Handle tx, BillRun run) {
        var digest = new ContentDigest.Builder().add(run.id());
        ChunkStore.digests(tx, run).forEach(digest::add);
        return digest.build().hex();
    }

    /** The chunks as a queue. */
    private final class Chunks implements TransactionalQueue<Chunk> {
        @Override
        public Optional<Chunk> claim(Handle tx) {
            return ChunkStore.claim(tx);
        }

        @Override
        public void process(Handle tx, Chunk chunk) {
            Database.bind(tx, chunk.tenant());
            // A process that stands still would keep the chunk, and the numbers of its bills, from all others.
            tx.execute("set local idle_in_transaction_session_timeout = " + LONGEST_PAUSE.toMillis());
            var run = RunStore.find(tx, chunk.tenant(), chunk.runId()).orElseThrow();
            var calendar = CycleStore.calendar(tx, run.tenant(), run.cycleSpecificationId())
                    .orElseThrow();
            var terms = new RunTerms(calendar, run.billingDate());
            switch (chunk.state()) {
                case TO_PLAN -> planner.plan(tx, run, terms, chunk);
                case TO_BILL -> biller.bill(tx, run, terms, chunk);
                case TO_REVERT -> reverter.revert(tx, run, chunk);
                default -> throw new IllegalStateException("nothing is to be done");
            }
            metrics.recordChunk(chunk.state());
        }

        /** Another worker may have worked off the chunk since the rollback, or have recorded a later attempt. */
        @Override
        public void failed(Chunk chunk, Throwable cause) {
            metrics.recordFailure();
            int attempts = chunk.attempts() + 1;
            LOG.errorf(cause, "bill run %s: chunk %d failed, attempt %d", chunk.runId(), chunk.no(), attempts);
            database.inTransaction(chunk.tenant(), tx -> {
                boolean unchanged = ChunkStore.lockUnchanged(tx, chunk);
                if (unchanged) {
                    ChunkStore.failed(tx, chunk, RETRY.delayAfter(attempts));
                }
                return unchanged;
            });
        }
    }

    /** Its metrics. */
    public RunMetrics metrics() {
        return metrics;
    }

    /** Starts this many threads. */
    public void start(int parallel) {
        loop.start(parallel);
    }

    /** Wakes the worker: there is work. */
    public void signal() {
        signal.signal();
    }

    /** The loop that works on runs. */
    public WorkerLoop loop() {
        return loop;
    }

    /** Stops after the chunks in progress; what is not finished is rolled back and waits for the next worker. */
    @Override
    public void close() {
        loop.close();
    }
}
