package org.billwright.audit;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.billwright.store.Database;
import org.billwright.store.SqlErrors;
import org.billwright.work.WorkerLoop;
import org.jboss.logging.Logger;

/**
 * Writes queued reads into the trail. Used by one thread. Reads that cannot be written now are kept. Where it is the reads
 * themselves that cannot be written, they are halved until the one is found that is the cause; it is recorded without its texts.
 */
final class AuditWriter implements WorkerLoop.Task {
    private static final Logger LOG = Logger.getLogger("org.billwright.audit");
    private static final long BATCH_BYTES = 4_000_000;

    /** In a transaction. */
    private static final int MAX_EVENTS = 10_000;

    /** After so many reads that cannot be written even without their texts, it is not about the reads. */
    private static final int MAX_HOPELESS = 3;

    /** Short, so that a batch is small and delays no request on a busy machine. */
    private static final Duration PAUSE = Duration.ofMillis(100);

    private final Database database;
    private final ReadQueue reads;

    /** Reads taken from the queue that are not written yet. */
    private List<AuditEvent> unwritten = List.of();

    AuditWriter(Database database, ReadQueue reads) {
        this.database = database;
        this.reads = reads;
    }

    @Override
    public Duration runOnce() {
        writeBatch();
        return reads.bytes() > BATCH_BYTES ? Duration.ZERO : PAUSE;
    }

    @Override
    public void finish() {
        do {
            writeBatch();
        } while (reads.hasMore());
    }

    /** Writes a batch, a tenant after another: a tenant whose reads cannot be written does not delay others. */
    private void writeBatch() {
        var batch = new ArrayList<>(unwritten);
        // Always new ones too: those of a tenant whose reads cannot be written now may be more than a batch.
        batch.addAll(reads.take(BATCH_BYTES));
        var failed = new ArrayList<AuditEvent>();
        var causes = new ArrayList<Throwable>();
        batch.stream()
                .collect(Collectors.groupingBy(event -> event.caller().tenant()))
                .forEach((tenant, events) -> {
                    var writing = new TenantWriting(tenant);
                    for (int from = 0; from < events.size(); from += MAX_EVENTS) {
                        writing.write(events.subList(from, Math.min(events.size(), from + MAX_EVENTS)));
                    }
                    failed.addAll(writing.failed);
                    writing.cause.ifPresent(causes::add);
                    causes.addAll(writing.hopeless);
                });
        unwritten = List.copyOf(failed);
        if (!causes.isEmpty()) {
            throw new IllegalStateException("reads cannot be written into the audit trail", root(causes.getFirst()));
        }
    }

    /** One attempt to write reads of a tenant. */
    private final class TenantWriting {
        private final String tenant;
        private final List<AuditEvent> failed = new ArrayList<>();
        private final List<Throwable> hopeless = new ArrayList<>();
        private Optional<Throwable> cause = Optional.empty();

        TenantWriting(String tenant) {
            this.tenant = tenant;
        }

        /** Once the database fails, or cannot store even some reads without their texts, all others are kept for the next attempt. */
        void write(List<AuditEvent> events) {
            var failure = cause.isPresent() ? cause : insert(events);
            if (failure.isEmpty()) {
                reads.written(events);
            } else if (cause.isPresent() || isPassing(failure.get())) {
                keep(events, failure.get());
            } else if (events.size() > 1) {
                write(events.subList(0, events.size() / 2));
                write(events.subList(events.size() / 2, events.size()));
            } else {
                writeWithoutTexts(events.getFirst(), failure.get());
            }
        }

        private void writeWithoutTexts(AuditEvent event, Throwable failure) {
            var again = insert(List.of(event.withoutTexts()));
            if (again.isPresent()) {
                failed.add(event);
                hopeless.add(again.get());
                if (hopeless.size() == MAX_HOPELESS) {
                    cause = again;
                }
            } else {
                LOG.errorf(
                        "[%s] a read cannot be written into the audit trail as it is; it was recorded without its caller's name and its ids: %s",
                        event.correlationId(), root(failure));
                reads.written(List.of(event));
            }
        }

        private void keep(List<AuditEvent> events, Throwable failure) {
            failed.addAll(events);
            cause = Optional.of(failure);
        }

        /** Any failure is one of this attempt alone; the loop goes on. */
        private Optional<Throwable> insert(List<AuditEvent> events) {
            try {
                database.inTransaction(tenant, tx -> {
                    AuditStore.add(tx, EntryDocuments.of(events));
                    return tenant;
                });
                return Optional.empty();
            } catch (Throwable failure) {
                return Optional.of(failure);
            }
        }
    }

    /** The failure itself: messages of those around it have the statement with its values, which do not belong into the log. */
    private static Throwable root(Throwable failure) {
        return failure.getCause() == null ? failure : root(failure.getCause());
    }

    /** Whether it is not about the reads. What is unknown may be about them. */
    private static boolean isPassing(Throwable failure) {
        return failure instanceof VirtualMachineError
                || SqlErrors.isTemporary(failure)
                || SqlErrors.isUnreachable(failure);
    }
}
