package org.billwright.http;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.billwright.query.QueryLimits;
import org.billwright.store.Sql;
import org.billwright.store.SqlErrors;
import org.billwright.store.Statements;

/**
 * The totals of lists. A list is counted up to {@link QueryLimits#COUNTED}; of a longer one the total is not known. A count of
 * {@value #KEPT_FROM} or more is kept for {@link #KEPT} by tenant, filter and entitlement, so that a client that reads page after
 * page does not have the same rows counted each time.
 */
final class TotalCounts {
    /** How long a count is kept. */
    static final Duration KEPT = Duration.ofSeconds(5);

    /** Counting fewer costs about as much as a page. */
    static final long KEPT_FROM = 5_000;

    private static final long KEPT_CHARACTERS = 4_000_000;

    private final Cache<Counted, Long> counts = Caffeine.newBuilder()
            .expireAfterWrite(KEPT)
            .maximumWeight(KEPT_CHARACTERS)
            .weigher((Counted counted, Long count) -> counted.characters())
            .build();

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
        return Optional.ofNullable(counts.getIfPresent(key))
                .filter(kept -> kept > seen)
                .map(kept -> Future.succeededFuture(total(kept)))
                .orElseGet(() -> count(statements, count, key));
    }

    private Future<Optional<Long>> count(Statements statements, Sql sql, Counted key) {
        return statements
                .number(sql)
                .map(count -> {
                    if (count >= KEPT_FROM) {
                        counts.put(key, count);
                    }
                    return total(count);
                })
                .recover(failure -> SqlErrors.isTimeout(failure)
                        ? Future.succeededFuture(Optional.empty())
                        : Future.failedFuture(failure));
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
