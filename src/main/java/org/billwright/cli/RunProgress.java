package org.billwright.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.PrintWriter;
import java.time.Clock;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import org.billwright.json.Json;
import org.billwright.run.BillRuns;
import org.billwright.run.RunPolicy;
import org.billwright.run.RunState;
import org.billwright.run.RunWorker;
import org.billwright.store.Database;
import org.billwright.store.SqlErrors;

/** Works on a run until it needs a decision, and reports its progress on standard error. */
final class RunProgress {
    private static final Duration LOOK = Duration.ofMillis(500);
    private static final Duration LINE_PERIOD = Duration.ofSeconds(5);
    private static final int BAR_CHARACTERS = 24;
    private static final long NANOS = 1_000_000_000L;

    private final PrintWriter err;
    private final boolean terminal = ConsoleLog.hasTerminal();
    private final long began = System.nanoTime();
    private long reportedAt = began;
    private long before = -1;
    private boolean isReachable = true;

    private RunProgress(PrintWriter err) {
        this.err = err;
    }

    static String state(ObjectNode run) {
        return run.path("state").asText();
    }

    static boolean isInWork(String state) {
        return RunState.of(state).isInWork();
    }

    /** Works on all runs in work by this many threads, as long as this one is in work. */
    static void work(Database database, String tenant, String id, int workers, Clock clock, PrintWriter err) {
        try (var worker = new RunWorker(database, clock)) {
            worker.start(workers);
            var progress = new RunProgress(err);
            var run = look(database, tenant, id, clock);
            while (isInWork(state(run))) {
                progress.report(run);
                Thread.sleep(LOOK);
                run = progress.lookAgain(database, tenant, id, clock).orElse(run);
            }
            progress.end();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Empty while the database cannot be reached: the worker tries again, too. */
    private Optional<ObjectNode> lookAgain(Database database, String tenant, String id, Clock clock) {
        try {
            var run = look(database, tenant, id, clock);
            isReachable = true;
            return Optional.of(run);
        } catch (RuntimeException e) {
            if (!SqlErrors.isUnreachable(e)) {
                throw e;
            }
            if (isReachable) {
                err.println("billwright: the database cannot be reached; the run goes on when it can");
            }
            isReachable = false;
            return Optional.empty();
        }
    }

    private static ObjectNode look(Database database, String tenant, String id, Clock clock) {
        return database.inTransaction(
                tenant,
                tx -> Json.stored(new BillRuns(tx, tenant, "", clock, RunPolicy.DEFAULT)
                        .document(id)
                        .document()
                        .toString()));
    }

    private void report(ObjectNode run) {
        var progress = run.path("progress");
        long all = progress.path("chunks").asLong();
        long done = progress.path(doneIn(state(run))).asLong();
        before = before < 0 ? done : before;
        long now = System.nanoTime();
        if (all == 0 || (!terminal && now - reportedAt < LINE_PERIOD.toNanos())) {
            return;
        }
        reportedAt = now;
        double seconds = (double) (now - began) / NANOS;
        double rate = (done - before) / seconds;
        var text = String.format(Locale.ROOT, "%s: %,d of %,d chunks, %.1f/s", state(run), done, all, rate)
                + (rate > 0 ? String.format(Locale.ROOT, ", %,.0f s left", (all - done) / rate) : "");
        if (terminal) {
            int full = (int) (BAR_CHARACTERS * done / all);
            err.print("\r\u001b[K[" + "#".repeat(full) + ".".repeat(BAR_CHARACTERS - full) + "] " + text);
        } else {
            err.println(text);
        }
        err.flush();
    }

    private static String doneIn(String state) {
        return switch (state) {
            case "planning" -> "planned";
            case "reverting" -> "reverted";
            default -> "billed";
        };
    }

    private void end() {
        if (terminal) {
            err.print("\r\u001b[K");
            err.flush();
        }
    }
}
