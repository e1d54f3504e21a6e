package org.billwright.store;

import io.vertx.core.Future;
import io.vertx.sqlclient.ClosedConnectionException;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import org.billwright.telemetry.Activity;

/**
 * The statements of one request that waits for a connection or has one. Used on the context of {@link SlowQueries} alone.
 *
 * @param <T> what they result in
 */
final class SlowQuery<T> {
    private final SlowQueries.Reader reader;
    private final Function<Statements, Future<T>> work;
    private final CompletableFuture<T> result;
    private final Activity activity = Activity.current();
    private Optional<SlowConnection> connection = Optional.empty();
    private boolean isCancelled;

    SlowQuery(SlowQueries.Reader reader, Function<Statements, Future<T>> work, CompletableFuture<T> result) {
        this.reader = reader;
        this.work = work;
        this.result = result;
    }

    SlowQueries.Reader reader() {
        return reader;
    }

    /** Runs the statements on this connection. */
    Future<?> run(SlowConnection opened) {
        if (isCancelled) {
            return Future.failedFuture(ClosedConnectionException.INSTANCE);
        }
        connection = Optional.of(opened);
        return opened.inTransaction(reader.tenant(), activity, work)
                .onComplete(ended -> connection = Optional.empty())
                .onSuccess(result::complete);
    }

    void fail(Throwable failure) {
        result.completeExceptionally(failure);
    }

    /** Nobody waits for the result any more. */
    void cancel() {
        isCancelled = true;
        connection.ifPresent(SlowConnection::cancel);
    }
}
