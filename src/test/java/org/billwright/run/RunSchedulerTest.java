package org.billwright.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.billwright.api.Documents;
import org.billwright.api.Store;
import org.billwright.store.Database;
import org.junit.jupiter.api.Test;

/** Runs that are planned automatically, of cycles in an own database, at times that the tests give. */
class RunSchedulerTest {
    private static String specification(String members) {
        return RunData.quoted("{'@type':'BillCycleSpecification','id':'S','billingDateShift':7" + members + "}");
    }

    private static String account(String id, String zone) {
        return RunData.quoted("{'@type':'BillingAccount','id':'" + id + "','currency':'USD','timeZone':'" + zone
                + "','billStructure':{'cycleSpecification':{'id':'S'}}}");
    }

    private static RunScheduler scheduler(Database database, String now) {
        return new RunScheduler(database, Clock.fixed(Instant.parse(now), ZoneOffset.UTC), RunPolicy.DEFAULT, () -> {});
    }

    private static int run(Database database, String now) {
        try (var scheduler = scheduler(database, now)) {
            return scheduler.run();
        }
    }

    private static List<String> runs(String database) {
        return RunData.lines(
                database, "select billing_date || ' ' || state || ' ' || planned_by from bill_run order by created_at");
    }

    private static void setStates(String database, String state) {
        Store.asOwner(database).useHandle(owner -> owner.execute("update bill_run set state = '" + state + "'"));
    }

    private static final String PLANNED = " planning billwright:bill run schedule";

    /** The period of 8 July ends last in Pago Pago, at 11:00 UTC; six hours later its run is planned, once. */
    @Test
    void a_run_is_planned_once_when_its_period_is_over_everywhere() {
        try (var database = Store.fresh("schedule_once")) {
            Documents.load(
                    database,
                    specification(",'automaticPlanning':{'delayHours':6}"),
                    account("A", "Pacific/Kiritimati"),
                    account("B", "Pacific/Pago_Pago"));
            assertThat(run(database, "2026-06-17T12:00:00Z")).isZero();
            assertThat(run(database, "2026-07-08T16:59:59Z")).isZero();
            assertThat(runs("schedule_once")).isEmpty();
            assertThat(run(database, "2026-07-08T17:00:00Z")).isOne();
            assertThat(run(database, "2026-07-08T17:00:05Z")).isZero();
            assertThat(runs("schedule_once")).containsExactly("2026-07-08" + PLANNED);
            assertThat(
                            RunData.lines(
                                    "schedule_once",
                                    "select caller || ' ' || action || ' ' || resource from audit_entry where resource = 'billRun'"))
                    .containsExactly("billwright:bill run schedule create billRun");
        }
    }

    /** One that begins to run in July has nothing to do with June; what nobody planned in August comes later, each after the one before. */
    @Test
    void periods_before_the_schedule_are_not_planned_and_missed_ones_are_planned_in_their_order() {
        try (var database = Store.fresh("schedule_missed")) {
            Documents.load(database, specification(",'automaticPlanning':{}"), account("A", "UTC"));
            assertThat(run(database, "2026-07-08T00:00:00Z")).isZero();
            assertThat(run(database, "2026-07-09T00:00:00Z")).isZero();
            assertThat(run(database, "2026-10-01T00:00:00Z")).isOne();
            assertThat(run(database, "2026-10-01T00:00:00Z")).isZero();
            setStates("schedule_missed", "cancelled");
            assertThat(run(database, "2026-10-01T00:00:00Z")).isOne();
            setStates("schedule_missed", "cancelled");
            assertThat(run(database, "2026-10-01T00:00:00Z")).isZero();
            assertThat(runs("schedule_missed"))
                    .as("none is planned again, though all are cancelled")
                    .containsExactly(
                            "2026-08-08 cancelled billwright:bill run schedule",
                            "2026-09-08 cancelled billwright:bill run schedule");
        }
    }

    @Test
    void a_schedule_that_is_set_again_begins_again() {
        try (var database = Store.fresh("schedule_again")) {
            Documents.load(database, specification(",'automaticPlanning':{}"), account("A", "UTC"));
            run(database, "2026-06-17T00:00:00Z");
            Documents.load(database, specification(""));
            assertThat(run(database, "2026-07-10T00:00:00Z")).isZero();
            Documents.load(database, specification(",'automaticPlanning':{}"));
            assertThat(run(database, "2026-07-20T00:00:00Z")).isZero();
            assertThat(run(database, "2026-07-20T00:00:05Z")).isZero();
            assertThat(run(database, "2026-08-09T00:00:00Z")).isOne();
            assertThat(runs("schedule_again")).containsExactly("2026-08-08" + PLANNED);
        }
    }

    /** The run is of 8 July; when its accounts are calculated, the cycle has its billing date on the 20th. */
    @Test
    void a_run_whose_billing_date_was_taken_away_bills_nobody() {
        try (var database = Store.fresh("schedule_changed");
                var worker =
                        new RunWorker(database, Clock.fixed(Instant.parse("2026-07-21T00:00:00Z"), ZoneOffset.UTC))) {
            Documents.load(
                    database,
                    specification(",'automaticPlanning':{}"),
                    account("A", "UTC"),
                    Documents.rate("A-1", "A", "USD", "1.00"));
            run(database, "2026-06-17T00:00:00Z");
            assertThat(run(database, "2026-07-08T00:00:00Z")).isOne();
            Documents.load(database, specification("").replace(":7", ":19"));
            while (worker.step()) {
                assertThat(runs("schedule_changed")).hasSize(1);
            }
            assertThat(RunData.lines(
                            "schedule_changed",
                            "select account_id || ' ' || status || ': ' || reason from bill_run_account"))
                    .containsExactly(
                            "A refused: the bill cycle specification has another billing date now; cancel the run");
        }
    }

    @Test
    void a_specification_without_a_schedule_is_left_to_people() {
        try (var database = Store.fresh("schedule_none")) {
            Documents.load(database, specification(""), account("A", "UTC"));
            run(database, "2026-06-17T00:00:00Z");
            assertThat(run(database, "2026-12-31T00:00:00Z")).isZero();
            assertThat(runs("schedule_none")).isEmpty();
        }
    }

    @Test
    void two_servers_at_once_make_one_run() throws Exception {
        try (var database = Store.fresh("schedule_two");
                var threads = Executors.newFixedThreadPool(4)) {
            Documents.load(database, specification(",'automaticPlanning':{}"), account("A", "UTC"));
            run(database, "2026-06-17T00:00:00Z");
            Callable<Integer> server = () -> run(database, "2026-07-09T00:00:00Z");
            int planned = 0;
            for (Future<Integer> result : threads.invokeAll(List.of(server, server, server, server))) {
                planned += result.get();
            }
            assertThat(planned).isOne();
            assertThat(runs("schedule_two")).containsExactly("2026-07-08" + PLANNED);
        }
    }
}
