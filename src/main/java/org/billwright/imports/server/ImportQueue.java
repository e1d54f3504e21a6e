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
import org.billwright.imports.job.ImportJobStore;
import org.billwright.imports.job.ImportListener;
import org.billwright.imports.job.ImportOptions;
import org.billwright.imports.job.ImportReport;
import org.billwright.imports.job.ImportSource;
import org.billwright.store.Database;
import org.billwright.store.Ids;
import org.billwright.work.WakeUpSignal;
import org.billwright.work.WorkerLoop;
import org.jboss.logging.Logger;
import org.jdbi.v3.core.JdbiException;

/**
 * Imports that came over HTTP, one after the other. A body is a file in a folder of its tenant, by the import's id, until
 * the import has ended; so one that was killed is found again and goes on.
 */
public final class ImportQueue implements AutoCloseable {
    private static final Logger LOG = Logger.getLogger("org.billwright.imports");
    private static final Duration POLL = Duration.ofSeconds(2);
    private static final Duration LAST_TURN = Duration.ofSeconds(30);

    private final Database database;
    private final Clock clock;
    private final ImportFolder folder;
    private final UploadFolder incoming;
    private final Duration rejectsKept;
    private final WakeUpSignal arrivals = new WakeUpSignal();
    private final WorkerLoop turns;

    /**
     * A queue whose bodies are in this folder.
     *
     * @param rejectsKept how long refused lines are kept after they were written
     */
    public ImportQueue(Database database, Clock clock, Path folder, Duration rejectsKept) {
        this.database = database;
        this.clock = clock;
        this.folder = new ImportFolder(folder);
        this.incoming = new UploadFolder(folder);
        this.rejectsKept = rejectsKept;
        this.turns = new WorkerLoop("imports", arrivals, WorkerLoop.AFTER_FAILURE, LAST_TURN, this::runOnce);
    }

    /** Begins to work it off. */
    public void start() {
        folder.make();
        incoming.open();
        turns.start(1);
    }

    /** Where bodies are while they come in. */
    public Path incoming() {
        return incoming.folder();
    }

    /** How long refused lines are kept. */
    Duration rejectsKept() {
        return rejectsKept;
    }

    /** Takes a body over; gives the import's id, of which a deed is made for the audit trail. */
    String accept(String tenant, Path spooled, ImportOptions options, Function<String, AuditEvent> deed) {
        var id = Ids.next();
        database.inTransaction(tenant, tx -> {
            HttpImportStore.add(tx, tenant, id, options, clock);
            AuditTrail.recordChange(tx, deed.apply(id));
            return folder.accept(spooled, tenant, id);
        });
        arrivals.signal();
        return id;
    }

    /** The refused lines of an import. */
    Path rejects(String tenant, String id) {
        return folder.rejects(tenant, id);
    }

    /** The imports of a tenant whose refused lines are on this server's disk. */
    List<String> withRejects(String tenant) {
        return folder.rejects().stream()
                .filter(file -> file.tenant().equals(tenant))
                .map(ImportFolder.Entry::id)
                .toList();
    }

    /** Those that have come in by now, one after the other. */
    private Duration runOnce() {
        for (var body : folder.bodies()) {
            if (!turns.isClosing()) {
                load(body);
            }
        }
        removeOldRejects();
        return POLL;
    }

    /** Loads a body, unless another process that has the same folder is at it. */
    private void load(ImportFolder.Entry body) {
        try {
            var claim = FileLock.on(ImportFolder.lockOf(body));
            if (claim.isPresent()) {
                try (var mine = claim.get()) {
                    LOG.tracef("import %s: %s", body.id(), mine);
                    loadClaimed(body);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException("the folder of imports cannot be used: " + body.path(), e);
        }
    }

    /** A body is there before its import is. One whose import never comes is of another store, or was never accepted. */
    private void loadClaimed(ImportFolder.Entry body) throws IOException {
        var tenant = body.tenant();
        var standing = database.inTransaction(tenant, tx -> HttpImportStore.standing(tx, tenant, body.id()));
        if (standing.isEmpty()) {
            ImportFolder.removeIfBefore(body.path(), clock.instant().minus(rejectsKept));
        } else if (standing.get().isEmpty()
                || load(tenant, body.id(), body.path(), standing.get().get())) {
            Files.deleteIfExists(body.path());
        }
    }

    private void removeOldRejects() {
        var before = clock.instant().minus(rejectsKept);
        var loading = folder.bodies().stream().map(ImportFolder.Entry::id).toList();
        for (var file : folder.rejects()) {
            if (!loading.contains(file.id()) && ImportFolder.removeIfBefore(file.path(), before)) {
                LOG.infof("import %s: its refused lines were kept for %s and are removed", file.id(), rejectsKept);
            }
        }
    }

    /** Tells whether it has come to an end of some kind. */
    private boolean load(String tenant, String id, Path body, ImportOptions given) {
        var options = new ImportOptions(
                given.kind(),
                given.version(),
                given.reconcile(),
                given.events(),
                false,
                false,
                given.maxRejects(),
                Optional.of(rejects(tenant, id)));
        var source = new ImportSource("body", Optional.of(body), FileFormat.NDJSON, () -> Files.newInputStream(body));
        try {
            var report = new Import(
                            database, tenant, clock, List.of(source), options, ImportListener.NOBODY, turns::isClosing)
                    .run(id);
            LOG.infof("import %s: %s, %s", id, report.end(), report.tally());
            return report.end() != ImportReport.End.LEFT_OFF;
        } catch (ImportJobStore.ImportCancelled e) {
            return true;
        } catch (JdbiException e) {
            LOG.warnf("import %s waits for the store: %s", id, e.getMessage());
            return false;
        } catch (RuntimeException e) {
            LOG.errorf(e, "import %s failed", id);
            database.inTransaction(tenant, tx -> {
                HttpImportStore.fail(tx, tenant, id, String.valueOf(e.getMessage()), clock);
                return id;
            });
            return true;
        }
    }

    /** Ends after the batch in hand. */
    @Override
    public void close() {
        turns.close();
        incoming.close();
    }
}
