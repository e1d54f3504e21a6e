package org.billwright.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.billwright.api.Store;
import org.billwright.run.RunData;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * A bill run by two processes, which are killed at random moments, whose connections PostgreSQL ends, and whose PostgreSQL crashes: the
 * finished run is the same as an undisturbed one. Rounds: -Drun.kill.rounds=20 for as many as one likes.
 */
class BillRunKillIT {
    private static final int ROUNDS = Integer.getInteger("run.kill.rounds", 2);
    private static final int ACCOUNTS = 300;
    private static final Duration PATIENCE = Duration.ofMinutes(1);
    private static final String CYCLE = "KILL";
    private static final String KILLED = "run_killed";
    private static final String WHOLE = "run_whole";

    private final Random random = new Random(678);
    private final List<Process> started = new ArrayList<>();

    @AfterEach
    void end() throws InterruptedException {
        killAll();
    }

    private Process start(String database, String... arguments) throws IOException {
        var command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                PackagedServer.QUICK_START,
                PackagedServer.SMALL_HEAP,
                "-jar",
                System.getProperty("billwright.jar"),
                "run"));
        command.addAll(List.of(arguments));
        var builder = new ProcessBuilder(command);
        var config = Store.config(database);
        builder.environment().put("BILLWRIGHT_DATABASE_URL", config.url());
        builder.environment().put("BILLWRIGHT_DATABASE_USERNAME", config.username());
        builder.environment().put("BILLWRIGHT_TENANT", Store.TENANT);
        builder.redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(
                        Path.of("target", database + "-it.log").toFile()));
        var process = builder.start();
        started.add(process);
        return process;
    }

    private void killAll() throws InterruptedException {
        for (var process : started) {
            process.destroyForcibly().waitFor();
        }
        started.clear();
    }

    private static String value(String database, String sql) {
        return PostgresCrash.retried(
                () -> RunData.lines(database, "select (" + sql + ")::text").getFirst());
    }

    private static int chunks(String state) {
        return Integer.parseInt(value(KILLED, "select count(*) from bill_run_chunk where state = '" + state + "'"));
    }

    @Test
    void a_run_that_is_killed_at_any_point_ends_as_if_nothing_had_happened() throws Exception {
        try (var undisturbed = Store.fresh(WHOLE);
                var disturbed = Store.fresh(KILLED)) {
            PostgresCrash.confirmWhatIsWritten(KILLED);
            RunData.load(undisturbed, CYCLE, ACCOUNTS, 678);
            RunData.load(disturbed, CYCLE, ACCOUNTS, 678);
            assertThat(plan(WHOLE).waitFor()).isZero();
            var whole = value(WHOLE, "select id from bill_run");
            assertThat(start(WHOLE, "approve", whole, "--digest", digest(WHOLE)).waitFor())
                    .isZero();

            plan(KILLED);
            int inTime = disturbed("planning", "planned", 0);
            assertThat(start(KILLED, "resume", value(KILLED, "select id from bill_run"))
                            .waitFor())
                    .isZero();
            var id = value(KILLED, "select id from bill_run");
            start(KILLED, "approve", id, "--digest", digest(KILLED), "--workers", "2");
            inTime += disturbed("billing", "billed", 0);
            assertThat(start(KILLED, "resume", id).waitFor()).isZero();

            assertThat(value(KILLED, "select state from bill_run")).isEqualTo("done");
            assertThat(inTime).as("kills that came in time").isPositive();
            assertThat(PostgresCrash.retried(() -> RunData.bills(KILLED, CYCLE)))
                    .isEqualTo(PostgresCrash.retried(() -> RunData.bills(WHOLE, CYCLE)))
                    .isNotEmpty();
            var totals = "select plan_totals::text || bill_totals::text from bill_run";
            assertThat(value(KILLED, totals)).isEqualTo(value(WHOLE, totals));
            var counts = "select count(*) || ' ' || max(bill_no) || ' ' || (select count(*) from event) || ' '"
                    + " || (select sum(amount) from ledger_entry) from customer_bill";
            assertThat(value(KILLED, counts)).isEqualTo(value(WHOLE, counts));
            assertThat(Files.readString(Path.of("target", KILLED + "-it.log"))).doesNotContain("IllegalState");
        }
    }

    private Process plan(String database) throws IOException {
        return start(database, "plan", "--cycle", CYCLE, "--period", RunData.PERIOD, "--chunk-size", "5");
    }

    private static String digest(String database) {
        return value(database, "select digest from bill_run");
    }

    /** Kills both processes, or has PostgreSQL end all connections, again and again; returns how often it came in time. */
    private int disturbed(String state, String chunks, int before) throws Exception {
        int inTime = before;
        for (int round = 0; round < ROUNDS; round++) {
            int done = awaitProgress(state, chunks);
            Thread.sleep(random.nextInt(100));
            if (round % 4 == 1) {
                PostgresCrash.now(KILLED);
            } else if (round % 4 == 3) {
                Store.asOwner(KILLED)
                        .useHandle(owner -> owner.execute("select pg_terminate_backend(pid) from pg_stat_activity"
                                + " where datname = current_database() and pid <> pg_backend_pid()"));
            } else {
                killAll();
            }
            boolean isInWork = value(KILLED, "select state from bill_run").equals(state);
            inTime += isInWork && done > 0 ? 1 : 0;
            if (!isInWork) {
                break;
            }
            if (started.isEmpty()) {
                var id = value(KILLED, "select id from bill_run");
                start(KILLED, "resume", id);
                start(KILLED, "resume", id);
            }
        }
        killAll();
        return inTime;
    }

    /** Waits until more chunks are worked off, or all are. */
    private int awaitProgress(String state, String chunks) throws InterruptedException {
        while (value(KILLED, "select count(*) from bill_run").equals("0")) {
            Thread.sleep(20);
        }
        while (value(KILLED, "select state from bill_run").equals("planned") && state.equals("billing")) {
            Thread.sleep(20);
        }
        int before = chunks(chunks);
        var deadline = Instant.now().plus(PATIENCE);
        while (value(KILLED, "select state from bill_run").equals(state) && chunks(chunks) == before) {
            assertThat(Instant.now()).as("the run makes progress").isBefore(deadline);
            Thread.sleep(5);
        }
        return chunks(chunks);
    }
}
