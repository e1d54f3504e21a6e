package org.billwright.imports.server;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.billwright.audit.AuditEvent;
import org.billwright.audit.AuditTrail;
import org.billwright.format.FileFormat;
import org.billwright.imports.job.Import;
import org.billwright.imports.job.ImportCancelled;
import org.billwright.imports.job.ImportListener;
import org.billwright.imports.job.ImportOptions;
import org.billwright.imports.job.ImportReport;
import org.billwright.imports.job.ImportSource;
import org.billwright.store.Database;
import org.billwright.store.Ids;
import org.billwright.work.WakeUpSignal;
import org.billwright.work.WorkerLoop;
import org.jboss.logging.Logger;

/**
 * The queue of imports over HTTP, which are run one after the other. The body of an import is a file in a folder of its tenant until
 * the import has ended, so that an import that was killed is found again and resumed.
 */
public final class ImportQueue implements AutoCloseable {
    private static final Logger LOG = Logger.getLogger("org.billwright.imports");
    private static final Duration POLL = Duration.ofSeconds(2);
    private static final Duration SHUTDOWN_TIMEOUT = Duration.ofSeconds(30);

    private final Database database;
    private final Clock clock;
    private final ImportFolder folder;
    private final UploadFolder uploads;
    private final Duration rejectsKept;
    private final WakeUpSignal signal = new WakeUpSignal();
    private final WorkerLoop worker;

    /**
     * A queue whose bodies are in this folder.
     *
     * @param rejectsKept how long rejected lines are kept after they were written
     */
    public ImportQueue(Database database, Clock clock, Path folder, Duration rejectsKept) {
        this.database = database;
        this.clock = clock;
        this.folder = new ImportFolder(folder);
        this.uploads = new UploadFolder(folder);
        this.rejectsKept = rejectsKept;
        this.worker = new WorkerLoop("imports", signal, WorkerLoop.AFTER_FAILURE, SHUTDOWN_TIMEOUT, this::runOnce);
    }

    /** Starts to run imports. */
    public void start() {
        folder.create();
        uploads.open();
        worker.start(1);
    }

    /** The loop that runs imports. */
    public WorkerLoop worker() {
        return worker;
    }

    /** The folder for bodies while they are received. */
    public Path uploadFolder() {
        return uploads.folder();
    }

    /** How long rejected lines are kept. */
    Duration rejectsKept() {
        return rejectsKept;
    }

    /** Accepts an import with the uploaded body; its id, which is recorded in the audit trail. */
    String accept(String tenant, Path upload, ImportOptions options, Function<String, AuditEvent> auditEvent) {
        var id = Ids.next();
        database.inTransaction(tenant, tx -> {
            HttpImportStore.add(tx, tenant, id, options, clock);
            AuditTrail.recordChange(tx, auditEvent.apply(id));
            return folder.accept(upload, tenant, id);
        });
        signal.signal();
        return id;
    }

    /** The file of the rejected lines of an import. */
    Path rejects(String tenant, String id) {
        return folder.rejects(tenant, id);
    }

    /** The imports of a tenant whose rejected lines are on this server's disk. */
    List<String> withRejects(String tenant) {
        return folder.rejects().stream()
                .filter(file -> file.tenant().equals(tenant))
                .map(ImportFolder.Entry::id)
                .toList();
    }

    /** Runs all imports that are accepted by now, one after the other. */
    private Duration runOnce() {
        for (var body : folder.bodies()) {
            if (worker.shouldContinue()) {
                runLocked(body);
            }
        }
        deleteOldRejects();
        return POLL;
    }

    /** Runs the import of a body, unless another process with the same folder is running it. */
    private void runLocked(ImportFolder.Entry body) {
        try {
            var lock = FileLock.tryAcquire(ImportFolder.lock(body));
            if (lock.isPresent()) {
                try (var held = lock.get()) {
                    LOG.tracef("import %s: %s", body.id(), held);
                    run(body);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException("the folder of imports cannot be used: " + body.path(), e);
        }
    }

    /** A body is in the folder before its import is committed. A body without import is of another database, or was never accepted. */
    private void run(ImportFolder.Entry body) throws IOException {
        var tenant = body.tenant();
        var found = database.inTransaction(tenant, tx -> HttpImportStore.find(tx, tenant, body.id()));
        if (found.isEmpty()) {
            ImportFolder.deleteIfOlder(body.path(), clock.instant().minus(rejectsKept));
        } else if (!found.get().isInFlight()
                || hasEnded(tenant, body.id(), body.path(), found.get().options())) {
            Files.deleteIfExists(body.path());
        }
    }

    private void deleteOldRejects() {
        var before = clock.instant().minus(rejectsKept);
        var loading = folder.bodies().stream().map(ImportFolder.Entry::id).toList();
        for (var file : folder.rejects()) {
            if (!loading.contains(file.id()) && ImportFolder.deleteIfOlder(file.path(), before)) {
                LOG.infof("import %s: its rejected lines were kept for %s and are deleted", file.id(), rejectsKept);
            }
        }
    }

    /** Runs an import; false where it is to be resumed later. */
    private boolean hasEnded(String tenant, String id, Path body, ImportOptions given) {
        var options = given.withRejects(rejects(tenant, id));
        var source = new ImportSource("body", Optional.of(body), FileFormat.NDJSON, () -> Files.newInputStream(body));
        try {
            var report = new Import(
                            database,
                            tenant,
                            clock,
                            List.of(source),
                            options,
                            ImportListener.NONE,
                            () -> !worker.shouldContinue())
                    .run(id);
            LOG.infof("import %s: %s, %s", id, report.end(), report.counts());
            return report.end() != ImportReport.End.INTERRUPTED;
        } catch (ImportCancelled e) {
            return true;
        } catch (RuntimeException | Error e) {
            if (ImportFailure.isTemporary(e)) {
                LOG.warnf("import %s is resumed when the database is available: %s", id, e.getMessage());
                return false;
            }
            LOG.errorf(e, "import %s failed", id);
            database.inTransaction(tenant, tx -> {
                HttpImportStore.fail(tx, tenant, id, ImportFailure.problem(e), clock);
                return id;
            });
            return true;
        }
    }

    /** Stops after the current batch. */
    @Override
    public void close() {
        worker.close();
        uploads.close();
    }
}
