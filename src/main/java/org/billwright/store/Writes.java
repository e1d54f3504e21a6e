package org.billwright.store;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Function;
import org.jdbi.v3.core.Handle;

/** Transactions for the event loop: each runs on a virtual thread, its result comes back to the request's context. */
public final class Writes implements AutoCloseable {
    private final Vertx vertx;
    private final Database database;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

    /** Transactions in this database. */
    public Writes(Vertx vertx, Database database) {
        this.vertx = vertx;
        this.database = database;
    }

    /** Runs the work in one transaction: all of it is kept, or, where it throws, nothing. */
    public <T> Future<T> inTransaction(Function<Handle, T> work) {
        var result = CompletableFuture.supplyAsync(() -> database.jdbi().inTransaction(work::apply), threads);
        return Future.fromCompletionStage(result, vertx.getOrCreateContext());
    }

    @Override
    public void close() {
        threads.close();
    }
}
