package org.billwright.cli;

import io.quarkus.runtime.configuration.MemorySize;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;
import java.util.Optional;
import org.billwright.http.EdgeConfig;
import org.billwright.store.DatabaseConfig;

/** The configuration, from files, the environment ({@code BILLWRIGHT_DATABASE_URL}) or system properties. */
@ConfigMapping(prefix = "billwright")
public interface Settings {
    /** Where PostgreSQL is. */
    Db database();

    /** Where the API is, before the version. */
    @WithDefault("/tmf-api/customerBillManagement")
    String basePath();

    /** Scheme, host and prefix that clients use; without it the request and its forwarded headers tell. */
    Optional<String> publicUrl();

    /** How large a request's body may be. */
    @WithDefault("1M")
    MemorySize maxBodySize();

    /** Whose bills are served. */
    @WithDefault("default")
    String tenant();

    /** How requests for bills are met. */
    OnDemand onDemand();

    /** PostgreSQL. */
    interface Db {
        /** {@code postgresql://host:port/database}. */
        @WithDefault("postgresql://localhost:5432/billwright")
        String url();

        /** The role that owns the schema. */
        @WithDefault("billwright")
        String username();

        /** The role's password. */
        Optional<String> password();

        /** How many connections there are for reads, and again for writes. */
        @WithDefault("16")
        int poolSize();

        /** After which a statement is given up. */
        @WithDefault("10s")
        Duration statementTimeout();
    }

    /** The worker that meets requests for bills. */
    interface OnDemand {
        /** How many are met at a time; 0 leaves them to other processes. */
        @WithDefault("2")
        int workers();
    }

    /** As the store wants it. */
    default DatabaseConfig databaseConfig() {
        var db = database();
        return new DatabaseConfig(
                db.url(), db.username(), db.password().orElse(""), db.poolSize(), db.statementTimeout());
    }

    /** As the edge wants it. */
    default EdgeConfig edgeConfig() {
        return new EdgeConfig(basePath(), publicUrl(), maxBodySize().asLongValue(), tenant());
    }
}
