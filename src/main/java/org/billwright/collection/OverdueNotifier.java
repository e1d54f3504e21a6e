package org.billwright.collection;

import java.time.Clock;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.TreeSet;
import java.util.concurrent.atomic.LongAdder;
import org.billwright.event.EventType;
import org.billwright.event.Outbox;
import org.billwright.json.DateTimes;
import org.billwright.store.Database;
import org.billwright.work.AdvisoryLock;
import org.billwright.work.Interval;
import org.billwright.work.WakeUpSignal;
import org.billwright.work.WorkerLoop;
import org.jdbi.v3.core.Handle;

/**
 * Adds an event when a bill becomes overdue, and another one when it no longer is. Of the processes that share a database one at a time
 * does this for a tenant; what was notified is noted in the transaction of the event.
 */
public final class OverdueNotifier implements AutoCloseable {
    private static final int BATCH = 500;
    private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(10);

    private final Database database;
    private final Collection<String> tenants;
    private final Interval interval;
    private final Clock clock;
    private final LongAdder events = new LongAdder();
    private final WorkerLoop loop;

    /**
     * A notifier that is not started.
     *
     * @param interval between two looks at all bills
     */
    public OverdueNotifier(Database database, Collection<String> tenants, Duration interval, Clock clock) {
        this.database = database;
        this.tenants = new TreeSet<>(tenants);
        this.interval = new Interval(interval);
        this.clock = clock;
        this.loop = new WorkerLoop(
                "overdue",
                new WakeUpSignal(),
                WorkerLoop.AFTER_FAILURE,
                CLOSE_TIMEOUT,
                () -> this.interval.run(this::run));
    }

    /** Adds the events that are due now, of all tenants. Returns how many. */
    public int run() {
        int added = 0;
        for (var tenant : tenants) {
            int last;
            do {
                last = database.inTransaction(tenant, tx -> addBatch(tx, tenant));
                added += last;
            } while (last > 0 && loop.shouldContinue());
        }
        return added;
    }

    private int addBatch(Handle tx, String tenant) {
        if (!AdvisoryLock.OVERDUE_NOTICES.tryAcquire(tx, tenant)) {
            return 0;
        }
        var at = DateTimes.now(clock);
        var ended = OverdueStore.end(tx, tenant, BATCH);
        if (!ended.isEmpty()) {
            Outbox.addAll(tx, tenant, EventType.BILL_OVERDUE_END, ended, at);
        }
        var begun = OverdueStore.begin(tx, tenant, BATCH);
        if (!begun.isEmpty()) {
            Outbox.addAll(tx, tenant, EventType.BILL_OVERDUE, begun, at);
        }
        events.add(ended.size() + begun.size());
        return ended.size() + begun.size();
    }

    /** How many events it has added. */
    public double events() {
        return events.sum();
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
