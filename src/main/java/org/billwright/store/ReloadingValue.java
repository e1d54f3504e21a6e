package org.billwright.store;

import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.function.Function;
import org.jboss.logging.Logger;
import org.jdbi.v3.core.Handle;

/** Small settings that are read often: kept in memory and read anew every few seconds. While the store is away the last stay. */
public final class ReloadingValue<T> {
    private static final Logger LOG = Logger.getLogger("org.billwright.store");

    private final String what;
    private final Function<Handle, T> read;
    private volatile T value;

    /** Reads it for the first time; fails where the store cannot be reached. */
    public ReloadingValue(String what, Database database, Function<Handle, T> read) {
        this.what = what;
        this.read = read;
        this.value = database.withoutTenant(read);
    }

    /** Keeps reading it anew. A change takes effect after this time at the latest. */
    public void every(Duration period, Vertx vertx, TransactionRunner writes) {
        vertx.setPeriodic(
                period.toMillis(),
                timer -> writes.run(database -> database.withoutTenant(read))
                        .onSuccess(now -> value = now)
                        .onFailure(
                                failure -> LOG.warnf("%s could not be read anew, the last stay: %s", what, failure)));
    }

    /** As it was last read. */
    public T get() {
        return value;
    }
}
