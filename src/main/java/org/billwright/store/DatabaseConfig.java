package org.billwright.store;

import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * How to reach PostgreSQL (15 or newer).
 *
 * @param url {@code postgresql://host:port/database}, with driver parameters after a question mark
 * @param owner the user who owns and migrates the schema; the same user if empty
 * @param poolSize the maximum number of connections, for reads and again for writes
 * @param statementTimeout after which PostgreSQL cancels a statement
 */
public record DatabaseConfig(
        String url,
        String username,
        String password,
        Optional<SchemaOwner> owner,
        int poolSize,
        Duration statementTimeout) {
    private static final Pattern SECRET = Pattern.compile("[?&](user|password)=", Pattern.CASE_INSENSITIVE);

    /** The role of requests and jobs: it owns nothing, and sees the rows of the tenant that it is bound to. */
    static final String APPLICATION_ROLE = "billwright_app";

    /** The role of workers: it sees the queues of every tenant. */
    static final String WORKER_ROLE = "billwright_worker";

    /** The setting with the tenant whose rows are visible. */
    static final String TENANT_SETTING = "billwright.tenant";

    /**
     * PostgreSQL's compiler of statements. It takes half a second for a statement whose cost is estimated high, such as one of an
     * import, where tables are not to be read as a whole; the statement itself takes less than a millisecond.
     */
    static final String JIT_SETTING = "jit";

    /** The owner of the schema. */
    public record SchemaOwner(String username, String password) {
        /** Without the password. */
        @Override
        public String toString() {
            return username;
        }
    }

    /** Rejects a URL that is not one of PostgreSQL, and a pool without connections. */
    public DatabaseConfig {
        var uri = URI.create(url);
        if (!"postgresql".equals(uri.getScheme()) || uri.getHost() == null) {
            throw new IllegalArgumentException("a database URL is postgresql://host:port/database, not " + url);
        }
        if (uri.getRawUserInfo() != null || SECRET.matcher(url).find()) {
            throw new IllegalArgumentException(
                    "a database URL is logged, and has no user or password: BILLWRIGHT_DATABASE_USERNAME and"
                            + " BILLWRIGHT_DATABASE_PASSWORD have them");
        }
        if (poolSize < 1) {
            throw new IllegalArgumentException("BILLWRIGHT_DATABASE_POOL_SIZE must be at least 1, not " + poolSize);
        }
    }

    /** The same configuration with another pool size. */
    public DatabaseConfig withPoolSize(int size) {
        return new DatabaseConfig(url, username, password, owner, size, statementTimeout);
    }

    /** The same configuration of another server, such as a replica. */
    public DatabaseConfig withUrl(String other) {
        return new DatabaseConfig(other, username, password, owner, poolSize, statementTimeout);
    }

    SchemaOwner schemaOwner() {
        return owner.orElseGet(() -> new SchemaOwner(username, password));
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
