package org.billwright.imports.job;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import org.billwright.access.Caller;
import org.billwright.audit.AuditAction;
import org.billwright.audit.AuditEvent;
import org.billwright.audit.AuditTrail;
import org.billwright.http.CorrelationId;
import org.billwright.imports.apply.BatchLoader;
import org.billwright.imports.apply.ConstraintViolation;
import org.billwright.imports.apply.ImportContext;
import org.billwright.imports.apply.LineTotalCheck;
import org.billwright.imports.check.BatchParser;
import org.billwright.imports.check.ImportBatch;
import org.billwright.imports.check.InputRecord;
import org.billwright.imports.check.ReconcileMode;
import org.billwright.json.Json;
import org.billwright.store.Database;
import org.jdbi.v3.core.Handle;

/**
 * An import of sources, batch by batch. How far it has come is written in the transaction of each batch, so that one that
 * was killed goes on behind the last line that is in.
 */
public final class Import {
    /** How many bytes of lines that waited are tried together. */
    private static final long BYTES_AGAIN = 8_000_000;

    private static final String RUNNING = "running";

    private final Database database;
    private final String tenant;
    private final Clock clock;
    private final ImportOptions options;
    private final ImportListener listener;
    private final BooleanSupplier leavingOff;
    private final ImportJobStore jobs;
    private final List<ImportSource> sources;

    /**
     * An import of these sources into this tenant's store.
     *
     * @param leavingOff tells whether it is to end after the batch in hand
     */
    public Import(
            Database database,
            String tenant,
            Clock clock,
            List<ImportSource> sources,
            ImportOptions options,
            ImportListener listener,
            BooleanSupplier leavingOff) {
        this.database = database;
        this.tenant = tenant;
        this.clock = clock;
        this.sources = List.copyOf(sources);
        this.options = options;
        this.listener = listener;
        this.leavingOff = leavingOff;
        this.jobs = new ImportJobStore(tenant, clock);
    }

    /** Does it, from the beginning or from where it was broken off; the audit trail is told who has it done. */
    public ImportReport run(Caller by) {
        Function<Handle, ImportJobStore.ImportJob> begin = tx -> {
            var job = begin(tx);
            var subjects = List.of(job.id());
            AuditTrail.recordChange(
                    tx,
                    new AuditEvent(
                            clock.instant(), by, AuditAction.IMPORT, "import", subjects, CorrelationId.generate()));
            return job;
        };
        return run(begin, true);
    }

    /** Does one that was accepted before, from where it is, as if it had never been broken off. */
    public ImportReport run(String jobId) {
        return run(tx -> jobs.accepted(tx, jobId), false);
    }

    /** @param canGoOn whether it can be called again after it was stopped */
    private ImportReport run(Function<Handle, ImportJobStore.ImportJob> begin, boolean canGoOn) {
        try (var transactions = ImportTransactions.of(database, tenant, options.dryRun())) {
            var job = transactions.run(begin);
            try (var running = new Running(transactions, job, canGoOn)) {
                return running.toTheEnd();
            }
        }
    }

    private ImportJobStore.ImportJob begin(Handle tx) {
        var identity = options.dryRun() ? Optional.<String>empty() : ImportFingerprint.of(sources, options);
        var present = identity.filter(i -> !options.restart()).flatMap(i -> jobs.resumable(tx, i));
        present.ifPresent(job -> listener.resumed(
                job.position().source() < sources.size()
                        ? sources.get(job.position().source()).name()
                        : "the end",
                job.position().line(),
                job.tally()));
        return present.orElseGet(() -> jobs.begin(
                tx, identity, sources.stream().map(ImportSource::name).toList()));
    }

    /** One run of it. */
    private final class Running implements AutoCloseable {
        private final ImportTransactions transactions;
        private final Optional<RejectFile> rejects;
        private final ImportContext target;
        private final LineTotalCheck sums;
        private final boolean canGoOn;
        private final long refusedBefore;
        private ImportJobStore.ImportJob job;
        private final DeferredLines secondTry = new DeferredLines(sources);
        private DeferredQuota waiting;

        Running(ImportTransactions transactions, ImportJobStore.ImportJob job, boolean canGoOn) {
            this.transactions = transactions;
            this.job = job;
            this.rejects = options.rejects().map(path -> RejectFile.open(path, job.rejectsBytes()));
            this.canGoOn = canGoOn;
            // Who calls it again lets as many lines be refused once more.
            this.refusedBefore = canGoOn ? job.tally().refused() : 0;
            this.sums = new LineTotalCheck(tenant, job.id());
            var summed = Optional.of(sums).filter(s -> options.reconcile() != ReconcileMode.OFF);
            this.target = new ImportContext(tenant, clock, options.events(), summed);
            this.waiting = transactions.run(tx -> jobs.waiting(tx, job));
        }

        ImportReport toTheEnd() {
            try {
                return readToTheEnd();
            } catch (ImportJobStore.ImportCancelled e) {
                return new ImportReport(job.id(), ImportReport.End.CANCELLED, job.tally(), 0);
            }
        }

