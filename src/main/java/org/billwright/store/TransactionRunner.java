package org.billwright.store;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Function;
import java.util.function.Supplier;
import org.billwright.problem.Problem;
import org.billwright.problem.ProblemException;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.JdbiException;

/** Transactions for the event loop: each runs on a virtual thread, its result comes back to the request's context. */
public final class TransactionRunner implements AutoCloseable {
    private final Vertx vertx;
    private final Database database;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

    /** Transactions in this database. */
    public TransactionRunner(Vertx vertx, Database database) {
        this.vertx = vertx;
        this.database = database;
    }

    /** A tenant's transaction: all of the work is kept, or, where it throws, nothing. */
    public <T> Future<T> inTransaction(String tenant, Function<Handle, T> work) {
        return onThread(() -> database.inTransaction(tenant, work));
    }

    /** Work on the database in a thread where it may wait. */
    public <T> Future<T> run(Function<Database, T> work) {
        return onThread(() -> work.apply(database));
    }

    private <T> Future<T> onThread(Supplier<T> work) {
        try {
            var result = CompletableFuture.supplyAsync(() -> reported(work), threads);
            return Future.fromCompletionStage(result, vertx.getOrCreateContext());
        } catch (RejectedExecutionException closed) {
            return Future.failedFuture(new ProblemException(new Problem.Unavailable("the server is stopping")));
        }
    }

    private static <T> T reported(Supplier<T> work) {
        try {
            return work.get();
        } catch (JdbiException e) {
            if (SqlErrors.isUnreachable(e)) {
                throw new ProblemException(new Problem.Unavailable("the store cannot be reached"));
            }
            throw e;
        }
    }

    @Override
    public void close() {
        threads.close();
    }
}
