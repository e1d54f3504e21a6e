package org.billwright.load;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.billwright.audit.AuditTrail;
import org.billwright.audit.Deed;
import org.billwright.store.Database;
import org.billwright.store.Ids;
import org.jboss.logging.Logger;
import org.jdbi.v3.core.JdbiException;

/**
 * Imports that came over HTTP, one after the other. A body is a file in a folder of its tenant, by the import's id, until
 * the import has ended; so one that was killed is found again and goes on.
 */
public final class ImportQueue implements AutoCloseable {
    private static final Logger LOG = Logger.getLogger("org.billwright.load");
    private static final Duration POLL = Duration.ofSeconds(2);
    private static final String BODY = ".body";

    private final Database database;
    private final Clock clock;
    private final Path folder;
    private final Semaphore arrivals = new Semaphore(0);
    private final Thread thread;
    private volatile boolean closing;

    /** A queue whose bodies are in this folder. */
    public ImportQueue(Database database, Clock clock, Path folder) {
        this.database = database;
        this.clock = clock;
        this.folder = folder;
        this.thread = Thread.ofPlatform().daemon().name("imports").unstarted(this::work);
    }

    /** Begins to work it off. */
    public void start() {
        makeFolder();
        thread.start();
    }

    /** Bodies are people's bills: nobody else on the machine reads them. */
    private void makeFolder() {
        try {
            Files.createDirectories(folder);
            if (folder.getFileSystem().supportedFileAttributeViews().contains("posix")) {
                Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwx------"));
            }
        } catch (IOException e) {
            throw new UncheckedIOException("the folder of imports cannot be used: " + folder, e);
        }
    }

    /** Takes a body over; gives the import's id, of which a deed is made for the audit trail. */
    String accept(String tenant, Path spooled, ImportOptions options, Function<String, Deed> deed) {
        var id = Ids.next();
        database.inTransaction(tenant, tx -> {
            AcceptedImports.add(tx, tenant, id, options, clock);
            AuditTrail.changed(tx, deed.apply(id));
            return move(spooled, body(tenant, id));
        });
        arrivals.release();
        return id;
    }

    private static Path move(Path from, Path to) {
        try {
            Files.createDirectories(to.getParent());
            return Files.move(from, to, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Path body(String tenant, String id) {
        return of(tenant).resolve(id + BODY);
    }

    /** The refused lines of an import. */
    Path rejects(String tenant, String id) {
        return of(tenant).resolve(id + ".rejects");
    }

    private Path of(String tenant) {
        return folder.resolve(HexFormat.of().formatHex(tenant.getBytes(StandardCharsets.UTF_8)));
    }

    private void work() {
        while (!closing) {
            try {
                for (var body : bodies()) {
                    if (!closing) {
                        load(body);
                    }
                }
                boolean nudged = arrivals.tryAcquire(POLL.toMillis(), TimeUnit.MILLISECONDS);
                LOG.tracef("awake, nudged: %s", nudged);
            } catch (InterruptedException e) {
                return;
            } catch (RuntimeException | IOException e) {
                LOG.error("imports: the folder cannot be read", e);
                closing = closing || !pause();
            }
        }
    }

    private static boolean pause() {
        try {
            Thread.sleep(POLL);
            return true;
        } catch (InterruptedException e) {
            return false;
        }
    }

    /** Oldest first, for ids are made in the order of time. */
    private List<Path> bodies() throws IOException {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (var files = Files.walk(folder, 2)) {
            return files.filter(file -> name(file).endsWith(BODY))
                    .sorted((a, b) -> name(a).compareTo(name(b)))
                    .toList();
        }
    }

    private static String name(Path file) {
        return file.getFileName().toString();
    }

    private void load(Path body) throws IOException {
        var tenant = new String(
                HexFormat.of()
                        .parseHex(name(Optional.ofNullable(body.getParent()).orElseThrow())),
                StandardCharsets.UTF_8);
        var id = name(body).substring(0, name(body).length() - BODY.length());
        var options = database.inTransaction(tenant, tx -> AcceptedImports.options(tx, tenant, id));
        if (options.isEmpty() || load(tenant, id, body, options.get())) {
            Files.deleteIfExists(body);
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
        var source = new Source("body", Optional.of(body), Form.NDJSON, () -> Files.newInputStream(body));
        try {
            var report = new Import(
                            database, tenant, clock, List.of(source), options, ImportListener.NOBODY, () -> closing)
                    .run(id);
            LOG.infof("import %s: %s, %s", id, report.end(), report.tally());
            return report.end() != Report.End.LEFT_OFF;
        } catch (JdbiException e) {
            LOG.warnf("import %s waits for the store: %s", id, e.getMessage());
            return !pause();
        } catch (RuntimeException e) {
            LOG.errorf(e, "import %s failed", id);
            database.inTransaction(tenant, tx -> {
                AcceptedImports.fail(tx, tenant, id, String.valueOf(e.getMessage()), clock);
                return id;
            });
            return true;
        }
    }

    /** Ends after the batch in hand. */
    @Override
    public void close() {
        closing = true;
        arrivals.release();
        try {
            boolean ended = thread.join(Duration.ofSeconds(30));
            LOG.tracef("imports ended: %s", ended);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
