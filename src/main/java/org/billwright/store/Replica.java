package org.billwright.store;

import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongSupplier;
import org.jboss.logging.Logger;

/**
 * A replica of the database, for reads. It is used while it has replayed what the primary had written a bounded time ago. A tenant reads from
 * the primary until the replica has what that tenant changed through this process.
 *
 * <p>The time of the primary's position is taken before the position is asked for, so that the replica is never taken to be newer than it is.
 */
public final class Replica implements AutoCloseable {
    private static final Logger LOG = Logger.getLogger("org.billwright.store");
    private static final Duration PERIOD = Duration.ofMillis(250);
    private static final Duration LONGEST_PROBE = Duration.ofSeconds(5);
    private static final int MAX_SAMPLES = 10_000;
    private static final int MAX_TENANTS = 10_000;

    private static final long PROMOTED = -1;
    private static final long OTHER_DATABASE = -2;

    /** The same for a database and its copies by replication, and for no other: positions of others cannot be compared. */
    private static final String IDENTITY = """
            (select system_identifier || '/' || (select oid from pg_database where datname = current_database())
            from pg_control_system())""";

    private static final String WRITTEN = "select pg_wal_lsn_diff(pg_current_wal_flush_lsn(), '0/0')::bigint";

    private final Database primary;
    private final ReadPool probe;
    private final ReadPool reads;
    private final SlowQueries slow;
    private final long staleness;
    private final LongSupplier nanoTime;
    private final Deque<Sample> samples = new ArrayDeque<>();
    private final Map<String, Long> changes = new ConcurrentHashMap<>();
    private volatile Optional<String> identity = Optional.empty();
    private volatile Optional<Long> freshAt = Optional.empty();
    private volatile boolean wasUsable = true;
    private volatile boolean isClosed;

    /** What the primary had written at a time. */
    private record Sample(long time, long position) {}

    private Replica(Database primary, ReadPool probe, ReadPool reads, SlowQueries slow, Duration staleness) {
        this.primary = primary;
        this.probe = probe;
        this.reads = reads;
        this.slow = slow;
        this.staleness = staleness.toNanos();
        this.nanoTime = System::nanoTime;
    }

    /**
     * Opens a replica.
     *
     * @param primary by a connection of its own, so that the comparison does not wait for others
     * @param config how to connect to it
     * @param max the most connections for quick reads
     * @param staleness how far it may be behind
     * @param watch sees its statements
     */
    public static Replica open(
            Vertx vertx,
            Database primary,
            DatabaseConfig config,
            int max,
            SlowQueries.Limits limits,
            Duration staleness,
            StatementWatch watch) {
        return new Replica(
                primary,
                ReadPool.single(vertx, config),
                ReadPool.open(vertx, config, max, watch),
                SlowQueries.open(vertx, config, limits, watch),
                staleness);
    }

    /** Starts to compare both, again and again. */
    public void start() {
        Thread.ofVirtual().name("replica").start(() -> {
            while (!isClosed) {
                compare();
                LockSupport.parkNanos(PERIOD.toNanos());
            }
        });
    }

    private void compare() {
        try {
            long time = nanoTime.getAsLong();
            long written = primary.withoutTenant(
                    tx -> tx.createQuery(WRITTEN).mapTo(Long.class).one());
            long replayed = probe.number("", replayed(identity()))
                    .toCompletionStage()
                    .toCompletableFuture()
                    .get(LONGEST_PROBE.toMillis(), TimeUnit.MILLISECONDS);
            compared(new Sample(time, written), replayed);
        } catch (InterruptedException | ExecutionException | TimeoutException | RuntimeException e) {
            lose("it cannot be compared with the primary: " + e.getMessage());
        }
    }

    private String identity() {
        return identity.orElseGet(() -> {
            var own = primary.withoutTenant(tx ->
                    tx.createQuery("select " + IDENTITY).mapTo(String.class).one());
            identity = Optional.of(own);
            return own;
        });
    }

    private static Sql replayed(String identity) {
        return new Sql()
                .text("select case when not pg_is_in_recovery() then " + PROMOTED + " when " + IDENTITY + " <> ")
                .value(identity)
                .text(" then " + OTHER_DATABASE + " else pg_wal_lsn_diff(pg_last_wal_replay_lsn(), '0/0')::bigint end");
    }

    private synchronized void compared(Sample written, long replayed) {
        samples.addLast(written);
        while (samples.size() > MAX_SAMPLES) {
            samples.removeFirst();
        }
        while (!samples.isEmpty() && samples.getFirst().position() <= replayed) {
            freshAt = Optional.of(samples.removeFirst().time());
        }
        if (replayed == PROMOTED) {
            lose("it is no replica, or none any more");
        } else if (replayed == OTHER_DATABASE) {
            lose("it is a replica of another database: see BILLWRIGHT_DATABASE_REPLICA_URL");
        } else if (behind() > staleness) {
            warn("it is too far behind");
        } else if (!wasUsable) {
            wasUsable = true;
            LOG.info("the replica is used for reads again");
        }
        changes.values()
                .removeIf(changed -> freshAt.filter(fresh -> fresh > changed).isPresent());
    }

    private void lose(String reason) {
        freshAt = Optional.empty();
        warn(reason);
    }

    private void warn(String reason) {
        if (wasUsable && !isClosed) {
            wasUsable = false;
            LOG.warnf("the replica is not used for reads: %s", reason);
        }
    }

    private long behind() {
        return freshAt.map(fresh -> nanoTime.getAsLong() - fresh).orElse(Long.MAX_VALUE);
    }

    /** How far it is behind at most; empty where that is not known, and it is not used. */
    public Optional<Duration> lag() {
        return freshAt.map(fresh -> Duration.ofNanos(nanoTime.getAsLong() - fresh));
    }

    /** Whether any tenant reads from it now. */
    public boolean isUsed() {
        return behind() <= staleness && changes.size() < MAX_TENANTS;
    }

    /** Whether a tenant reads from it now. */
    public boolean isUsable(String tenant) {
        var fresh = freshAt;
        return fresh.isPresent()
                && nanoTime.getAsLong() - fresh.get() <= staleness
                && changes.size() < MAX_TENANTS
                && Optional.ofNullable(changes.get(tenant))
                        .filter(changed -> changed >= fresh.get())
                        .isEmpty();
    }

    /** A tenant may have changed something through this process. */
    public void changed(String tenant) {
        changes.put(tenant, nanoTime.getAsLong());
    }

    /** Its connections for quick reads. */
    public ReadPool reads() {
        return reads;
    }

    /** Its connections for slow queries. */
    public SlowQueries slow() {
        return slow;
    }

    /** Whether a read that failed on it may succeed on the primary. It is not used until it has been compared again. */
    public boolean hasFailed(Throwable failure) {
        boolean isOfReplica = SqlErrors.isTemporary(failure) && !SqlErrors.isTimeout(failure);
        if (isOfReplica) {
            lose("a read failed: " + failure.getMessage());
        }
        return isOfReplica;
    }

    @Override
    public void close() {
        isClosed = true;
        probe.close();
        reads.close();
        slow.close();
    }
}
