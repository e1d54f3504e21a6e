package org.billwright.store;

import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.function.Function;
import org.jboss.logging.Logger;
import org.jdbi.v3.core.Handle;

/**
 * A small value from the database that is read often: it is kept in memory and reloaded every few seconds. While the database is
 * unavailable, the last value stays.
 */
public final class ReloadingValue<T> {
    private static final Logger LOG = Logger.getLogger("org.billwright.store");

    private final String name;
    private final Function<Handle, T> read;
    private volatile T value;

    /** Loads the value; throws if the database is unavailable. {@code name} is for the log. */
    public ReloadingValue(String name, Database database, Function<Handle, T> read) {
        this.name = name;
        this.read = read;
        this.value = database.withoutTenant(read);
    }

    /** Starts to reload it with this period, which is the longest time until a change takes effect. */
    public void reloadEvery(Duration period, Vertx vertx, TransactionRunner writes) {
        vertx.setPeriodic(
                period.toMillis(),
                timer -> writes.run(database -> database.withoutTenant(read))
                        .onSuccess(reloaded -> value = reloaded)
                        .onFailure(failure -> LOG.warnf("%s: not reloaded, the last value stays: %s", name, failure)));
    }

    /** The value as it was loaded last. */
    public T get() {
        return value;
    }
}
