package org.billwright.imports.server;

import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;
import org.billwright.imports.job.Import;
import org.billwright.imports.job.ImportCounts;
import org.billwright.imports.job.ImportListener;
import org.billwright.imports.job.ImportOptions;
import org.billwright.imports.job.ImportReport;
import org.billwright.imports.job.ImportSource;
import org.billwright.store.Database;

/**
 * A dry run of an import that was accepted over HTTP. It changes nothing but its job: progress, counts and end. One that is interrupted
 * begins again from the first line.
 */
record AcceptedDryRun(Database database, Clock clock, String tenant, String id) {
    /** Runs it to its end, or until it is cancelled or interrupted. */
    ImportReport run(ImportSource source, ImportOptions options, BooleanSupplier interrupted) {
        var isCancelled = new AtomicBoolean(!advance(ImportCounts.NONE));
        var listener = new ImportListener() {
            @Override
            public void progress(ImportCounts done, long bytesRead) {
                isCancelled.set(!advance(done));
            }
        };
        var report = new Import(
                        database,
                        tenant,
                        clock,
                        List.of(source),
                        options,
                        listener,
                        () -> isCancelled.get() || interrupted.getAsBoolean())
                .dryRun();
        if (report.end() == ImportReport.End.DONE || report.end() == ImportReport.End.STOPPED) {
            database.inTransaction(
                    tenant, tx -> DryRunStore.end(tx, tenant, id, report, problem(report, options), clock));
        }
        return isCancelled.get()
                ? new ImportReport(
                        id,
                        ImportReport.End.CANCELLED,
                        report.counts(),
                        report.differences(),
                        report.missingAccounts(),
                        report.refundWarnings())
                : report;
    }

    private boolean advance(ImportCounts done) {
        return database.inTransaction(tenant, tx -> DryRunStore.advance(tx, tenant, id, done, clock));
    }

    private static Optional<String> problem(ImportReport report, ImportOptions options) {
        if (report.end() != ImportReport.End.STOPPED) {
            return Optional.empty();
        }
        return Optional.of(
                report.counts().rejected() > options.maxRejects()
                        ? "stopped: more than " + options.maxRejects() + " lines were rejected"
                        : "the body cannot be read to its end");
    }
}
