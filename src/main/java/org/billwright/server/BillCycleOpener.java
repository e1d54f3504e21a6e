package org.billwright.server;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.LocalDate;
import java.util.Optional;
import org.billwright.cycle.CycleStore;
import org.billwright.format.DocumentType;
import org.billwright.imports.job.Import;
import org.billwright.imports.job.ImportSource;
import org.billwright.json.Json;
import org.billwright.problem.ProblemException;
import org.billwright.store.Database;
import org.billwright.store.TransactionRunner;
import org.jboss.logging.Logger;
import org.jdbi.v3.core.Handle;

/** Loads bill cycle specifications from the configured file, and opens bill cycles ahead of time. */
final class BillCycleOpener {
    private static final Logger LOG = Logger.getLogger("org.billwright");
    private static final Duration PERIOD = Duration.ofHours(1);

    private final Database database;
    private final TransactionRunner writes;
    private final CyclesSettings settings;
    private final String tenant;
    private final Clock clock;

    /** Opens cycles in this database; the file's specifications are this tenant's. */
    BillCycleOpener(Database database, TransactionRunner writes, CyclesSettings settings, String tenant, Clock clock) {
        this.database = database;
        this.writes = writes;
        this.settings = settings;
        this.tenant = tenant;
        this.clock = clock;
    }

    /** Loads the file; fails where a specification in it does not fit. */
    void load() {
        settings.specifications().ifPresent(this::load);
    }

    private void load(Path file) {
        try {
            var specifications = Json.readArray(Files.readAllBytes(file));
            specifications.forEach(document -> requireSpecification(file, document));
            var source = ImportSource.of(file.toString(), specifications.stream());
            Import.loadAll(database, tenant, clock, source, Optional.of(DocumentType.CYCLE_SPECIFICATION));
        } catch (IOException e) {
            throw new UncheckedIOException("the bill cycle specifications cannot be read: " + file, e);
        } catch (ProblemException e) {
            throw new IllegalStateException(file + ": " + e.getMessage(), e);
        }
    }

    private static void requireSpecification(Path file, ObjectNode document) {
        DocumentType.of(document)
                .filter(type -> type != DocumentType.CYCLE_SPECIFICATION)
                .ifPresent(type -> {
                    throw new IllegalStateException(
                            file + ": a " + type.type() + " is not a " + DocumentType.CYCLE_SPECIFICATION.type());
                });
    }

    /** Opens the cycles that are due, now and every hour. */
    void keepOpen(Vertx vertx) {
        int opened = database.acrossTenants(this::open);
        LOG.debugf("%d bill cycles opened", opened);
        vertx.setPeriodic(
                PERIOD.toMillis(),
                timer -> writes.run(store -> store.acrossTenants(this::open))
                        .onFailure(failure -> LOG.warnf("bill cycles could not be opened: %s", failure)));
    }

    private int open(Handle tx) {
        return CycleStore.open(tx, LocalDate.now(clock), settings.ahead() + 1);
    }
}
