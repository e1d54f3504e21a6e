package org.billwright.store;

import io.vertx.core.Future;
import io.vertx.sqlclient.SqlClient;
import java.time.Duration;
import java.util.function.Consumer;
import java.util.function.Function;

/** The connections of a tenant. They are closed once nothing uses them any more and they were retired. */
final class TenantClient {
    private final SqlClient client;
    private final int connections;
    private final Consumer<TenantClient> whenClosed;
    private int inFlight;
    private boolean isRetired;
    private volatile long usedAt = System.nanoTime();

    /**
     * Connections of a tenant.
     *
     * @param connections how many of them there may be
     * @param whenClosed is notified once they were retired, unused and closed
     */
    TenantClient(SqlClient client, int connections, Consumer<TenantClient> whenClosed) {
        this.client = client;
        this.connections = connections;
        this.whenClosed = whenClosed;
    }

    int connections() {
        return connections;
    }

    /** When it was used last, in the order of {@link System#nanoTime()}. */
    long usedAt() {
        return usedAt;
    }

    /** Uses the connections until {@link #run} is complete; false where they are retired. */
    synchronized boolean enter() {
        inFlight += isRetired ? 0 : 1;
        return !isRetired;
    }

    /** Runs work that has entered. */
    <T> Future<T> run(Function<SqlClient, Future<T>> work) {
        try {
            return work.apply(client).onComplete(done -> exit());
        } catch (RuntimeException e) {
            exit();
            throw e;
        }
    }

    /** Ends a use that has entered. */
    void exit() {
        usedAt = System.nanoTime();
        if (isLast()) {
            closeRetired();
        }
    }

    private synchronized boolean isLast() {
        inFlight--;
        return isRetired && inFlight == 0;
    }

    /** Nothing new may use them. What is in flight is not disturbed. */
    void retire() {
        if (isRetiredUnused()) {
            closeRetired();
        }
    }

    private synchronized boolean isRetiredUnused() {
        boolean isUnused = !isRetired && inFlight == 0;
        isRetired = true;
        return isUnused;
    }

    private void closeRetired() {
        client.close().onComplete(closed -> whenClosed.accept(this));
    }

    synchronized boolean isBusy() {
        return inFlight > 0;
    }

    /** Whether nothing has used them for so long. */
    boolean isIdle(Duration time) {
        return !isBusy() && System.nanoTime() - usedAt > time.toNanos();
    }

    void close() {
        client.close();
    }
}
