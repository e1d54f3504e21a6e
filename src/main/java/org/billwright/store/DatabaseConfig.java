package org.billwright.store;

import java.net.URI;
import java.time.Duration;

/**
 * How to reach PostgreSQL (15 or newer).
 *
 * @param url {@code postgresql://host:port/database}, with driver parameters after a question mark
 * @param poolSize connections at most, for reads and again for writes
 * @param statementTimeout after which PostgreSQL gives a statement up
 */
public record DatabaseConfig(String url, String username, String password, int poolSize, Duration statementTimeout) {
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
        return new DatabaseConfig(url, username, password, size, statementTimeout);
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
