package org.billwright.audit;

import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.stream.Collectors;
import org.billwright.store.Database;
import org.billwright.work.WorkerLoop;

/** Writes queued reads into the trail and seals new entries. Used by one thread. */
final class AuditWriter implements WorkerLoop.Task {
    private static final int BATCH = 10_000;
    private static final int AGGREGATED_FROM = 50;
    private static final int MAX_AGGREGATED = 500;
    private static final Duration PAUSE = Duration.ofMillis(200);

    private final Database database;
    private final Clock clock;
    private final BlockingQueue<AuditEvent> reads;
    private final Duration sealingPeriod;

    /** Reads taken from the queue that are not written yet. */
    private List<AuditEvent> unwritten = List.of();

    private long lastSeal = System.nanoTime();

    AuditWriter(Database database, Clock clock, BlockingQueue<AuditEvent> reads, Duration sealingPeriod) {
        this.database = database;
        this.clock = clock;
        this.reads = reads;
        this.sealingPeriod = sealingPeriod;
    }

    @Override
    public Duration runOnce() {
        do {
            writeBatch();
        } while (!reads.isEmpty());
        if (System.nanoTime() - lastSeal > sealingPeriod.toNanos()) {
            lastSeal = System.nanoTime();
            HashChain.seal(database, clock.instant());
        }
        return PAUSE;
    }

    @Override
    public void finish() {
        runOnce();
    }

    /** Writes a batch, a transaction a tenant: a tenant whose reads cannot be written does not delay others. */
    private void writeBatch() {
        var batch = new ArrayList<>(unwritten);
        reads.drainTo(batch, BATCH - batch.size());
        var failures = byTenant(batch).entrySet().stream()
                .flatMap(tenant -> write(tenant.getKey(), tenant.getValue()).stream())
                .toList();
        unwritten =
                failures.stream().flatMap(failure -> failure.events().stream()).toList();
        if (!failures.isEmpty()) {
            throw failures.getFirst().cause();
        }
    }

    /** Reads that could not be written, and why. */
    private record Failure(List<AuditEvent> events, RuntimeException cause) {}

    private static Map<String, List<AuditEvent>> byTenant(List<AuditEvent> events) {
        return events.stream()
                .collect(Collectors.groupingBy(event -> event.caller().tenant()));
    }

    private Optional<Failure> write(String tenant, List<AuditEvent> events) {
        try {
            database.inTransaction(tenant, tx -> {
                AuditStore.add(tx, entries(events));
                return tenant;
            });
            return Optional.empty();
        } catch (RuntimeException e) {
            return Optional.of(new Failure(events, e));
        }
    }

    private static List<AuditStore.AuditEntry> entries(List<AuditEvent> events) {
        return events.stream()
                .collect(Collectors.groupingBy(AuditEvent::aggregationKey, LinkedHashMap::new, Collectors.toList()))
                .values()
                .stream()
                .flatMap(similar -> aggregated(similar).stream())
                .toList();
    }

    /** A few reads are an entry each; hundreds of reads by one caller are aggregated. */
    private static List<AuditStore.AuditEntry> aggregated(List<AuditEvent> similar) {
        if (similar.size() < AGGREGATED_FROM) {
            return similar.stream().map(AuditEvent::entry).toList();
        }
        var entries = new ArrayList<AuditStore.AuditEntry>();
        for (int from = 0; from < similar.size(); from += MAX_AGGREGATED) {
            entries.add(AuditEvent.aggregate(similar.subList(from, Math.min(similar.size(), from + MAX_AGGREGATED))));
        }
        return entries;
    }
}
