package org.billwright.imports.server;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.billwright.audit.AuditEvent;
import org.billwright.audit.AuditTrail;
import org.billwright.imports.job.ImportOptions;
import org.billwright.problem.Problem;
import org.billwright.problem.ProblemException;
import org.billwright.retention.RetentionStore;
import org.billwright.store.Database;
import org.billwright.store.Ids;
import org.billwright.work.WakeUpSignal;
import org.billwright.work.WorkerLoop;
import org.jboss.logging.Logger;
import org.jdbi.v3.core.Handle;

/**
 * The queue of imports over HTTP. Those of a tenant are run one after the other, and tenants take scheduler. The body of an import is a file
 * in a folder of its tenant until the import has ended, so that an import that was killed is found again and resumed.
 */
public final class ImportQueue implements AutoCloseable {
    private static final Logger LOG = Logger.getLogger("org.billwright.imports");
    private static final Duration POLL = Duration.ofSeconds(2);
    private static final Duration SHUTDOWN_TIMEOUT = Duration.ofSeconds(30);
    private static final Duration TIME_SLICE = Duration.ofSeconds(30);

    /** Imports that run at a time in this process, each of another tenant. */
    private static final int PARALLEL = 2;

    private final Database database;
    private final Clock clock;
    private final ImportFolder folder;
    private final UploadFolder uploads;
    private final ImportQueueConfig config;
    private final ImportScheduler scheduler;
    private final ImportMetrics metrics = new ImportMetrics();
    private final AcceptedImportRun run;
    private final List<Runner> runners = IntStream.range(0, PARALLEL)
            .mapToObj(number -> new Runner("imports-" + number))
            .toList();

    /** A queue whose bodies are in the folder of its configuration. */
    public ImportQueue(Database database, Clock clock, ImportQueueConfig config) {
        this(database, clock, config, TIME_SLICE);
    }

    /** @param timeSlice how long an import of a tenant runs while another tenant waits */
    ImportQueue(Database database, Clock clock, ImportQueueConfig config, Duration timeSlice) {
        this.database = database;
        this.clock = clock;
        this.config = config;
        this.folder = new ImportFolder(config.folder());
        this.uploads = new UploadFolder(config.folder());
        this.scheduler = new ImportScheduler(timeSlice, POLL);
        this.run = new AcceptedImportRun(database, clock, config, metrics);
    }

    /** Starts to run imports. */
    public void start() {
        folder.create();
        uploads.open();
        runners.forEach(runner -> runner.worker.start(1));
    }

    /** Its metrics. */
    public ImportMetrics metrics() {
        return metrics;
    }

    /** The bodies on this server's disk whose imports have not ended. */
    public long bodies() {
        return folder.bodies().size();
    }

    /** The loops that run imports. */
    public List<WorkerLoop> workers() {
        return runners.stream().map(runner -> runner.worker).toList();
    }

    /** The folder for bodies while they are received. */
    public Path uploadFolder() {
        return uploads.folder();
    }

    /** How long the rejected lines of a tenant are kept. */
    Duration rejectsKept(Handle tx, String tenant) {
        return RetentionStore.find(tx, tenant).retention().rejectedLines(config.rejectsKept());
    }

    /**
     * Accepts an import with the uploaded body; its id, which is recorded in the audit trail.
     *
     * @param mapping the id of the mapping of a body that is CSV
     */
    String accept(
            String tenant,
            Path upload,
            ImportOptions options,
            Optional<String> mapping,
            Function<String, AuditEvent> auditEvent) {
        var id = Ids.next();
        requireSpace(tenant, upload);
        database.inTransaction(tenant, tx -> {
            HttpImportStore.add(tx, tenant, id, options, mapping, clock);
            AuditTrail.recordChange(tx, auditEvent.apply(id));
            return folder.accept(upload, tenant, id);
        });
        runners.forEach(runner -> runner.signal.signal());
        return id;
    }

