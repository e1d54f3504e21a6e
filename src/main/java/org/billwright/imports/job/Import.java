package org.billwright.imports.job;

import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import org.billwright.access.Caller;
import org.billwright.audit.AuditAction;
import org.billwright.audit.AuditEvent;
import org.billwright.audit.AuditTrail;
import org.billwright.format.DocumentType;
import org.billwright.http.CorrelationId;
import org.billwright.store.Database;
import org.jdbi.v3.core.Handle;

/**
 * An import of sources, batch by batch. Each batch is one transaction that also records the position, so that an import that was
 * killed can be resumed after the last line that was loaded.
 */
public final class Import {
    private final Database database;
    private final String tenant;
    private final Clock clock;
    private final List<ImportSource> sources;
    private final ImportOptions options;
    private final ImportListener listener;
    private final BooleanSupplier interrupted;
    private final ImportJobStore jobs;

    /**
     * An import of these sources for this tenant.
     *
     * @param interrupted whether to end after the current batch
     */
    public Import(
            Database database,
            String tenant,
            Clock clock,
            List<ImportSource> sources,
            ImportOptions options,
            ImportListener listener,
            BooleanSupplier interrupted) {
        this.database = database;
        this.tenant = tenant;
        this.clock = clock;
        this.sources = List.copyOf(sources);
        this.options = options;
        this.listener = listener;
        this.interrupted = interrupted;
        this.jobs = new ImportJobStore(tenant, clock);
    }

    /** An import that runs to its end. */
    public Import(
            Database database,
            String tenant,
            Clock clock,
            List<ImportSource> sources,
            ImportOptions options,
            ImportListener listener) {
        this(database, tenant, clock, sources, options, listener, () -> false);
    }

    /**
     * Loads a source that belongs to the system itself, such as its configuration or the demo's bills, in one transaction: all of it,
     * or nothing where a line is rejected. It leaves no import job, and no entry in the audit trail.
     *
     * @param kind the type of documents without {@code @type}
     * @throws IllegalStateException with the first line that is rejected, and the reason
     */
    public static ImportCounts loadAll(
            Database database, String tenant, Clock clock, ImportSource source, Optional<DocumentType> kind) {
        var first = new FirstRejection();
        var load = new Import(database, tenant, clock, List.of(source), ImportOptions.withoutRejects(kind), first);
        try (var transaction = new ImportTransactions.Single(database, tenant)) {
            var report = load.run(transaction, load::beginOrResume, false);
            first.reason().ifPresent(reason -> {
                throw new IllegalStateException(reason);
            });
            transaction.run(tx -> ImportJobStore.delete(tx, tenant, report.job()));
            transaction.commit();
            return report.counts();
        }
    }

    /**
     * Runs it, from the beginning or from where it was interrupted, and records in the audit trail who does. A dry run changes nothing,
     * and leaves no entry.
     */
    public ImportReport run(Caller by) {
        return run(tx -> options.dryRun() ? beginOrResume(tx) : audited(tx, beginOrResume(tx), by), true);
    }

    /**
     * Runs it from the beginning, for the server, where its options say that nothing is changed. It leaves no job, and no entry in the
     * audit trail.
     */
    public ImportReport dryRun() {
        if (!options.dryRun()) {
            throw new IllegalStateException("the options are not those of a dry run");
        }
        return run(this::beginOrResume, false);
    }

    /** Runs a job that was accepted over HTTP, from the beginning or from where it was interrupted. */
    public ImportReport run(String jobId) {
        return run(tx -> jobs.start(tx, jobId), false);
    }

    /** @param isResumable whether it can be resumed after too many lines were rejected */
    private ImportReport run(Function<Handle, ImportJob> begin, boolean isResumable) {
        try (var transactions = ImportTransactions.of(database, tenant, options.dryRun())) {
            return run(transactions, begin, isResumable);
        }
    }

    private ImportReport run(ImportTransactions transactions, Function<Handle, ImportJob> begin, boolean isResumable) {
        var job = transactions.run(begin);
        try (var run =
                new ImportRun(transactions, jobs, tenant, clock, job, sources, options, isResumable, interrupted)) {
            return run.run(listener);
        }
    }

    private ImportJob beginOrResume(Handle tx) {
        var fingerprint = options.dryRun() ? Optional.<String>empty() : ImportFingerprint.of(sources, options);
        var interruptedJob = fingerprint.filter(f -> !options.restart()).flatMap(f -> jobs.resumable(tx, f));
        interruptedJob.ifPresent(job -> listener.resumed(
                job.position().source() < sources.size()
                        ? sources.get(job.position().source()).name()
                        : "the end",
                job.position().line(),
                job.counts()));
        return interruptedJob.orElseGet(() -> jobs.begin(
                tx, fingerprint, sources.stream().map(ImportSource::name).toList()));
    }

    private ImportJob audited(Handle tx, ImportJob job, Caller by) {
        var subjects = List.of(job.id());
        AuditTrail.recordChange(
                tx,
                new AuditEvent(clock.instant(), by, AuditAction.IMPORT, "import", subjects, CorrelationId.generate()));
        return job;
    }

    /** Keeps the first line that was rejected. */
    private static final class FirstRejection implements ImportListener {
        private Optional<String> reason = Optional.empty();

        @Override
        public void rejected(String source, long line, String why) {
            reason = reason.or(() -> Optional.of(source + ":" + line + ": " + why));
        }

        Optional<String> reason() {
            return reason;
        }
    }
}
