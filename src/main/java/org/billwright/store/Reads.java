package org.billwright.store;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.pgclient.PgBuilder;
import io.vertx.pgclient.PgConnectOptions;
import io.vertx.sqlclient.PoolOptions;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.SqlClient;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** PostgreSQL for reading: statements prepared once a connection and pipelined, rows back on the event loop. */
public final class Reads implements AutoCloseable {
    private static final int PIPELINED_STATEMENTS = 64;
    private static final int CACHED_STATEMENTS = 512;
    private static final int STATEMENT_LENGTH_CACHED = 4096;

    private final SqlClient client;

    private Reads(SqlClient client) {
        this.client = client;
    }

    /** Opens the pool on this Vert.x. */
    public static Reads open(Vertx vertx, DatabaseConfig config) {
        var options = PgConnectOptions.fromUri(config.url())
                .setUser(config.username())
                .setPassword(config.password())
                .setCachePreparedStatements(true)
                .setPreparedStatementCacheMaxSize(CACHED_STATEMENTS)
                .setPreparedStatementCacheSqlFilter(sql -> sql.length() <= STATEMENT_LENGTH_CACHED)
                .setPipeliningLimit(PIPELINED_STATEMENTS)
                .addProperty("application_name", "billwright")
                .addProperty(
                        "statement_timeout",
                        String.valueOf(config.statementTimeout().toMillis()));
        return new Reads(PgBuilder.client()
                .using(vertx)
                .connectingTo(options)
                .with(new PoolOptions().setMaxSize(config.poolSize()))
                .build());
    }

    /** The first row's document, from a statement that selects {@link Stored#COLUMNS}. */
    public Future<Optional<Stored>> document(Sql sql) {
        return rows(sql).map(rows -> {
            var row = rows.iterator();
            return row.hasNext() ? Optional.of(stored(row.next())) : Optional.empty();
        });
    }

    /** All rows' documents, from a statement that selects {@link Stored#COLUMNS}. */
    public Future<List<Stored>> documents(Sql sql) {
        return page(sql).map(Listed::documents);
    }

    /** A page, from a statement that selects {@link Stored#COLUMNS} and then what it is sorted by. */
    public Future<Listed> page(Sql sql) {
        return rows(sql).map(rows -> {
            var documents = new ArrayList<Stored>(rows.size());
            var last = List.<Optional<String>>of();
            for (var row : rows) {
                documents.add(stored(row));
                last = documents.size() == rows.size() ? keys(row) : last;
            }
            return new Listed(documents, last);
        });
    }

    private static List<Optional<String>> keys(Row row) {
        var keys = new ArrayList<Optional<String>>();
        for (int i = 2; i < row.size(); i++) {
            keys.add(Optional.ofNullable(row.getValue(i)).map(Object::toString));
        }
        return List.copyOf(keys);
    }

    /** The one number that a statement selects. */
    public Future<Long> number(Sql sql) {
        return rows(sql).map(rows -> rows.iterator().next().getLong(0));
    }

    private Future<RowSet<Row>> rows(Sql sql) {
        return client.preparedQuery(sql.text()).execute(sql.tuple());
    }

    private static Stored stored(Row row) {
        return new Stored(row.getLong(0), row.getBuffer(1));
    }

    @Override
    public void close() {
        client.close();
    }
}