    /** Bodies that wait would fill the disk, and those of one tenant take the space of all others. */
    private void requireSpace(String tenant, Path upload) {
        long more = ImportFolder.bytes(upload);
        long ofAll = more;
        long ofTenant = more;
        for (var body : folder.bodies()) {
            long bytes = ImportFolder.bytes(body.path());
            ofAll += bytes;
            ofTenant += body.tenant().equals(tenant) ? bytes : 0;
        }
        if (ofAll > config.maxWaitingBytes() || (ofTenant > more && ofTenant > config.maxWaitingBytes() / 2)) {
            throw new ProblemException(new Problem.Unavailable(
                    "the imports that wait have as many bytes as this server keeps; send it when some have ended"));
        }
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

    /** The tenants that have imports. */
    private Set<String> tenants() {
        return folder.bodies().stream().map(ImportFolder.Entry::tenant).collect(Collectors.toSet());
    }

    /** One of the loops that run imports. */
    private final class Runner {
        private final WakeUpSignal signal = new WakeUpSignal();
        private final WorkerLoop worker;

        Runner(String name) {
            this.worker = new WorkerLoop(name, signal, WorkerLoop.AFTER_FAILURE, SHUTDOWN_TIMEOUT, this::runOnce);
        }

        /** Runs the next turn. */
        private Duration runOnce() {
            var tenant = scheduler.begin(tenants());
            if (tenant.isEmpty()) {
                deleteOldRejects();
                return POLL;
            }
            var progress = OptionalLong.empty();
            metrics.recordBegin();
            try {
                progress = runLocked(tenant.get());
            } finally {
                metrics.recordEnd();
                if (progress.isPresent()) {
                    scheduler.ended(tenant.get(), progress.getAsLong());
                } else {
                    scheduler.endedIdle(tenant.get());
                }
            }
            return Duration.ZERO;
        }

        /** Runs the first import of a tenant that can be run, unless another process with the same folder runs one. */
        private OptionalLong runLocked(String tenant) {
            try {
                var lock = FileLock.tryAcquire(folder.lock(tenant));
                if (lock.isEmpty()) {
                    return OptionalLong.empty();
                }
                try (var held = lock.get()) {
                    LOG.tracef("imports of %s: %s", tenant, held);
                    return runFirst(tenant);
                }
            } catch (IOException e) {
                throw new UncheckedIOException("the folder of imports cannot be used", e);
            }
        }

        private OptionalLong runFirst(String tenant) throws IOException {
            for (var body : folder.bodies()) {
                if (body.tenant().equals(tenant) && worker.shouldContinue()) {
                    var progress = run(body);
                    if (progress.isPresent()) {
                        return progress;
                    }
                }
            }
            return OptionalLong.empty();
        }

        /** A body is in the folder before its import is committed. A body without import is of another database, or was never accepted. */
        private OptionalLong run(ImportFolder.Entry body) throws IOException {
            var tenant = body.tenant();
            var found = database.inTransaction(tenant, tx -> HttpImportStore.find(tx, tenant, body.id()));
            if (found.isEmpty()) {
                ImportFolder.deleteIfOlder(body.path(), clock.instant().minus(config.rejectsKept()));
                return OptionalLong.empty();
            }
            // A dry run that is interrupted begins again, so that only a shutdown interrupts it.
            boolean isDryRun = found.get().options().dryRun();
            var end = found.get().isInFlight()
                    ? run.run(
                            body,
                            folder.rejects(tenant, body.id()),
                            found.get(),
                            () -> !worker.shouldContinue() || (!isDryRun && isTimeOver(tenant)))
                    : AcceptedImportRun.End.ENDED;
            if (end.hasEnded()) {
                Files.deleteIfExists(body.path());
            }
            return end.progress();
        }

        private boolean isTimeOver(String tenant) {
            return scheduler.isTimeOver(tenant) && scheduler.isAnotherReady(tenants());
        }
    }

    private void deleteOldRejects() {
        var files = folder.rejects();
        if (files.isEmpty()) {
            return;
        }
        var loading = folder.bodies().stream().map(ImportFolder.Entry::id).toList();
        var tenants = files.stream().map(ImportFolder.Entry::tenant).collect(Collectors.toSet());
        var ofTenants = database.acrossTenants(tx -> RetentionStore.rejectedLines(tx, tenants));
        for (var file : files) {
            var kept = ofTenants.getOrDefault(file.tenant(), config.rejectsKept());
            if (!loading.contains(file.id())
                    && ImportFolder.deleteIfOlder(file.path(), clock.instant().minus(kept))) {
                LOG.infof("import %s: its rejected lines were kept for %s and are deleted", file.id(), kept);
            }
        }
    }

    /** Stops after the current batch. */
    @Override
    public void close() {
        runners.forEach(runner -> runner.worker.close());
        uploads.close();
    }
}
