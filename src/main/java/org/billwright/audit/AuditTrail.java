package org.billwright.audit;

import java.time.Clock;
import java.time.Duration;
import java.util.List;
import org.billwright.problem.Problem;
import org.billwright.problem.ProblemException;
import org.billwright.store.Database;
import org.billwright.work.RetryPolicy;
import org.billwright.work.WakeUpSignal;
import org.billwright.work.WorkerLoop;
import org.jdbi.v3.core.Handle;

/**
 * The audit trail. A change is recorded in the transaction that makes it; reads are recorded a moment later, many at once. A
 * killed process may lose the reads of its last moment. While the database is unavailable reads wait; callers are slowed down when
 * many wait, and when the queue is full no more data is shown.
 */
public final class AuditTrail implements AutoCloseable {
    private static final RetryPolicy AFTER_FAILURE =
            RetryPolicy.unlimited(Duration.ofSeconds(1), Duration.ofSeconds(1));
    private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(5);

    private final boolean recordsReads;
    private final ReadQueue reads;
    private final AuditMetrics metrics;
    private final WorkerLoop writing;
    private final WorkerLoop sealing;

    /**
     * A trail that queues reads, until it is started and writes them.
     *
     * @param database a pool in which the writer and the sealer have a connection each
     */
    public AuditTrail(Database database, Clock clock, AuditConfig config) {
        this.recordsReads = config.reads();
        this.reads = new ReadQueue(config.queueBytes());
        this.metrics = new AuditMetrics(reads, clock);
        // Apart, so that sealing never delays writing.
        this.writing = loop("audit-writer", new AuditWriter(database, reads));
        this.sealing = loop("audit-sealer", new Sealer(database, clock, config, metrics));
    }

    private static WorkerLoop loop(String name, WorkerLoop.Task task) {
        return new WorkerLoop(name, new WakeUpSignal(), AFTER_FAILURE, CLOSE_TIMEOUT, task);
    }

    /** Starts to write and to seal. The schema must exist. */
    public void start() {
        writing.start(1);
        sealing.start(1);
    }

    /** Records a change in its own transaction. */
    public static void recordChange(Handle tx, AuditEvent event) {
        recordChanges(tx, List.of(event));
    }

    /** Records changes in their own transaction, by one statement. */
    public static void recordChanges(Handle tx, List<AuditEvent> events) {
        AuditStore.add(tx, EntryDocuments.of(events));
    }

    /**
     * Queues a read to be recorded. Returns how long the caller is to wait for its response, usually not at all. Throws {@link
     * Problem.Unavailable} if the queue is full.
     */
    public Duration recordRead(AuditEvent event) {
        if (!recordsReads || event.isEmpty()) {
            return Duration.ZERO;
        }
        if (!reads.offer(event)) {
            throw new ProblemException(
                    new Problem.Unavailable("reads cannot be written into the audit trail just now"));
        }
        return reads.delay(event.caller().tenant());
    }

    /** Queues an event that is not a read, whether or not reads are recorded. It is lost if the queue is full. */
    public void recordRefused(AuditEvent event) {
        reads.offer(event);
    }

    /** Its metrics. */
    public AuditMetrics metrics() {
        return metrics;
    }

    /** The loops that write the trail. */
    public List<WorkerLoop> workers() {
        return List.of(writing, sealing);
    }

    /** Records what is queued and stops. */
    @Override
    public void close() {
        sealing.close();
        writing.close();
    }
}
