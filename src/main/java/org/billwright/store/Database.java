package org.billwright.store;

import io.agroal.api.AgroalDataSource;
import io.agroal.api.configuration.supplier.AgroalDataSourceConfigurationSupplier;
import io.agroal.api.exceptionsorter.PostgreSQLExceptionSorter;
import io.agroal.api.security.NamePrincipal;
import io.agroal.api.security.SimplePassword;
import java.sql.SQLException;
import java.time.Duration;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.config.JdbiConfig;
import org.jdbi.v3.core.statement.StatementExceptions;

/** PostgreSQL for transactions: a pool of JDBC connections, used from virtual threads. A transaction is passed as an argument. */
public final class Database implements AutoCloseable {
    /** How long to wait for a connection. */
    static final Duration ACQUISITION_TIMEOUT = Duration.ofSeconds(5);

    private static final Duration IDLE_VALIDATION = Duration.ofSeconds(5);

    /** Keeps staging tables in memory. Only sessions with a temporary table allocate it. */
    private static final String TEMP_BUFFERS = "32MB";

    private final DatabaseConfig config;
    private final AgroalDataSource pool;
    private final Jdbi jdbi;

    private Database(DatabaseConfig config, AgroalDataSource pool) {
        this.config = config;
        this.pool = pool;
        this.jdbi = Jdbi.create(pool).registerArrayType(String.class, "text");
        JavaTime.register(jdbi);
        // The message of an exception is logged. It has neither the statement nor its values, which are personal data.
        jdbi.getConfig(StatementExceptions.class).setMessageRendering(StatementExceptions.MessageRendering.NONE);
    }

    /** Opens the pool. The first use makes the first connection. */
    public static Database open(DatabaseConfig config) {
        var options = "-c role=" + DatabaseConfig.APPLICATION_ROLE + " -c statement_timeout="
                + config.statementTimeout().toMillis() + " -c temp_buffers=" + TEMP_BUFFERS + " -c "
                + DatabaseConfig.JIT_SETTING + "=off";
        var settings = new AgroalDataSourceConfigurationSupplier()
                .metricsEnabled()
                .connectionPoolConfiguration(pool -> pool.maxSize(config.poolSize())
                        .acquisitionTimeout(ACQUISITION_TIMEOUT)
                        .exceptionSorter(new PostgreSQLExceptionSorter())
                        .idleValidationTimeout(IDLE_VALIDATION)
                        .connectionFactoryConfiguration(factory -> factory.jdbcUrl(config.jdbcUrl())
                                .principal(new NamePrincipal(config.username()))
                                .credential(new SimplePassword(config.password()))
                                .jdbcProperty("ApplicationName", "billwright")
                                .jdbcProperty("logServerErrorDetail", "false")
                                .jdbcProperty("options", options)));
        try {
            return new Database(config, AgroalDataSource.from(settings));
        } catch (SQLException e) {
            throw new IllegalStateException("invalid database configuration: " + config, e);
        }
    }

    /** Has each statement seen by this watch when it ends. Call it before the first use. */
    public Database watchedBy(StatementWatch watch) {
        jdbi.setSqlLogger(watch);
        return this;
    }

    /** Has all connections opened anew when their transactions have ended, and with them all plans made anew. */
    void renew() {
        pool.flush(AgroalDataSource.FlushMode.GRACEFUL);
    }

    /** How its connections are used. */
    public PoolUsage usage() {
        var metrics = pool.getMetrics();
        return new PoolUsage(
                metrics.activeCount() + metrics.availableCount(), metrics.activeCount(), metrics.awaitingCount());
    }

    int poolSize() {
        return config.poolSize();
    }

    /**
     * Migrates the schema to the version of this program, as its owner. Several processes may call it at once, while others work. Throws
     * {@link IllegalStateException} with what an administrator can do if the owner lacks a privilege, or a transaction holds a lock for long.
     */
    public int migrate() {
        return new Migrations(config).migrate();
    }

    /** The state of the schema. */
    public SchemaState schema() {
        return new Migrations(config).state();
    }

