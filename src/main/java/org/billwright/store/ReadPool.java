package org.billwright.store;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.pgclient.PgBuilder;
import io.vertx.pgclient.PgConnectOptions;
import io.vertx.sqlclient.PoolOptions;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.SqlClient;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.billwright.problem.Problem;
import org.billwright.problem.ProblemException;
import org.billwright.telemetry.Activity;

/**
 * PostgreSQL for reads: statements are prepared once per connection and pipelined, and rows arrive on the event loop. Every tenant
 * has its own connections, which are bound to it when they are opened, so that binding costs a read nothing.
 */
public final class ReadPool implements AutoCloseable {
    private static final int PIPELINED_STATEMENTS = 64;
    private static final int CACHED_STATEMENTS = 512;
    private static final int STATEMENT_LENGTH_CACHED = 4096;

    /**
     * A quick list is in the order of an index, or has few rows that can be sorted in no other way. Without this PostgreSQL sorts all
     * rows of a tenant where its statistics say that they are few.
     */
    static final String SORT_SETTING = "enable_sort";

    /**
     * A quick list reads by the same index whatever its values are. Without this PostgreSQL plans the statement again for each request
     * where it takes it that the values matter, which costs as much as to run it.
     */
    private static final String PLAN_SETTING = "plan_cache_mode";

    private static final Duration IDLE = Duration.ofSeconds(60);

    private final Vertx vertx;
    private final DatabaseConfig config;
    private final TenantClients clients;
    private final StatementWatch watch;

    private ReadPool(Vertx vertx, DatabaseConfig config, int max, Optional<Duration> idle, StatementWatch watch) {
        this.vertx = vertx;
        this.config = config;
        this.watch = watch;
        this.clients = new TenantClients(vertx, max, config.poolSize(), idle, this::open);
    }

    /**
     * Opens the pool. The first read of a tenant opens its connections, and they are closed when it has read nothing for a while.
     *
     * @param max the number of connections of all tenants; the size of the configuration's pool is the limit of one tenant
     */
    public static ReadPool open(Vertx vertx, DatabaseConfig config, int max) {
        return open(vertx, config, max, StatementWatch.NONE);
    }

    /** The same, whose statements are seen by this watch. */
    public static ReadPool open(Vertx vertx, DatabaseConfig config, int max, StatementWatch watch) {
        return new ReadPool(vertx, config, max, Optional.of(IDLE), watch);
    }

    static ReadPool open(Vertx vertx, DatabaseConfig config, int max, Duration idle) {
        return new ReadPool(vertx, config, max, Optional.of(idle), StatementWatch.NONE);
    }

    /** Opens a pool with one connection, which stays open. */
    public static ReadPool single(Vertx vertx, DatabaseConfig config) {
        return new ReadPool(vertx, config.withPoolSize(1), 1, Optional.empty(), StatementWatch.NONE);
    }

    private SqlClient open(String tenant, int connections) {
        var options = PgConnectOptions.fromUri(config.url())
                .setUser(config.username())
                .setPassword(config.password())
                .setCachePreparedStatements(true)
                .setPreparedStatementCacheMaxSize(CACHED_STATEMENTS)
                .setPreparedStatementCacheSqlFilter(sql -> sql.length() <= STATEMENT_LENGTH_CACHED)
                .setPipeliningLimit(PIPELINED_STATEMENTS)
                .addProperty("application_name", "billwright")
                .addProperty("role", DatabaseConfig.APPLICATION_ROLE)
                .addProperty(DatabaseConfig.TENANT_SETTING, tenant)
                .addProperty(DatabaseConfig.JIT_SETTING, "off")
                .addProperty(SORT_SETTING, "off")
                .addProperty(PLAN_SETTING, "force_generic_plan")
                .addProperty(
                        "statement_timeout",
                        String.valueOf(config.statementTimeout().toMillis()));
        return PgBuilder.client()
                .using(vertx)
                .connectingTo(options)
                .with(new PoolOptions().setMaxSize(connections))
                .build();
    }

    /** How its connections are used. */
    public PoolUsage usage() {
        return clients.usage();
    }

    /** The document of the first row, if there is one. The statement selects {@link StoredDocument#COLUMNS}. */
    public Future<Optional<StoredDocument>> document(String tenant, Sql sql) {
        return rows(tenant, sql).map(rows -> {
            var row = rows.iterator();
            return row.hasNext() ? Optional.of(stored(row.next())) : Optional.empty();
        });
    }

    /** The documents of all rows. The statement selects {@link StoredDocument#COLUMNS}. */
    public Future<List<StoredDocument>> documents(String tenant, Sql sql) {
        return rows(tenant, sql).map(rows -> {
            var documents = new ArrayList<StoredDocument>(rows.size());
            rows.forEach(row -> documents.add(stored(row)));
            return documents;
        });
    }

    /** The documents of a list up to its limits. */
    public Future<Page> page(String tenant, DocumentList list) {
        return list.read(sql -> rows(tenant, sql));
    }

    /** All documents of a list that is read as a whole. More bytes than it may have are a {@link Problem.LimitExceeded}. */
    public Future<List<StoredDocument>> documents(String tenant, DocumentList list) {
        return page(tenant, list).map(page -> {
            if (page.isCut()) {
                throw new ProblemException(
                        new Problem.LimitExceeded("how many bytes of documents are read at once", list.maxBytes()));
            }
            return page.documents();
        });
    }

    /** The single number that the statement selects. */
    public Future<Long> number(String tenant, Sql sql) {
        return rows(tenant, sql).map(ReadPool::number);
    }

    static long number(RowSet<Row> rows) {
        return rows.iterator().next().getLong(0);
    }

    /** The statements of a tenant. */
    public Statements of(String tenant) {
        return new Statements() {
            @Override
            public Future<Page> page(DocumentList list) {
                return ReadPool.this.page(tenant, list);
            }

            @Override
            public Future<Long> number(Sql sql) {
                return ReadPool.this.number(tenant, sql);
            }
        };
    }

    private Future<RowSet<Row>> rows(String tenant, Sql sql) {
        var text = sql.text();
        return watch.watch(
                Activity.current(),
                StatementPool.READS,
                tenant,
                text,
                () -> clients.run(tenant, client -> client.preparedQuery(text).execute(sql.tuple())));
    }

    /** Has all connections opened anew, and with them all plans made anew. */
    void renew() {
        clients.renew();
    }

    static StoredDocument stored(Row row) {
        return new StoredDocument(row.getString(0), row.getLong(1), row.getBuffer(2));
    }

    @Override
    public void close() {
        clients.close();
    }
}
