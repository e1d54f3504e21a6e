package org.billwright.store;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.Supplier;
import org.billwright.problem.Problem;
import org.billwright.problem.ProblemException;
import org.billwright.telemetry.Activity;
import org.jboss.logging.Logger;
import org.jdbi.v3.core.Handle;

/** Runs transactions for the event loop: each on a virtual thread, with the result on the request's context. */
public final class TransactionRunner implements AutoCloseable {
    private static final Logger LOG = Logger.getLogger("org.billwright.store");
    private static final int MAX_ATTEMPTS = 3;

    private final Vertx vertx;
    private final Database database;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final int ofTenant;
    private final Map<String, Semaphore> tenants = new ConcurrentHashMap<>();
    private final Map<String, Semaphore> rows = new ConcurrentHashMap<>();

    /** A runner on this database. The transactions of one tenant take half of its connections at most, so that others have some. */
    public TransactionRunner(Vertx vertx, Database database) {
        this.vertx = vertx;
        this.database = database;
        this.ofTenant = Math.max(1, database.poolSize() / 2);
    }

    /**
     * Runs a tenant's transaction: it is committed, or rolled back if the work throws. It is run again where PostgreSQL ended it in favour
     * of another one (a deadlock), so that the work changes nothing but the database.
     */
    public <T> Future<T> inTransaction(String tenant, Function<Handle, T> work) {
        return onThread(() -> inTurn(tenant, work));
    }

    /**
     * The same for a transaction that locks one row: it waits for those of the same row without a connection. Otherwise many changes of a
     * row that is locked elsewhere would take all connections of the tenant.
     *
     * @param row its name, in the tenant
     */
    public <T> Future<T> inTransaction(String tenant, String row, Function<Handle, T> work) {
        return onThread(() -> {
            var name = tenant + ' ' + row;
            var one = rows.computeIfAbsent(name, first -> new Semaphore(1, true));
            try {
                acquire(one);
                return released(one, () -> inTurn(tenant, work));
            } catch (InterruptedException e) {
                throw stopping();
            } finally {
                rows.computeIfPresent(name, (key, used) -> used.availablePermits() > 0 ? null : used);
            }
        });
    }

    /** Those of a tenant that has its share wait for each other, as long as one would wait for a connection. */
    private <T> T inTurn(String tenant, Function<Handle, T> work) {
        var share = tenants.computeIfAbsent(tenant, first -> new Semaphore(ofTenant, true));
        try {
            acquire(share);
            return released(share, () -> repeated(tenant, work));
        } catch (InterruptedException e) {
            throw stopping();
        }
    }

    private static <T> T released(Semaphore acquired, Supplier<T> work) {
        try {
            return work.get();
        } finally {
            acquired.release();
        }
    }

    private static void acquire(Semaphore permits) throws InterruptedException {
        if (!permits.tryAcquire(Database.ACQUISITION_TIMEOUT.toMillis(), TimeUnit.MILLISECONDS)) {
            throw new ProblemException(
                    new Problem.Unavailable("too many changes wait for each other; nothing was changed by this one"));
        }
    }

    private static ProblemException stopping() {
        Thread.currentThread().interrupt();
        return new ProblemException(new Problem.Unavailable("the server is stopping"));
    }

    private <T> T repeated(String tenant, Function<Handle, T> work) {
        for (int attempt = 1; attempt < MAX_ATTEMPTS; attempt++) {
            try {
                return database.inTransaction(tenant, work);
            } catch (RuntimeException e) {
                if (!SqlErrors.isEndedForAnother(e)) {
                    throw e;
                }
                LOG.debugf("a transaction is run again after attempt %d: %s", attempt, e);
            }
        }
        return database.inTransaction(tenant, work);
    }

    /** Runs work on the database in a thread that may block. */
    public <T> Future<T> run(Function<Database, T> work) {
        return onThread(() -> work.apply(database));
    }

    private <T> Future<T> onThread(Supplier<T> work) {
        try {
            var activity = Activity.current();
            var result = CompletableFuture.supplyAsync(() -> activity.call(() -> orUnavailable(work)), threads);
            return Future.fromCompletionStage(result, vertx.getOrCreateContext())
                    .recover(TransactionRunner::unwrapped);
        } catch (RejectedExecutionException closed) {
            return Future.failedFuture(new ProblemException(new Problem.Unavailable("the server is stopping")));
        }
    }

    /** The work's own failure: the stage wraps it. */
    private static <T> Future<T> unwrapped(Throwable failure) {
        return Future.failedFuture(
                failure instanceof CompletionException wrapper && wrapper.getCause() != null
                        ? wrapper.getCause()
                        : failure);
    }

    /** What may succeed later is a problem that the client may retry. */
    private static <T> T orUnavailable(Supplier<T> work) {
        try {
            return work.get();
        } catch (ProblemException e) {
            throw e;
        } catch (RuntimeException e) {
            throw unavailable(e)
                    .<RuntimeException>map(reason -> {
                        LOG.warnf("a transaction failed: %s", e);
                        return new ProblemException(new Problem.Unavailable(reason));
                    })
                    .orElse(e);
        }
    }

    private static Optional<String> unavailable(RuntimeException failure) {
        if (SqlErrors.isUnreachable(failure)) {
            return Optional.of("the database cannot be reached");
        }
        if (SqlErrors.isContention(failure)) {
            return Optional.of("the request took too long, or waited too long for another one; nothing was changed");
        }
        return SqlErrors.isTemporary(failure)
                ? Optional.of("the database lacks resources; nothing was changed")
                : Optional.empty();
    }

    @Override
    public void close() {
        threads.close();
    }
}
