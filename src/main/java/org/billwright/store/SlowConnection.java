package org.billwright.store;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.pgclient.PgConnectOptions;
import io.vertx.pgclient.PgConnection;
import io.vertx.sqlclient.ClosedConnectionException;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.Tuple;
import java.time.Duration;
import java.util.function.Function;
import org.billwright.telemetry.Activity;

/**
 * A connection that runs the statements of one request at a time, in a transaction that is bound to the request's tenant. It can be
 * cancelled; then it is closed, because a cancellation that arrives late would end the next statement. Used on one context alone.
 */
final class SlowConnection {
    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(5);
    private static final Duration CANCEL_INTERVAL = Duration.ofMillis(500);
    private static final String BIND = "select set_config('" + DatabaseConfig.TENANT_SETTING + "', $1, true)";

    private final Vertx vertx;
    private final PgConnection connection;
    private final StatementWatch watch;
    private int transactions;
    private boolean isRunning;
    private boolean isCancelled;
    private boolean isClosed;

    private SlowConnection(Vertx vertx, PgConnection connection, StatementWatch watch) {
        this.vertx = vertx;
        this.watch = watch;
        this.connection = connection;
        connection.closeHandler(closed -> isClosed = true);
    }

    /** Opens a connection that sees no rows until it is bound to a tenant. */
    static Future<SlowConnection> open(Vertx vertx, DatabaseConfig config, StatementWatch watch) {
        var options = PgConnectOptions.fromUri(config.url())
                .setUser(config.username())
                .setPassword(config.password())
                .setCachePreparedStatements(false)
                .addProperty("application_name", "billwright")
                .addProperty("role", DatabaseConfig.APPLICATION_ROLE)
                .addProperty(DatabaseConfig.JIT_SETTING, "off")
                .addProperty(
                        "statement_timeout",
                        String.valueOf(config.statementTimeout().toMillis()));
        options.setConnectTimeout((int) CONNECT_TIMEOUT.toMillis());
        return PgConnection.connect(vertx, options).map(opened -> new SlowConnection(vertx, opened, watch));
    }

    /** Runs statements that see this tenant's rows. The transaction changes nothing, so that it is rolled back. */
    <T> Future<T> inTransaction(String tenant, Activity activity, Function<Statements, Future<T>> work) {
        isRunning = true;
        transactions++;
        return connection
                .query("begin read only")
                .execute()
                .compose(begun -> connection.preparedQuery(BIND).execute(Tuple.of(tenant)))
                .compose(bound -> work.apply(statements(tenant, activity)))
                .eventually(this::end);
    }

    /** The failure of the work counts, and not that of its end: a connection that cannot end it is closed. */
    private Future<Void> end() {
        return connection
                .query("rollback")
                .execute()
                .<Void>mapEmpty()
                .otherwise(failure -> {
                    isClosed = true;
                    return null;
                })
                .onComplete(ended -> isRunning = false);
    }

    private Statements statements(String tenant, Activity activity) {
        return new Statements() {
            @Override
            public Future<Page> page(DocumentList list) {
                return list.read(sql -> rows(tenant, activity, sql));
            }

            @Override
            public Future<Long> number(Sql sql) {
                return rows(tenant, activity, sql).map(ReadPool::number);
            }
        };
    }

    private Future<RowSet<Row>> rows(String tenant, Activity activity, Sql sql) {
        if (isCancelled) {
            return Future.failedFuture(ClosedConnectionException.INSTANCE);
        }
        var text = sql.text();
        return watch.watch(
                activity,
                StatementPool.SLOW_QUERIES,
                tenant,
                text,
                () -> connection.preparedQuery(text).execute(sql.tuple()));
    }

    /** Ends the statement that runs. A cancellation may come before its statement, so it is repeated. */
    void cancel() {
        isCancelled = true;
        if (isRunning) {
            connection.cancelRequest();
            vertx.setTimer(CANCEL_INTERVAL.toMillis(), later -> cancel());
        }
    }

    /** Whether it can run the statements of another request. */
    boolean isReusable() {
        return !isRunning && !isCancelled && !isClosed;
    }

    /** How many it has run or runs. */
    int transactions() {
        return transactions;
    }

    void close() {
        isClosed = true;
        connection.close();
    }
}
