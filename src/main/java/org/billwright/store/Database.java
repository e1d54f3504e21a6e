package org.billwright.store;

import io.agroal.api.AgroalDataSource;
import io.agroal.api.configuration.supplier.AgroalDataSourceConfigurationSupplier;
import io.agroal.api.exceptionsorter.PostgreSQLExceptionSorter;
import io.agroal.api.security.NamePrincipal;
import io.agroal.api.security.SimplePassword;
import java.sql.SQLException;
import java.time.Duration;
import org.flywaydb.core.Flyway;
import org.jdbi.v3.core.Jdbi;

/** PostgreSQL for writing: one pool of JDBC connections, used from virtual threads, transactions passed as arguments. */
public final class Database implements AutoCloseable {
    private static final Duration WAIT_FOR_CONNECTION = Duration.ofSeconds(5);
    private static final Duration VALIDATED_AFTER_IDLE = Duration.ofSeconds(5);

    private final AgroalDataSource pool;
    private final Jdbi jdbi;

    private Database(AgroalDataSource pool) {
        this.pool = pool;
        this.jdbi = Jdbi.create(pool).registerArrayType(String.class, "text");
    }

    /** Opens the pool. No connection is made before the first use. */
    public static Database open(DatabaseConfig config) {
        var options = "-c statement_timeout=" + config.statementTimeout().toMillis();
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
            return new Database(AgroalDataSource.from(settings));
        } catch (SQLException e) {
            throw new IllegalStateException("cannot use " + config, e);
        }
    }

    /** Brings the schema to this program's version. Safe to call from several processes at once. */
    public void migrate() {
        Flyway.configure()
                .dataSource(pool)
                .locations("classpath:db/migration")
                .initSql("set statement_timeout = 0")
                .load()
                .migrate();
    }

    /** Where transactions begin: {@code jdbi().inTransaction(tx -> …)}. */
    public Jdbi jdbi() {
        return jdbi;
    }

    @Override
    public void close() {
        pool.close();
    }
}
