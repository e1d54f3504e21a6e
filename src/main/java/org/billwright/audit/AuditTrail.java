package org.billwright.audit;

import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.stream.Collectors;
import org.billwright.problem.Problem;
import org.billwright.problem.ProblemException;
import org.billwright.store.Database;
import org.jboss.logging.Logger;
import org.jdbi.v3.core.Handle;

/**
 * Where deeds are written down: changes in the transaction that makes them; reads a moment later, many together. A process
 * that is killed may lose the reads of its last moment. While they cannot be written they wait, and when no more can wait
 * nothing more is shown.
 */
public final class AuditTrail implements AutoCloseable {
    private static final Logger LOG = Logger.getLogger("org.billwright.audit");
    private static final int MOST_WAITING = 50_000;
    private static final int BATCH = 10_000;
    private static final int TOGETHER_FROM = 50;
    private static final int MOST_TOGETHER = 500;
    private static final Duration PAUSE = Duration.ofMillis(200);
    private static final Duration PAUSE_AFTER_FAILURE = Duration.ofSeconds(1);
    private static final Duration LAST_TURN = Duration.ofSeconds(5);

    private final Database database;
    private final Clock clock;
    private final boolean ofReads;
    private final Duration sealing;
    private final LinkedBlockingQueue<AuditEvent> reads = new LinkedBlockingQueue<>(MOST_WAITING);
    private final Thread thread;
    private volatile boolean closing;
    private long lastSeal = System.nanoTime();

    /**
     * Starts writing.
     *
     * @param ofReads whether reads are written down as well
     * @param sealing how often new entries are sealed
     */
    public AuditTrail(Database database, Clock clock, boolean ofReads, Duration sealing) {
        this.database = database;
        this.clock = clock;
        this.ofReads = ofReads;
        this.sealing = sealing;
        this.thread = Thread.ofVirtual().name("audit").start(this::work);
    }

    /** Writes a change down, in its own transaction. */
    public static void changed(Handle tx, AuditEvent deed) {
        AuditStore.add(tx, List.of(deed.entry()));
    }

    /** Has a read written down. Throws where no more can wait. */
    public void read(AuditEvent deed) {
        if (ofReads && !deed.subjects().isEmpty() && !reads.offer(deed)) {
            throw new ProblemException(
                    new Problem.Unavailable("reads cannot be written into the audit trail just now"));
        }
    }

    private void work() {
        var batch = new ArrayList<AuditEvent>();
        while (!closing) {
            pause(turn(batch) ? PAUSE : PAUSE_AFTER_FAILURE);
        }
        turn(batch);
    }

    /** Writes what waits, and seals where it is time; false where that failed and is to be tried again. */
    private boolean turn(List<AuditEvent> batch) {
        try {
            do {
                reads.drainTo(batch, BATCH - batch.size());
                write(batch);
            } while (!reads.isEmpty());
            if (System.nanoTime() - lastSeal > sealing.toNanos()) {
                lastSeal = System.nanoTime();
                HashChain.seal(database, clock.instant());
            }
            return true;
        } catch (RuntimeException e) {
            LOG.errorf("the audit trail cannot be written, tried again: %s", e);
            return false;
        }
    }

    /** Leaves those that could not be written; a tenant's that cannot be do not keep back those of others. */
    private void write(List<AuditEvent> deeds) {
        var byTenant = deeds.stream()
                .collect(Collectors.groupingBy(deed -> deed.caller().tenant()));
        var failures = new ArrayList<RuntimeException>();
        deeds.clear();
        byTenant.forEach((tenant, theirs) -> {
            try {
                database.inTransaction(tenant, tx -> {
                    AuditStore.add(tx, entries(theirs));
                    return tenant;
                });
            } catch (RuntimeException e) {
                deeds.addAll(theirs);
                failures.add(e);
            }
        });
        if (!failures.isEmpty()) {
            throw failures.getFirst();
        }
    }

    private static List<AuditStore.Entry> entries(List<AuditEvent> deeds) {
        var alike = new LinkedHashMap<AuditEvent.AggregationKey, List<AuditEvent>>();
        deeds.forEach(deed ->
                alike.computeIfAbsent(deed.alike(), kind -> new ArrayList<>()).add(deed));
        return alike.values().stream()
                .flatMap(several -> together(several).stream())
                .toList();
    }

    /** A few reads are an entry each; one who reads by the hundred has them written down together. */
    private static List<AuditStore.Entry> together(List<AuditEvent> alike) {
        if (alike.size() < TOGETHER_FROM) {
            return alike.stream().map(AuditEvent::entry).toList();
        }
        var entries = new ArrayList<AuditStore.Entry>();
        for (int from = 0; from < alike.size(); from += MOST_TOGETHER) {
            entries.add(AuditEvent.together(alike.subList(from, Math.min(alike.size(), from + MOST_TOGETHER))));
        }
        return entries;
    }

    private void pause(Duration time) {
        try {
            Thread.sleep(time);
        } catch (InterruptedException e) {
            closing = true;
        }
    }

    @Override
    public void close() {
        closing = true;
        try {
            thread.join(LAST_TURN);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
