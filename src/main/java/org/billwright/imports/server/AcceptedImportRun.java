package org.billwright.imports.server;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.BooleanSupplier;
import org.billwright.csv.CsvMapping;
import org.billwright.format.FileFormat;
import org.billwright.imports.job.Import;
import org.billwright.imports.job.ImportCancelled;
import org.billwright.imports.job.ImportOptions;
import org.billwright.imports.job.ImportReport;
import org.billwright.imports.job.ImportSource;
import org.billwright.problem.FileErrors;
import org.billwright.store.Database;
import org.jboss.logging.Logger;

/** Runs imports that were accepted over HTTP. Whatever ends one is recorded, so that it does not stop those behind it. */
record AcceptedImportRun(Database database, Clock clock, ImportQueueConfig config, ImportMetrics metrics) {
    private static final Logger LOG = Logger.getLogger("org.billwright.imports");

    /**
     * How a run of an import ended.
     *
     * @param hasEnded whether the import has; otherwise it is resumed later
     * @param progress how many lines are done; empty where it could not be run
     */
    record End(boolean hasEnded, OptionalLong progress) {
        static final End ENDED = new End(true, OptionalLong.of(-1));
    }

    /** Runs an import until it ends, is interrupted, or the database cannot be reached. */
    End run(ImportFolder.Entry body, Path rejects, HttpImportStore.HttpImport accepted, BooleanSupplier interrupted) {
        var id = body.id();
        try {
            var report = report(body, accepted.options().withRejects(rejects), accepted, interrupted);
            LOG.infof("import %s: %s, %s", id, report.end(), report.counts().describe());
            return report.end() == ImportReport.End.INTERRUPTED
                    ? new End(false, OptionalLong.of(report.counts().lines()))
                    : End.ENDED;
        } catch (ImportCancelled e) {
            return End.ENDED;
        } catch (RuntimeException | Error e) {
            return failed(body, e);
        }
    }

    private ImportReport report(
            ImportFolder.Entry body,
            ImportOptions options,
            HttpImportStore.HttpImport accepted,
            BooleanSupplier interrupted) {
        var source = source(body.path(), accepted);
        return options.dryRun()
                ? new AcceptedDryRun(database, clock, body.tenant(), body.id()).run(source, options, interrupted)
                : new Import(database, body.tenant(), clock, List.of(source), options, metrics, interrupted)
                        .run(body.id());
    }

    private End failed(ImportFolder.Entry body, Throwable failure) {
        if (ImportFailure.isTemporary(failure)) {
            var problem = ImportFailure.problem(failure);
            LOG.warnf("import %s is resumed later: %s: %s", body.id(), problem, failure);
            if (FileErrors.isDiskFull(failure)) {
                database.inTransaction(
                        body.tenant(), tx -> HttpImportStore.delay(tx, body.tenant(), body.id(), problem));
            }
            return new End(false, OptionalLong.empty());
        }
        LOG.errorf(failure, "import %s failed", body.id());
        metrics.recordFailure();
        database.inTransaction(body.tenant(), tx -> {
            HttpImportStore.fail(tx, body.tenant(), body.id(), ImportFailure.problem(failure), clock);
            return body;
        });
        return End.ENDED;
    }

    private ImportSource source(Path body, HttpImportStore.HttpImport accepted) {
        var format = accepted.mapping()
                .map(text ->
                        CsvMapping.read(text.getBytes(StandardCharsets.UTF_8)).fileFormat())
                .orElse(FileFormat.NDJSON);
        return new ImportSource(
                "body", Optional.of(body), format, () -> Files.newInputStream(body), config.maxUnpackedBytes());
    }
}
