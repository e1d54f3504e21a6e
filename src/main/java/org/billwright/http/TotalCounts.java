package org.billwright.http;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;
import org.billwright.query.QueryLimits;
import org.billwright.store.Sql;
import org.billwright.store.SqlErrors;
import org.billwright.store.Statements;

/**
 * The totals of lists. A list is counted up to {@link QueryLimits#COUNTED}; of a longer one the total is not known. A count of
 * {@value #KEPT_FROM} or more is kept for {@link #KEPT} by tenant, filter and entitlement, so that a client that reads page after
 * page does not have the same rows counted each time. When it is too old, one request counts anew, and those that come meanwhile
 * wait for it: many counts of a long list at a time would stop all other reads.
 */
final class TotalCounts {
    /** How long a count is kept. */
    static final Duration KEPT = Duration.ofSeconds(5);

    /** Counting fewer costs about as much as a page. */
    static final long KEPT_FROM = 5_000;

    /** How long it is known that a list was long. */
    private static final Duration KNOWN = Duration.ofMinutes(1);

    private static final long KEPT_CHARACTERS = 4_000_000;

    private final Cache<Counted, Kept> counts = Caffeine.newBuilder()
            .expireAfterWrite(KNOWN)
            .maximumWeight(KEPT_CHARACTERS)
            .weigher((Counted counted, Kept count) -> counted.characters())
            .build();

    private final Map<Counted, Future<Long>> running = new ConcurrentHashMap<>();

    private final LongSupplier nanoTime;

    TotalCounts() {
        this(System::nanoTime);
    }

    /** @param nanoTime as {@link System#nanoTime()} */
    TotalCounts(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
    }

    /** A count, and when it was made. */
    private record Kept(long count, long nanoTime) {}

    /** What was counted; its statement has the filter, and its values the tenant and the entitlement. */
    private record Counted(String statement, List<String> values) {
        static Counted by(Sql sql) {
            return new Counted(
                    sql.text(), sql.values().stream().map(Counted::text).toList());
        }

        private static String text(Object value) {
            return value instanceof Object[] array ? Arrays.toString(array) : value.getClass() + " " + value;
        }

        int characters() {
            return statement.length() + values.stream().mapToInt(String::length).sum();
        }
    }

    /**
     * The total of a list.
     *
     * @param statements of the tenant
     * @param count a count up to one more than the bound
     * @param seen the number of instances up to the end of the page; a kept count that does not exceed it is too old
     * @return empty if there are more than the bound, or if PostgreSQL cannot count them in time
     */
    Future<Optional<Long>> of(Statements statements, Sql count, long seen) {
        if (seen > QueryLimits.COUNTED) {
            return Future.succeededFuture(Optional.empty());
        }
        var key = Counted.by(count);
        var kept = Optional.ofNullable(counts.getIfPresent(key));
        var fresh = kept.filter(this::isFresh).map(Kept::count).filter(known -> known > seen);
        if (fresh.isPresent()) {
            return Future.succeededFuture(total(fresh.get()));
        }
        // A short list is counted for each request: its total has what the client itself has just added.
        return (kept.isPresent() ? shared(statements, count, key, seen) : count(statements, count, key))
                .map(TotalCounts::total)
                .recover(failure -> SqlErrors.isTimeout(failure)
                        ? Future.succeededFuture(Optional.empty())
                        : Future.failedFuture(failure));
    }

    private boolean isFresh(Kept kept) {
        return nanoTime.getAsLong() - kept.nanoTime() < KEPT.toNanos();
    }

    /** The count that another request makes now, or else its own. */
    private Future<Long> shared(Statements statements, Sql sql, Counted key, long seen) {
        Promise<Long> promise = Promise.promise();
        var other = Optional.ofNullable(running.putIfAbsent(key, promise.future()));
        if (other.isEmpty()) {
            return count(statements, sql, key).onComplete(counted -> {
                running.remove(key);
                promise.handle(counted);
            });
        }
        return onOwnContext(other.get())
                .transform(counted -> counted.succeeded() && counted.result() > seen
                        ? Future.succeededFuture(counted.result())
                        : count(statements, sql, key));
    }

    /** The result of another request on the context of this one. */
    private static Future<Long> onOwnContext(Future<Long> other) {
        return Optional.ofNullable(Vertx.currentContext())
                .map(context -> Future.fromCompletionStage(other.toCompletionStage(), context))
                .orElse(other);
    }

    private Future<Long> count(Statements statements, Sql sql, Counted key) {
        return statements.number(sql).onSuccess(count -> {
            if (count >= KEPT_FROM) {
                counts.put(key, new Kept(count, nanoTime.getAsLong()));
            } else {
                counts.invalidate(key);
            }
        });
    }

    /** The total of a list however long it is. What was kept of the list is dropped, so that totals do not go back. */
    Future<Optional<Long>> exact(Statements statements, Sql count, Sql bounded) {
        return statements.number(count).map(total -> {
            counts.invalidate(Counted.by(bounded));
            return Optional.of(total);
        });
    }

    private static Optional<Long> total(long count) {
        return Optional.of(count).filter(c -> c <= QueryLimits.COUNTED);
    }
}
