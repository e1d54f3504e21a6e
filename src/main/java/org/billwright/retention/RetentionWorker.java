package org.billwright.retention;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.LongAdder;
import org.billwright.access.Caller;
import org.billwright.store.Database;
import org.billwright.work.Interval;
import org.billwright.work.WakeUpSignal;
import org.billwright.work.WorkerLoop;
import org.jboss.logging.Logger;

/** Deletes bills whose period is over, of all tenants that want it, once in an interval. */
public final class RetentionWorker implements AutoCloseable {
    private static final Logger LOG = Logger.getLogger("org.billwright.retention");
    private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(10);

    private final Database database;
    private final BillRetention bills;
    private final Interval interval;
    private final LongAdder deleted = new LongAdder();
    private final WorkerLoop loop;

    /**
     * A worker that is not started.
     *
     * @param interval between two looks at all bills
     */
    public RetentionWorker(Database database, BillRetention bills, Duration interval) {
        this.database = database;
        this.bills = bills;
        this.interval = new Interval(interval);
        this.loop = new WorkerLoop(
                "retention",
                new WakeUpSignal(),
                WorkerLoop.AFTER_FAILURE,
                CLOSE_TIMEOUT,
                () -> this.interval.run(this::run));
    }

    private void run() {
        for (var tenant : database.acrossTenants(RetentionStore::deletingBills)) {
            if (loop.shouldContinue()) {
                var report = bills.apply(Caller.system("retention", tenant), loop::shouldContinue);
                deleted.add(report.deleted());
                LOG.infof(
                        "tenant %s: %d bills were deleted because their retention period is over",
                        tenant, report.deleted());
            }
        }
    }

    /** How many bills it has deleted. */
    public double deletedBills() {
        return deleted.sum();
    }

    /** Starts one thread. */
    public void start() {
        loop.start(1);
    }

    /** Its loop, where it is started. */
    public List<WorkerLoop> loops() {
        return List.of(loop);
    }

    @Override
    public void close() {
        loop.close();
    }
}
