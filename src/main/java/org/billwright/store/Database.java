package org.billwright.store;

import io.agroal.api.AgroalDataSource;
import io.agroal.api.configuration.supplier.AgroalDataSourceConfigurationSupplier;
import io.agroal.api.exceptionsorter.PostgreSQLExceptionSorter;
import io.agroal.api.security.NamePrincipal;
import io.agroal.api.security.SimplePassword;
import java.sql.SQLException;
import java.time.Duration;
import java.util.function.Function;
import org.flywaydb.core.Flyway;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.config.JdbiConfig;

/** PostgreSQL for writing: one pool of JDBC connections, used from virtual threads, transactions passed as arguments. */
public final class Database implements AutoCloseable {
    private static final Duration WAIT_FOR_CONNECTION = Duration.ofSeconds(5);
    private static final Duration VALIDATED_AFTER_IDLE = Duration.ofSeconds(5);

    /** What is staged stays in memory; taken by those sessions alone that stage something. */
    private static final String BATCH_BUFFERS = "32MB";

    private final DatabaseConfig config;
    private final AgroalDataSource pool;
    private final Jdbi jdbi;

    private Database(DatabaseConfig config, AgroalDataSource pool) {
        this.config = config;
        this.pool = pool;
        this.jdbi = Jdbi.create(pool).registerArrayType(String.class, "text");
    }

    /** Opens the pool. No connection is made before the first use. */
    public static Database open(DatabaseConfig config) {
        var options = "-c role=" + DatabaseConfig.WORKING_ROLE + " -c statement_timeout="
                + config.statementTimeout().toMillis() + " -c temp_buffers=" + BATCH_BUFFERS;
        var settings = new AgroalDataSourceConfigurationSupplier()
                .connectionPoolConfiguration(pool -> pool.maxSize(config.poolSize())
                        .acquisitionTimeout(WAIT_FOR_CONNECTION)
                        .exceptionSorter(new PostgreSQLExceptionSorter())
                        .idleValidationTimeout(VALIDATED_AFTER_IDLE)
                        .connectionFactoryConfiguration(factory -> factory.jdbcUrl(config.jdbcUrl())
                                .principal(new NamePrincipal(config.username()))
                                .credential(new SimplePassword(config.password()))
                                .jdbcProperty("ApplicationName", "billwright")
                                .jdbcProperty("options", options)));
        try {
            return new Database(config, AgroalDataSource.from(settings));
        } catch (SQLException e) {
            throw new IllegalStateException("cannot use " + config, e);
        }
    }

    /** Brings the schema to this program's version, as its owner. Safe to call from several processes at once. */
    public void migrate() {
        var owner = config.schemaOwner();
        Flyway.configure()
                .dataSource(config.jdbcUrl(), owner.username(), owner.password())
                .locations("classpath:db/migration")
                .initSql("set statement_timeout = 0")
                .load()
                .migrate();
    }

    /** A transaction that sees one tenant's rows: all that the work does is kept, or, where it throws, nothing. */
    public <T> T inTransaction(String tenant, Function<Handle, T> work) {
        return jdbi.inTransaction(tx -> {
            set(tx, DatabaseConfig.BOUND_TENANT, tenant);
            return work.apply(tx);
        });
    }

    /**
     * Reads one tenant's rows as they are at one moment, however long that takes and whatever is changed meanwhile. Nothing
     * can be changed by the work.
     */
    public <T> T snapshot(String tenant, Function<Handle, T> work) {
        return jdbi.inTransaction(tx -> {
            // By SQL, for the driver would set it back in the end, which fails on a connection that broke and hides
            // why.
            tx.execute("set transaction isolation level repeatable read, read only");
            set(tx, "statement_timeout", "0");
            set(tx, "idle_in_transaction_session_timeout", "0");
            set(tx, DatabaseConfig.BOUND_TENANT, tenant);
            return work.apply(tx);
        });
    }

    /** Begins a tenant's transaction that is never committed: the caller rolls it back and closes the handle. */
    public Handle beginRollbackOnly(String tenant) {
        var handle = jdbi.open();
        handle.begin();
        set(handle, DatabaseConfig.BOUND_TENANT, tenant);
        return handle;
    }

    /** A transaction on what has no tenant; of what has, it sees nothing. */
    public <T> T withoutTenant(Function<Handle, T> work) {
        return jdbi.inTransaction(work::apply);
    }

    /** A transaction that sees what waits in the queues, whosever it is, and nothing else until it is bound to a tenant. */
    public <T> T acrossTenants(Function<Handle, T> work) {
        return jdbi.inTransaction(tx -> {
            set(tx, "role", DatabaseConfig.WORKER_ROLE);
            return work.apply(tx);
        });
    }

    /** From here on the transaction sees this tenant's rows alone, in the queues as well. */
    public static void bind(Handle tx, String tenant) {
        set(tx, "role", DatabaseConfig.WORKING_ROLE);
        set(tx, DatabaseConfig.BOUND_TENANT, tenant);
    }

    /** Sets a PostgreSQL setting until the end of the transaction. */
    public static void set(Handle tx, String name, String value) {
        tx.createQuery("select set_config(:name, :value, true)")
                .bind("name", name)
                .bind("value", value)
                .mapTo(String.class)
                .one();
    }

    /** What all transactions share: the same that {@code tx.getConfig(type)} gives them. */
    public <C extends JdbiConfig<C>> C shared(Class<C> type) {
        return jdbi.getConfig(type);
    }

    @Override
    public void close() {
        pool.close();
    }
}