    /** Throws {@link IllegalStateException} unless the schema has the version of this program. */
    public void requireCurrentSchema() {
        var migrations = new Migrations(config);
        if (!migrations.areDone() && migrations.state().pending() > 0) {
            throw new IllegalStateException(
                    "the database has no schema of this version; 'billwright migrate' or a start of the server brings it");
        }
    }

    /** A transaction that sees one tenant's rows. It is committed, or rolled back if the work throws. */
    public <T> T inTransaction(String tenant, Function<Handle, T> work) {
        return jdbi.inTransaction(tx -> {
            set(tx, DatabaseConfig.TENANT_SETTING, tenant);
            return work.apply(tx);
        });
    }

    /**
     * A transaction of a tenant beside the one of this thread, on a connection of its own: it is committed whatever becomes of the other.
     * {@link #inTransaction} would be a part of the other.
     */
    public <T> T beside(String tenant, Function<Handle, T> work) {
        try (var handle = jdbi.open()) {
            return handle.inTransaction(tx -> {
                set(tx, DatabaseConfig.TENANT_SETTING, tenant);
                return work.apply(tx);
            });
        }
    }

    /**
     * A read-only transaction on a snapshot of one tenant's rows, without time limits: it sees no changes that are made
     * meanwhile.
     */
    public <T> T snapshot(String tenant, Function<Handle, T> work) {
        return jdbi.inTransaction(tx -> {
            // By SQL: the driver would reset it at the end, which fails on a broken connection and hides the cause.
            tx.execute("set transaction isolation level repeatable read, read only");
            set(tx, "statement_timeout", "0");
            set(tx, "idle_in_transaction_session_timeout", "0");
            set(tx, DatabaseConfig.TENANT_SETTING, tenant);
            return work.apply(tx);
        });
    }

    /** A connection that the caller closes. */
    public Handle open() {
        return jdbi.open();
    }

    /** Begins a tenant's transaction that is never committed: the caller rolls it back and closes the handle. */
    public Handle beginRollbackOnly(String tenant) {
        var handle = jdbi.open();
        handle.begin();
        set(handle, DatabaseConfig.TENANT_SETTING, tenant);
        return handle;
    }

    /** A transaction on tables without a tenant; it sees no rows of tenants. */
    public <T> T withoutTenant(Function<Handle, T> work) {
        return jdbi.inTransaction(work::apply);
    }

    /** A transaction that sees the queues of all tenants, and nothing else until {@link #bind} binds it to a tenant. */
    public <T> T acrossTenants(Function<Handle, T> work) {
        return jdbi.inTransaction(tx -> {
            set(tx, "role", DatabaseConfig.WORKER_ROLE);
            return work.apply(tx);
        });
    }

    /** Binds the transaction to a tenant: from now on it sees only that tenant's rows, in the queues as well. */
    public static void bind(Handle tx, String tenant) {
        set(tx, "role", DatabaseConfig.APPLICATION_ROLE);
        set(tx, DatabaseConfig.TENANT_SETTING, tenant);
    }

    /** Sets a PostgreSQL setting until the end of the transaction. */
    public static void set(Handle tx, String name, String value) {
        tx.createQuery("select set_config(:name, :value, true)")
                .bind("name", name)
                .bind("value", value)
                .mapTo(String.class)
                .one();
    }

    /**
     * Runs a statement that reads the first rows in the order of an index. Without this PostgreSQL reads all rows and sorts them where it
     * takes it that they are few, or that few of them meet the condition.
     */
    public static <T> T inOrder(Handle tx, Supplier<T> statement) {
        tx.execute(sorting("off"));
        var result = statement.get();
        tx.execute(sorting("on"));
        return result;
    }

    private static String sorting(String value) {
        return Stream.of("enable_sort", "enable_incremental_sort", "enable_bitmapscan")
                .map(setting -> "set local " + setting + " = " + value)
                .collect(Collectors.joining("; "));
    }

    /** The configuration that all transactions share, which {@code tx.getConfig(type)} returns. */
    public <C extends JdbiConfig<C>> C shared(Class<C> type) {
        return jdbi.getConfig(type);
    }

    @Override
    public void close() {
        pool.close();
    }
}