        private ImportReport readToTheEnd() {
            var forms = sources.stream().map(ImportSource::form).toList();
            var checking = new BatchParser(forms, options.kind(), options.version(), options.reconcile());
            try (var reading = new BatchReader(sources, job.position(), checking)) {
                for (var batch = reading.next(); batch.isPresent(); batch = reading.next()) {
                    commit(batch.get());
                    listener.progress(job.tally(), reading.bytesRead());
                    if (leavingOff.getAsBoolean()) {
                        return new ImportReport(job.id(), ImportReport.End.LEFT_OFF, job.tally(), 0);
                    }
                    if (job.tally().refused() - refusedBefore > options.maxRejects()) {
                        return finish(ImportReport.End.STOPPED, 0);
                    }
                }
                for (boolean more = waiting.lines() > 0; more; more = tryAgain()) {
                    if (leavingOff.getAsBoolean()) {
                        return new ImportReport(job.id(), ImportReport.End.LEFT_OFF, job.tally(), 0);
                    }
                }
                return finish(ImportReport.End.DONE, compareSums());
            }
        }

        private void commit(ImportBatch batch) {
            var last = batch.lines().getLast();
            land(tx -> batch, new ImportPosition(last.source(), last.number()), true);
        }

        /** Lines that waited for their bills, for the last time; tells whether there were any. */
        private boolean tryAgain() {
            Function<Handle, ImportBatch> first =
                    tx -> secondTry.batch(jobs.take(tx, job, BatchReader.BATCH_LINES, BYTES_AGAIN));
            return !land(first, job.position(), false).lines().isEmpty();
        }

        private ImportBatch land(Function<Handle, ImportBatch> lines, ImportPosition position, boolean mayWait) {
            var landed = transactions.run(tx -> {
                jobs.lock(tx, job);
                var batch = lines.apply(tx);
                var result = BatchLoader.land(tx, target, batch);
                var later = new ArrayList<ImportJobStore.DeferredLine>();
                var backlog = mayWait ? leave(batch, result, later) : refuse(result);
                jobs.keep(tx, job, later);
                var tally = job.tally().plus(ImportCounts.of(batch, result, later.size()));
                long length =
                        rejects.map(file -> file.add(entries(batch, result))).orElse(0L);
                var next = new ImportJobStore.ImportJob(job.id(), position, tally, length);
                jobs.advance(tx, next, RUNNING);
                return new Landed(batch, result, next, backlog);
            });
            job = landed.job();
            waiting = landed.waiting();
            tell(landed);
            return landed.batch();
        }

        /** Leaves for later what waits, as far as there is room; gives what waits then. */
        private DeferredQuota leave(
                ImportBatch batch, BatchLoader.LoadResult result, List<ImportJobStore.DeferredLine> later) {
            var backlog = waiting;
            for (var entry : result.waiting().entrySet()) {
                var line = batch.lines().get(entry.getKey());
                if (backlog.hasRoomFor(line)) {
                    backlog = backlog.plus(line);
                    var waits = entry.getValue();
                    later.add(new ImportJobStore.DeferredLine(line, waits.kind(), waits.document()));
                } else {
                    result.refused().put(entry.getKey(), DeferredQuota.FULL);
                }
            }
            return backlog;
        }

        private DeferredQuota refuse(BatchLoader.LoadResult result) {
            result.waiting().keySet().forEach(number -> result.refused().put(number, ConstraintViolation.NO_BILL));
            return waiting;
        }

        private List<ObjectNode> entries(ImportBatch batch, BatchLoader.LoadResult result) {
            var entries = new ArrayList<ObjectNode>();
            result.refused().forEach((number, reason) -> {
                var line = batch.lines().get(number);
                entries.add(RejectFile.entry(name(line), line, reason));
            });
            return entries;
        }

        private void tell(Landed landed) {
            var lines = landed.batch().lines();
            landed.result()
                    .refused()
                    .forEach((number, reason) -> listener.refused(
                            name(lines.get(number)), lines.get(number).number(), reason));
            landed.batch()
                    .warned()
                    .forEach((number, text) -> listener.warned(
                            name(lines.get(number)), lines.get(number).number(), text));
        }

        private String name(InputRecord line) {
            return sources.get(line.source()).name();
        }

        private long compareSums() {
            if (target.sums().isEmpty()) {
                return 0;
            }
            var differences = transactions.run(sums::differences);
            differences.forEach(difference -> listener.warned("", 0, difference.reason()));
            if (options.reconcile() == ReconcileMode.STRICT) {
                rejects.ifPresent(file -> file.add(differences.stream()
                        .map(d -> Json.object().put("bill", d.bill()).put("reason", d.reason()))
                        .toList()));
            }
            return differences.size();
        }

        private ImportReport finish(ImportReport.End end, long differences) {
            transactions.run(tx -> {
                jobs.advance(tx, job, end.word());
                if (end == ImportReport.End.DONE || !canGoOn) {
                    ImportJobStore.forget(tx, tenant, job.id());
                }
                return end;
            });
            return new ImportReport(job.id(), end, job.tally(), differences);
        }

        @Override
        public void close() {
            rejects.ifPresent(RejectFile::close);
        }
    }

    private record Landed(
            ImportBatch batch, BatchLoader.LoadResult result, ImportJobStore.ImportJob job, DeferredQuota waiting) {}
}
