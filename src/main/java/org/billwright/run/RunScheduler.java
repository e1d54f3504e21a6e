package org.billwright.run;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.billwright.access.Caller;
import org.billwright.audit.AuditAction;
import org.billwright.audit.AuditEvent;
import org.billwright.audit.AuditTrail;
import org.billwright.cycle.BillCycleCalendar;
import org.billwright.json.Json;
import org.billwright.run.ScheduleStore.Schedule;
import org.billwright.store.Database;
import org.billwright.work.AdvisoryLock;
import org.billwright.work.WakeUpSignal;
import org.billwright.work.WorkerLoop;
import org.jboss.logging.Logger;
import org.jdbi.v3.core.Handle;

/**
 * Plans the regular runs of those bill cycles whose specification asks for it, each once: of the processes that share a database one at a
 * time does this for a tenant. People approve the plans.
 */
public final class RunScheduler implements AutoCloseable {
    private static final Logger LOG = Logger.getLogger("org.billwright.run");
    private static final Duration POLL = Duration.ofSeconds(5);

    /** Until the time zones of the accounts of a period that begins to end are read again. */
    private static final Duration LONGEST_WAIT = Duration.ofMinutes(5);

    private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(10);

    private final Database database;
    private final Clock clock;
    private final RunPolicy policy;
    private final Runnable signal;
    private final WorkerLoop loop;
    private final Map<Period, Instant> notBefore = new HashMap<>();
    private final Set<Period> reported = new HashSet<>();

    private record Period(String tenant, String specificationId, LocalDate billingDate) {}

    /**
     * A scheduler that is not started.
     *
     * @param signal wakes the workers of runs
     */
    public RunScheduler(Database database, Clock clock, RunPolicy policy, Runnable signal) {
        this.database = database;
        this.clock = clock;
        this.policy = policy;
        this.signal = signal;
        this.loop =
                new WorkerLoop("bill-run-schedule", new WakeUpSignal(), WorkerLoop.AFTER_FAILURE, CLOSE_TIMEOUT, () -> {
                    run();
                    return POLL;
                });
    }

    /** Plans the runs that are due now, of all tenants. Returns how many. */
    public int run() {
        int planned = 0;
        for (var schedule : database.acrossTenants(ScheduleStore::all)) {
            planned += loop.shouldContinue() && isPlanned(schedule) ? 1 : 0;
        }
        return planned;
    }

    /** A cycle that fails delays no other. */
    private boolean isPlanned(Schedule schedule) {
        try {
            return database.inTransaction(schedule.tenant(), tx -> step(tx, schedule));
        } catch (RuntimeException e) {
            LOG.errorf(e, "a run of bill cycle %s could not be planned automatically", schedule.specificationId());
            return false;
        }
    }

    private boolean step(Handle tx, Schedule schedule) {
        if (!AdvisoryLock.RUN_SCHEDULE.tryAcquire(tx, schedule.tenant())) {
            return false;
        }
        if (schedule.specification().isEmpty()) {
            ScheduleStore.end(tx, schedule);
            return false;
        }
        if (schedule.since().isEmpty()) {
            ScheduleStore.begin(tx, schedule, clock.instant());
            return false;
        }
        var calendar = BillCycleCalendar.of(Json.stored(schedule.specification().get()));
        var due = next(tx, schedule.tenant(), calendar, schedule.since().get());
        due.ifPresent(billingDate -> plan(tx, schedule.tenant(), calendar, billingDate));
        return due.isPresent();
    }

    /** The first billing date without a run, if it is due. One waits until the runs before it have ended. */
    private Optional<LocalDate> next(Handle tx, String tenant, BillCycleCalendar calendar, Instant since) {
        var now = clock.instant();
        var dates = begun(calendar, since, now);
        if (dates.isEmpty()) {
            return Optional.empty();
        }
        var runs = ScheduleStore.regularRuns(tx, tenant, calendar);
        return dates.stream()
                .filter(date -> !runs.containsKey(date))
                .findFirst()
                .filter(date -> isFree(new Period(tenant, calendar.id(), date), runs))
                .filter(date -> isDue(tx, new Period(tenant, calendar.id(), date), calendar, now));
    }

    /** The billing dates after a time that have begun somewhere. */
    private static List<LocalDate> begun(BillCycleCalendar calendar, Instant since, Instant now) {
        var first = since.atZone(calendar.timeZone()).toLocalDate().plusDays(1);
        return Stream.iterate(
                        calendar.billingDates(first, 2).getLast(),
                        date -> !date.atStartOfDay(ZoneOffset.MAX).toInstant().isAfter(now),
                        date -> calendar.billingDates(date.plusDays(1), 2).getLast())
                .toList();
    }

    private boolean isFree(Period period, Map<LocalDate, Boolean> runs) {
        var before = runs.entrySet().stream()
                .filter(run -> run.getKey().isBefore(period.billingDate()) && !run.getValue())
                .findFirst();
        before.filter(run -> reported.add(period))
                .ifPresent(run -> LOG.warnf(
                        "the run of bill cycle %s of %s is planned when that of %s is done or cancelled",
                        period.specificationId(), period.billingDate(), run.getKey()));
        return before.isEmpty();
    }

    /** The time zones of many accounts are read when a period may be due, and not at each look. */
    private boolean isDue(Handle tx, Period period, BillCycleCalendar calendar, Instant now) {
        if (now.isBefore(notBefore.getOrDefault(period, Instant.MIN))) {
            return false;
        }
        var end = ScheduleStore.timeZones(tx, period.tenant(), calendar).stream()
                .map(zone -> calendar.endOfPeriod(period.billingDate(), zone).toInstant())
                .max(Comparator.naturalOrder())
                .map(last -> last.plus(calendar.planningDelay().orElse(Duration.ZERO)));
        var again = now.plus(LONGEST_WAIT);
        notBefore.put(period, end.filter(again::isAfter).orElse(again));
        return end.filter(due -> !due.isAfter(now)).isPresent();
    }

    private void plan(Handle tx, String tenant, BillCycleCalendar calendar, LocalDate billingDate) {
        var caller = Caller.system("bill run schedule", tenant);
        var request = new RunRequest(
                RunKind.REGULAR,
                calendar.id(),
                YearMonth.from(billingDate),
                List.of(),
                Optional.of("planned automatically"),
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
        var run = new BillRuns(tx, tenant, caller.id(), clock, policy).plan(request);
        AuditTrail.recordChange(
                tx,
                new AuditEvent(
                        clock.instant(),
                        caller,
                        AuditAction.CREATE,
                        RunShape.RESOURCE,
                        List.of(run.id()),
                        "bill run " + run.id()));
        tx.afterCommit(signal);
    }

    /** Starts one thread. */
    public void start() {
        loop.start(1);
    }

    /** Its loop. */
    public WorkerLoop loop() {
        return loop;
    }

    @Override
    public void close() {
        loop.close();
    }
}
