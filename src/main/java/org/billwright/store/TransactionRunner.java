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

/** Runs transactions for the event loop: each on a virtual thread, with the result on the request's context. */
public final class TransactionRunner implements AutoCloseable {
    private final Vertx vertx;
    private final Database database;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

    /** A runner on this database. */
    public TransactionRunner(Vertx vertx, Database database) {
        this.vertx = vertx;
        this.database = database;
    }

    /** Runs a tenant's transaction: it is committed, or rolled back if the work throws. */
    public <T> Future<T> inTransaction(String tenant, Function<Handle, T> work) {
        return onThread(() -> database.inTransaction(tenant, work));
    }

    /** Runs work on the database in a thread that may block. */
    public <T> Future<T> run(Function<Database, T> work) {
        return onThread(() -> work.apply(database));
    }

    private <T> Future<T> onThread(Supplier<T> work) {
        try {
            var result = CompletableFuture.supplyAsync(() -> orUnavailable(work), threads);
            return Future.fromCompletionStage(result, vertx.getOrCreateContext());
        } catch (RejectedExecutionException closed) {
            return Future.failedFuture(new ProblemException(new Problem.Unavailable("the server is stopping")));
        }
    }

    /** A lost connection, and a wait for other transactions that took too long, are problems that the client may retry. */
    private static <T> T orUnavailable(Supplier<T> work) {
        try {
            return work.get();
        } catch (JdbiException e) {
            if (SqlErrors.isUnreachable(e)) {
                throw new ProblemException(new Problem.Unavailable("the database cannot be reached"));
            }
            if (SqlErrors.isContention(e)) {
                throw new ProblemException(new Problem.Unavailable(
                        "the request took too long, or waited too long for another one; nothing was changed"));
            }
            throw e;
        }
    }

    @Override
    public void close() {
        threads.close();
    }
}
