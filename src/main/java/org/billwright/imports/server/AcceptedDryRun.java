package org.billwright.imports.server;

import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
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
final class AcceptedDryRun {
    /** How long it may go on after it was cancelled. */
    private static final Duration LOOKS = Duration.ofSeconds(2);

    private final Database database;
    private final Clock clock;
    private final String tenant;
    private final String id;
    private volatile ImportCounts done = ImportCounts.NONE;
    private volatile boolean isCancelled;
    private volatile long lookedAt = System.nanoTime();

    AcceptedDryRun(Database database, Clock clock, String tenant, String id) {
        this.database = database;
        this.clock = clock;
        this.tenant = tenant;
        this.id = id;
    }

    /** Runs it to its end, or until it is cancelled or interrupted. */
    ImportReport run(ImportSource source, ImportOptions options, BooleanSupplier interrupted) {
        advance();
        var listener = new ImportListener() {
            @Override
            public void progress(ImportCounts all, long bytesRead) {
                done = all;
                advance();
            }
        };
        var report = new Import(
                        database,
                        tenant,
                        clock,
                        List.of(source),
                        options,
                        listener,
                        () -> isCancelled() || interrupted.getAsBoolean())
                .dryRun();
        if (report.end() == ImportReport.End.DONE || report.end() == ImportReport.End.STOPPED) {
            database.inTransaction(
                    tenant, tx -> DryRunStore.end(tx, tenant, id, report, problem(report, options), clock));
        }
        return isCancelled ? withEnd(report, ImportReport.End.CANCELLED) : report;
    }

    private static ImportReport withEnd(ImportReport report, ImportReport.End end) {
        return new ImportReport(
                report.job(),
                end,
                report.counts(),
                report.differences(),
                report.missingAccounts(),
                report.refundWarnings());
    }

    private boolean isCancelled() {
        if (System.nanoTime() - lookedAt > LOOKS.toNanos()) {
            advance();
        }
        return isCancelled;
    }

    /** Records the progress, and whether the import was cancelled meanwhile. */
    private void advance() {
        lookedAt = System.nanoTime();
        isCancelled = !database.inTransaction(tenant, tx -> DryRunStore.advance(tx, tenant, id, done, clock));
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
