package org.billwright.server;

import io.vertx.core.Vertx;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.billwright.audit.AuditTrail;
import org.billwright.http.AuditedReads;
import org.billwright.http.HttpConfig;
import org.billwright.http.RefusedCredentials;
import org.billwright.store.Database;
import org.billwright.store.ReadPool;
import org.billwright.store.Replica;
import org.billwright.store.SlowQueries;
import org.billwright.store.SlowStatements;
import org.billwright.store.StatementWatch;
import org.billwright.store.TransactionRunner;
import org.jboss.logging.Logger;

/** What the modules share: settings, clock, the connections to the database and the audit trail. */
final class ServerResources implements AutoCloseable {
    private static final Logger LOG = Logger.getLogger("org.billwright");

    /** The writer and the sealer of the audit trail: they do not wait for connections that changes hold. */
    private static final int AUDIT_CONNECTIONS = 2;

    private final Settings settings;
    private final Vertx vertx;
    private final Clock clock;
    private final SlowStatements slowStatements;
    private final StatementWatch watch;
    private final Database database;
    private final List<Database> dedicated = new ArrayList<>();
    private final ReadPool reads;
    private final SlowQueries slow;
    private final Optional<Replica> replica;
    private final ReadPool health;
    private final TransactionRunner writes;
    private final AuditTrail trail;
    private final RefusedCredentials refusals;

    ServerResources(Settings settings, Vertx vertx, Clock clock) {
        this.settings = settings;
        this.vertx = vertx;
        this.clock = clock;
        var config = ConfigRecords.database(settings);
        LOG.infof("database: %s", config);
        this.slowStatements = new SlowStatements(config, settings.database().slowStatement());
        this.watch = StatementWatch.of(slowStatements);
        this.database = Database.open(config).watchedBy(watch);
        this.reads = ReadPool.open(vertx, config, settings.database().readConnections(), watch);
        this.slow = SlowQueries.open(vertx, config, ConfigRecords.slowQueries(settings), watch);
        this.replica = settings.database()
                .replicaUrl()
                .map(url -> Replica.open(
                        vertx,
                        dedicatedPool(1),
                        config.withUrl(url),
                        settings.database().readConnections(),
                        ConfigRecords.slowQueries(settings),
                        settings.database().replicaStaleness(),
                        watch));
        this.health = ReadPool.single(vertx, config);
        this.trail = new AuditTrail(dedicatedPool(AUDIT_CONNECTIONS), clock, ConfigRecords.audit(settings.audit()));
        this.refusals = new RefusedCredentials(trail, clock, settings.tenant());
        this.writes = new TransactionRunner(vertx, database);
    }

    Settings settings() {
        return settings;
    }

    Vertx vertx() {
        return vertx;
    }

    Clock clock() {
        return clock;
    }

    /** The database, for work that may block its thread. */
    Database database() {
        return database;
    }

    /** The same database by a connection pool of its own, so that this work and other work do not wait for each other. */
    Database dedicatedPool(int connections) {
        var pool = Database.open(ConfigRecords.database(settings).withPoolSize(connections))
                .watchedBy(watch);
        dedicated.add(pool);
        return pool;
    }

    ReadPool reads() {
        return reads;
    }

    /** Reads that may take long. */
    SlowQueries slowQueries() {
        return slow;
    }

    /** A replica for reads, where there is one. */
    Optional<Replica> replica() {
        return replica;
    }

    SlowStatements slowStatements() {
        return slowStatements;
    }

    /** A connection of its own for the health check, which does not wait behind queries. */
    ReadPool health() {
        return health;
    }

    /** Reads that the audit trail records. */
    AuditedReads auditedReads() {
        return new AuditedReads(reads, slow, replica, trail, clock, vertx);
    }

    /** The audit trail, which is started when the schema is migrated. */
    AuditTrail trail() {
        return trail;
    }

    RefusedCredentials refusals() {
        return refusals;
    }

    TransactionRunner writes() {
        return writes;
    }

    HttpConfig http() {
        return ConfigRecords.http(settings);
    }

    /** Closes what the modules use. Call it when all of them are closed. */
    @Override
    public void close() {
        trail.close();
        writes.close();
        reads.close();
        slow.close();
        replica.ifPresent(Replica::close);
        health.close();
        dedicated.forEach(Database::close);
        database.close();
    }
}
