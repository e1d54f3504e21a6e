package org.billwright.store;

import java.net.URI;
import java.time.Duration;
import java.util.Optional;

/**
 * How to reach PostgreSQL (15 or newer).
 *
 * @param url {@code postgresql://host:port/database}, with driver parameters after a question mark
 * @param owner who brings the schema to this version and owns it; the same user where none is named
 * @param poolSize connections at most, for reads and again for writes
 * @param statementTimeout after which PostgreSQL gives a statement up
 */
public record DatabaseConfig(
        String url, String username, String password, Optional<Owner> owner, int poolSize, Duration statementTimeout) {
    /** The role that work is done as: it owns nothing, and sees the rows of the tenant that it is bound to. */
    static final String WORKING_ROLE = "billwright_app";

    /** The role that finds work of every tenant. */
    static final String WORKER_ROLE = "billwright_worker";

    /** Says whose rows are seen. */
    static final String BOUND_TENANT = "billwright.tenant";

    /** Who owns the schema. */
    public record Owner(String username, String password) {
        /** Without the password. */
        @Override
        public String toString() {
            return username;
        }
    }

    /** Refuses what is not a PostgreSQL URL. */
    public DatabaseConfig {
        var uri = URI.create(url);
        if (!"postgresql".equals(uri.getScheme()) || uri.getHost() == null) {
            throw new IllegalArgumentException("a database URL is postgresql://host:port/database, not " + url);
        }
        if (poolSize < 1) {
            throw new IllegalArgumentException("a pool has at least 1 connection");
        }
    }

    /** The same with a pool of another size. */
    public DatabaseConfig withPool(int size) {
        return new DatabaseConfig(url, username, password, owner, size, statementTimeout);
    }

    Owner schemaOwner() {
        return owner.orElseGet(() -> new Owner(username, password));
    }

    String jdbcUrl() {
        return "jdbc:" + url;
    }

    /** Without the password. */
    @Override
    public String toString() {
        return url + " as " + username;
    }
}
