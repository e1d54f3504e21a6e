package org.billwright.imports.job;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import org.billwright.imports.apply.AccountCheck;
import org.billwright.imports.apply.BatchLoader;
import org.billwright.imports.apply.ImportContext;
import org.billwright.imports.apply.LineTotalCheck;
import org.billwright.imports.check.BatchParser;
import org.billwright.imports.check.CheckMode;
import org.billwright.imports.check.ImportBatch;
import org.billwright.imports.check.InputRecord;
import org.billwright.json.Json;
import org.billwright.store.SqlErrors;
import org.billwright.tax.TaxRateUnit;
import org.billwright.tax.TaxStore;
import org.jdbi.v3.core.Handle;

/** One run of an import, in one process: from the position of its job to the end, or until it is stopped. */
final class ImportRun implements AutoCloseable {
    /** How many bytes of deferred lines are tried in one transaction. */
    private static final long DEFERRED_BATCH_BYTES = 8_000_000;

    /** How long a process that is shutting down waits for the next batch, so that each run makes progress. */
    private static final Duration PROGRESS_TIMEOUT = Duration.ofSeconds(3);

    /** How long locks of others are waited for, with looks in between whether the import is to go on. */
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(60);

    private static final String RUNNING = "running";

    private final ImportTransactions transactions;
    private final ImportJobStore jobs;
    private final String tenant;
    private final List<ImportSource> sources;
    private final ImportOptions options;
    private final boolean isResumable;
    private final Optional<RejectFile> rejects;
    private final FinalChecks checks;
    private final ImportContext context;
    private final DeferredLines deferredLines;
    private final long rejectedBefore;
    private final BooleanSupplier interrupted;
    private ImportJob job;
    private DeferredQuota deferred;
    private long waitingSince = System.nanoTime();
    private Optional<String> unreadable = Optional.empty();

    /**
     * A run that begins at the position of its job.
     *
     * @param isResumable whether it can be resumed after too many lines were rejected
     * @param interrupted whether to end as soon as possible
     */
    ImportRun(
            ImportTransactions transactions,
            ImportJobStore jobs,
            String tenant,
            Clock clock,
            ImportJob job,
            List<ImportSource> sources,
            ImportOptions options,
            boolean isResumable,
            BooleanSupplier interrupted) {
        this.interrupted = interrupted;
        this.transactions = transactions;
        this.jobs = jobs;
        this.tenant = tenant;
        this.job = job;
        this.sources = sources;
        this.options = options;
        this.isResumable = isResumable;
        this.rejects = options.rejects().map(path -> RejectFile.open(path, job.rejectsBytes()));
        var accounts = new AccountCheck(tenant, job.id(), options.accounts());
        var lineTotals = new LineTotalCheck(tenant, job.id());
        this.context = new ImportContext(
                tenant,
                job.id(),
                sources.stream().map(ImportSource::name).toList(),
                clock,
                options.events() && !options.dryRun(),
                accounts,
                Optional.of(lineTotals).filter(check -> options.reconcile() != CheckMode.OFF),
                transactions.existing());
        this.checks = new FinalChecks(transactions, context, accounts, lineTotals, this::requireToGoOn);
        this.deferredLines = new DeferredLines(sources);
        // The limit of rejected lines starts again with each call.
        this.rejectedBefore = isResumable ? job.counts().rejected() : 0;
        this.deferred = transactions.run(tx -> jobs.deferred(tx, job));
    }

    /** Runs it, and notifies the listener after each commit. */
    ImportReport run(ImportListener listener) {
        try {
            return loadAll(listener);
        } catch (ImportCancelled e) {
            return report(ImportReport.End.CANCELLED);
        } catch (Interrupted e) {
            return report(ImportReport.End.INTERRUPTED);
        }
    }

    private ImportReport loadAll(ImportListener listener) {
        var formats = sources.stream().map(ImportSource::format).toList();
        var parser = new BatchParser(formats, options.kind(), options.version(), options.reconcile(), taxRates());
        try (var reader = new BatchReader(sources, job.position(), parser)) {
            Runnable waiting = () -> {
                if (System.nanoTime() - waitingSince > PROGRESS_TIMEOUT.toNanos()) {
                    requireRunning();
                }
                requireWanted();
            };
            for (var batch = reader.next(waiting); batch.isPresent(); batch = reader.next(waiting)) {
                load(batch.get(), listener);
                listener.progress(job.counts(), reader.bytesRead());
                requireRunning();
                if (hasTooManyRejects()) {
                    return finish(report(ImportReport.End.STOPPED));
                }
                waitingSince = System.nanoTime();
            }
            for (boolean more = deferred.lines() > 0; more; more = loadDeferred(listener)) {
                requireRunning();
                if (hasTooManyRejects()) {
                    return finish(report(ImportReport.End.STOPPED));
                }
            }
            unreadable = reader.unreadable();
            var end = unreadable.isPresent() && !isResumable ? ImportReport.End.STOPPED : ImportReport.End.DONE;
            return finish(new ImportReport(
                    job.id(), end, job.counts(), compareLineTotals(listener), missing(listener), refunds(listener)));
        }
    }

    /** The unit of tax rates in each source: the option goes before the file's format, and that before the tenant's setting. */
    private List<Optional<TaxRateUnit>> taxRates() {
        var ofTenant = transactions.run(tx -> TaxStore.settings(tx, tenant)).rateUnit();
        return sources.stream()
                .map(source ->
                        options.taxRate().or(() -> source.format().taxRate()).or(() -> ofTenant))
                .toList();
    }

