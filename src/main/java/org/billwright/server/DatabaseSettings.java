package org.billwright.server;

import io.smallrye.config.WithDefault;
import java.time.Duration;
import java.util.Optional;

/** Settings of the PostgreSQL database. */
public interface DatabaseSettings {
    /** {@code postgresql://host:port/database}. */
    @WithDefault("postgresql://localhost:5432/billwright")
    String url();

    /** The user that connects; a member of the roles {@code billwright_app} and {@code billwright_worker}. */
    @WithDefault("billwright")
    String username();

    /** The user's password. */
    Optional<String> password();

    /** The user that owns the schema and migrates it to this version; the same user where none is set. */
    Optional<OwnerSettings> owner();

    /** A replica for reads, {@code postgresql://host:port/database}; user and password are those of the database. */
    Optional<String> replicaUrl();

    /** How far the replica may be behind the database; reads go to the database while it is further. */
    @WithDefault("5s")
    Duration replicaStaleness();

    /** The number of connections for writes, and the most for reads of one tenant. */
    @WithDefault("16")
    int poolSize();

    /** The most connections for reads of all tenants. */
    @WithDefault("32")
    int readConnections();

    /** The time after which PostgreSQL cancels a statement. */
    @WithDefault("10s")
    Duration statementTimeout();

    /** A statement of a caller that takes longer is logged with its plan; none is with 0. */
    @WithDefault("2s")
    Duration slowStatement();

    /** The schema's owner. */
    interface OwnerSettings {
        /** The user's name. */
        String username();

        /** The user's password. */
        Optional<String> password();
    }
}
