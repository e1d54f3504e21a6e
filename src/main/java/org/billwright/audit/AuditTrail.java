package org.billwright.audit;

import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.LinkedBlockingQueue;
import org.billwright.problem.Problem;
import org.billwright.problem.ProblemException;
import org.billwright.store.Database;
import org.billwright.work.RetryPolicy;
import org.billwright.work.WakeUpSignal;
import org.billwright.work.WorkerLoop;
import org.jdbi.v3.core.Handle;

/**
 * The audit trail. A change is recorded in the transaction that makes it; reads are recorded a moment later, many at once. A
 * killed process may lose the reads of its last moment. While the database is unavailable reads wait, and when the queue is full
 * no more data is shown.
 */
public final class AuditTrail implements AutoCloseable {
    private static final int MAX_QUEUED_READS = 50_000;
    private static final RetryPolicy AFTER_FAILURE =
            RetryPolicy.unlimited(Duration.ofSeconds(1), Duration.ofSeconds(1));
    private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(5);

    private final boolean recordsReads;
    private final LinkedBlockingQueue<AuditEvent> reads = new LinkedBlockingQueue<>(MAX_QUEUED_READS);
    private final WorkerLoop loop;

    /**
     * Starts to record.
     *
     * @param recordsReads whether reads are recorded as well as changes
     * @param sealingPeriod how often new entries are sealed
     */
    public AuditTrail(Database database, Clock clock, boolean recordsReads, Duration sealingPeriod) {
        this.recordsReads = recordsReads;
        this.loop = new WorkerLoop(
                "audit",
                new WakeUpSignal(),
                AFTER_FAILURE,
                CLOSE_TIMEOUT,
                new AuditWriter(database, clock, reads, sealingPeriod));
        loop.start(1);
    }

    /** Records a change in its own transaction. */
    public static void recordChange(Handle tx, AuditEvent event) {
        AuditStore.add(tx, List.of(event.entry()));
    }

    /** Queues a read to be recorded. Throws {@link Problem.Unavailable} if the queue is full. */
    public void recordRead(AuditEvent event) {
        if (recordsReads && !event.subjects().isEmpty() && !reads.offer(event)) {
            throw new ProblemException(
                    new Problem.Unavailable("reads cannot be written into the audit trail just now"));
        }
    }

    /** Records what is queued and stops. */
    @Override
    public void close() {
        loop.close();
    }
}