    private void requireRunning() {
        if (interrupted.getAsBoolean()) {
            throw new Interrupted();
        }
    }

    private void requireToGoOn() {
        requireRunning();
        requireWanted();
    }

    private void requireWanted() {
        transactions.run(tx -> jobs.requireWanted(tx, job));
    }

    /** Runs work again while others hold locks that it needs, as long as the import is to go on. */
    private <T> T waiting(Function<Handle, T> work) {
        long since = System.nanoTime();
        while (true) {
            try {
                return transactions.run(work);
            } catch (RuntimeException e) {
                if (!SqlErrors.isLockTimeout(e) || System.nanoTime() - since > LONGEST_WAIT.toNanos()) {
                    throw e;
                }
                requireToGoOn();
            }
        }
    }

    private boolean hasTooManyRejects() {
        return job.counts().rejected() - rejectedBefore > options.maxRejects();
    }

    /** Thrown where the process is shutting down. */
    private static final class Interrupted extends RuntimeException {
        private static final long serialVersionUID = 1L;

        Interrupted() {
            super("the process is shutting down", null, false, false);
        }
    }

    private void load(ImportBatch batch, ImportListener listener) {
        var last = batch.lines().getLast();
        var position = new ImportPosition(last.source(), last.number());
        commit(tx -> BatchOutcome.deferring(batch, BatchLoader.load(tx, context, batch), deferred), position, listener);
    }

    /** Tries deferred lines a second and last time; false where there were none. */
    private boolean loadDeferred(ImportListener listener) {
        var outcome = commit(
                tx -> {
                    var lines = jobs.takeDeferred(tx, job, BatchReader.BATCH_LINES, DEFERRED_BATCH_BYTES);
                    var batch = deferredLines.batch(lines);
                    return BatchOutcome.rejecting(batch, BatchLoader.load(tx, context, batch), deferred);
                },
                job.position(),
                listener);
        return !outcome.batch().lines().isEmpty();
    }

    private BatchOutcome commit(Function<Handle, BatchOutcome> load, ImportPosition position, ImportListener listener) {
        var committed = waiting(tx -> {
            jobs.lock(tx, job);
            var outcome = load.apply(tx);
            jobs.addDeferred(tx, job, outcome.deferred());
            long rejectsBytes = rejects.map(file -> file.add(entries(outcome))).orElse(0L);
            var next = new ImportJob(job.id(), position, job.counts().plus(outcome.counts()), rejectsBytes);
            jobs.advance(tx, next, RUNNING);
            return new Committed(outcome, next);
        });
        job = committed.job();
        deferred = committed.outcome().quota();
        report(committed.outcome(), listener);
        return committed.outcome();
    }

    private record Committed(BatchOutcome outcome, ImportJob job) {}

    private List<ObjectNode> entries(BatchOutcome outcome) {
        var entries = new ArrayList<ObjectNode>();
        outcome.rejected().forEach((number, reason) -> {
            var line = outcome.batch().lines().get(number);
            entries.add(RejectFile.entry(sources.get(line.source()), line, reason));
        });
        return entries;
    }

    private void report(BatchOutcome outcome, ImportListener listener) {
        listener.committed(outcome.counts());
        var lines = outcome.batch().lines();
        outcome.rejected()
                .forEach((number, reason) -> listener.rejected(
                        name(lines.get(number)), lines.get(number).number(), reason));
        outcome.batch()
                .warnings()
                .forEach((number, text) -> listener.warned(
                        name(lines.get(number)), lines.get(number).number(), text));
    }

    private String name(InputRecord line) {
        return sources.get(line.source()).name();
    }

    private long compareLineTotals(ImportListener listener) {
        var differences = checks.differences();
        differences.forEach(difference -> listener.warned("", 0, difference.reason()));
        if (options.reconcile() == CheckMode.STRICT) {
            rejects.ifPresent(file -> file.add(differences.stream()
                    .map(d -> Json.object().put("bill", d.bill()).put("reason", d.reason()))
                    .toList()));
        }
        return differences.size();
    }

    private AccountCheck.MissingAccounts missing(ImportListener listener) {
        var missing = checks.missingAccounts();
        missing.first().forEach(listener::accountMissing);
        return missing;
    }

    private List<String> refunds(ImportListener listener) {
        var warnings = checks.refundWarnings();
        warnings.forEach(text -> listener.warned("", 0, text));
        return warnings;
    }

    private ImportReport finish(ImportReport report) {
        var problem = unreadable
                .or(() -> Optional.of("stopped: more than " + options.maxRejects() + " lines were rejected"))
                .filter(text -> report.end() == ImportReport.End.STOPPED);
        return transactions.run(tx -> {
            jobs.end(tx, job, report, problem);
            if (report.end() == ImportReport.End.DONE || !isResumable) {
                ImportJobStore.deleteWorkingData(tx, tenant, job.id());
            }
            return report;
        });
    }

    private ImportReport report(ImportReport.End end) {
        return new ImportReport(job.id(), end, job.counts(), 0, AccountCheck.MissingAccounts.NONE, List.of());
    }

    @Override
    public void close() {
        rejects.ifPresent(RejectFile::close);
    }
}
