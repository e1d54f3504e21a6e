package org.billwright.audit;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.billwright.store.Database;
import org.billwright.work.AdvisoryLock;
import org.billwright.work.WorkerLoop;
import org.jboss.logging.Logger;
import org.jdbi.v3.core.Handle;

/** Seals new entries, up to a number below which nothing can be added any more. It changes no entry, and no writer waits for it. */
final class Sealer implements WorkerLoop.Task {
    private static final Logger LOG = Logger.getLogger("org.billwright.audit");
    private static final Logger SEALS = Logger.getLogger("org.billwright.audit.seals");

    /** How many entries a seal, and a transaction, has at most. */
    static final int MAX_ENTRIES = 50_000;

    /** How soon it looks again for transactions that it waits for. */
    private static final Duration PAUSE = Duration.ofMillis(200);

    private final Database database;
    private final Clock clock;
    private final Duration period;
    private final Optional<Path> anchorFile;
    private final AuditMetrics metrics;
    private final SealHorizon horizon = new SealHorizon();

    Sealer(Database database, Clock clock, AuditConfig config, AuditMetrics metrics) {
        this.database = database;
        this.clock = clock;
        this.period = config.sealing();
        this.anchorFile = config.anchorFile();
        this.metrics = metrics;
    }

    @Override
    public Duration runOnce() {
        seal();
        return horizon.isWaiting() && PAUSE.compareTo(period) < 0 ? PAUSE : period;
    }

    /** Seals what can be sealed, of all tenants; returns how many entries. A tenant whose entries cannot be sealed delays no other. */
    int seal() {
        long upTo = horizon.advance(database);
        int sealed = 0;
        var unsealed = new AuditMetrics.Unsealed(0, Optional.empty());
        var failures = new ArrayList<RuntimeException>();
        for (var tenant : tenants()) {
            try {
                sealed += seal(tenant, upTo);
                unsealed = unsealed.plus(
                        database.acrossTenants(tx -> SealStore.unsealed(tx, tenant, sealedUpTo(tx, tenant))));
            } catch (RuntimeException e) {
                failures.add(e);
            }
        }
        metrics.update(unsealed);
        if (!failures.isEmpty()) {
            throw failures.getFirst();
        }
        return sealed;
    }

    private List<String> tenants() {
        return database.acrossTenants(SealStore::tenants);
    }

    private static long sealedUpTo(Handle tx, String tenant) {
        return SealStore.last(tx, tenant).map(Seal::lastSeq).orElse(0L);
    }

    private int seal(String tenant, long upTo) {
        int sealed = 0;
        Optional<Seal> seal;
        do {
            seal = database.acrossTenants(tx -> AdvisoryLock.AUDIT_SEALING.tryAcquire(tx)
                    ? sealNext(tx, tenant, upTo)
                    : Optional.empty()); // another process seals
            seal.ifPresent(made -> publish(tenant, made));
            sealed += seal.map(Seal::entries).orElse(0);
        } while (seal.filter(made -> made.entries() == MAX_ENTRIES).isPresent());
        return sealed;
    }

    private Optional<Seal> sealNext(Handle tx, String tenant, long upTo) {
        var last = SealStore.last(tx, tenant);
        var hash = new Seal.RangeHash(last.map(Seal::hash).orElse(Seal.INITIAL_HASH));
        var reached = SealStore.addHashes(tx, tenant, last.map(Seal::lastSeq).orElse(0L), upTo, MAX_ENTRIES, hash);
        if (reached.isEmpty()) {
            return Optional.empty();
        }
        long lastSeq = hash.entries() == MAX_ENTRIES ? reached.get() : upTo;
        var seal = hash.seal(last.map(Seal::no).orElse(0L) + 1, lastSeq, clock.instant());
        SealStore.add(tx, tenant, seal);
        return Optional.of(seal);
    }

    /** Notes the seal outside the database, where it cannot be removed together with its entries. */
    private void publish(String tenant, Seal seal) {
        var text = SealLine.text(tenant, seal);
        SEALS.info(text);
        anchorFile.ifPresent(file -> {
            try {
                Files.writeString(
                        file,
                        seal.sealedAt() + " " + text + "\n",
                        StandardOpenOption.CREATE,
                        StandardOpenOption.APPEND);
            } catch (IOException e) {
                LOG.errorf("seal %d of %s cannot be added to the anchor file %s: %s", seal.no(), tenant, file, e);
            }
        });
    }
}
