package org.billwright.store;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Function;
import org.billwright.problem.Problem;
import org.billwright.problem.ProblemException;

/**
 * Connections for queries that may read all rows of a tenant, so that quick reads never wait behind them. The connections are few, for
 * all tenants together; each runs the statements of one request at a time. A tenant has half of them at most, and the tenant with the
 * fewest comes first. A caller has few queries at a time. Its whole state is used on one context alone.
 */
public final class SlowQueries implements AutoCloseable {
    private static final Duration IDLE = Duration.ofSeconds(60);
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(5);
    private static final int WAITING_PER_CONNECTION = 4;

    private final Vertx vertx;
    private final DatabaseConfig config;
    private final Limits limits;
    private final Context context;
    private final StatementWatch watch;
    private final List<SlowQuery<?>> waiting = new ArrayList<>();
    private final Deque<SlowConnection> idle = new ArrayDeque<>();
    private final Map<String, Integer> ofCaller = new HashMap<>();
    private final Map<String, Integer> running = new HashMap<>();
    private final LongAdder refused = new LongAdder();
    private boolean isClosed;
    private volatile PoolUsage usage = new PoolUsage(0, 0, 0);

    /**
     * The limits.
     *
     * @param connections queries that run at a time, of all tenants
     * @param ofCaller queries of one caller, running or waiting
     */
    public record Limits(int connections, int ofCaller) {
        /** Rejects values that are not greater than zero. */
        public Limits {
            if (connections < 1 || ofCaller < 1) {
                throw new IllegalArgumentException("slow queries: limits are greater than 0");
            }
        }

        int ofTenant() {
            return Math.max(1, connections / 2);
        }

        int waiting() {
            return WAITING_PER_CONNECTION * connections;
        }
    }

    /**
     * Who waits for the result.
     *
     * @param gone completes when nobody waits for it any more
     */
    public record Reader(String tenant, String caller, Future<?> gone) {}

    private SlowQueries(Vertx vertx, DatabaseConfig config, Limits limits, StatementWatch watch) {
        this.watch = watch;
        this.vertx = vertx;
        this.config = config;
        this.limits = limits;
        this.context = vertx.getOrCreateContext();
    }

    /** Opens the pool. A query opens a connection, unless there is an idle one. */
    public static SlowQueries open(Vertx vertx, DatabaseConfig config, Limits limits) {
        return open(vertx, config, limits, StatementWatch.NONE);
    }

    /** The same, whose statements are seen by this watch. */
    public static SlowQueries open(Vertx vertx, DatabaseConfig config, Limits limits, StatementWatch watch) {
        return new SlowQueries(vertx, config, limits, watch);
    }

    /**
     * Runs the statements of a request on a connection of its own. Fails with {@link Problem.TooManyRequests} where the caller has too
     * many such queries, and with {@link Problem.Unavailable} where too many wait, or this one waited too long.
     */
    public <T> Future<T> run(Reader reader, Function<Statements, Future<T>> work) {
        var result = new CompletableFuture<T>();
        var query = new SlowQuery<>(reader, work, result);
        context.runOnContext(here -> admit(query));
        reader.gone().onComplete(gone -> context.runOnContext(here -> cancel(query)));
        return Future.fromCompletionStage(result, vertx.getOrCreateContext());
    }

    /** How its connections are used. */
    public PoolUsage usage() {
        return usage;
    }

    /** Queries that were refused since the start: too many of their caller, too many waiting, or one waited too long. */
    public long refused() {
        return refused.sum();
    }

    private void countUsage() {
        int busy = running.values().stream().mapToInt(count -> count).sum();
        usage = new PoolUsage((long) busy + idle.size(), busy, waiting.size());
    }

    private void admit(SlowQuery<?> query) {
        var reader = query.reader();
        if (isClosed) {
            query.fail(unavailable("the server is stopping"));
        } else if (ofCaller.getOrDefault(reader.caller(), 0) >= limits.ofCaller()) {
            refused.increment();
            query.fail(new ProblemException(new Problem.TooManyRequests(
                    "the caller has " + limits.ofCaller()
                            + " queries in progress that no index answers, the most that are answered at a time",
                    Duration.ZERO)));
        } else if (waiting.size() >= limits.waiting() || waitingOf(reader.tenant()) >= limits.waiting() / 2) {
            refused.increment();
            query.fail(unavailable("too many queries wait that no index answers"));
        } else {
            ofCaller.merge(reader.caller(), 1, Integer::sum);
            waiting.add(query);
            startWaiting();
            countUsage();
            if (waiting.contains(query)) {
                vertx.setTimer(LONGEST_WAIT.toMillis(), late -> dropLate(query));
            }
        }
    }

    private void dropLate(SlowQuery<?> query) {
        if (waiting.contains(query)) {
            refused.increment();
            drop(query, "the query waited too long behind others that no index answers");
        }
    }

    private long waitingOf(String tenant) {
        return waiting.stream()
                .filter(query -> query.reader().tenant().equals(tenant))
                .count();
    }

    private static ProblemException unavailable(String reason) {
        return new ProblemException(new Problem.Unavailable(reason));
    }

    private void drop(SlowQuery<?> query, String reason) {
        if (waiting.remove(query)) {
            decrement(ofCaller, query.reader().caller());
            countUsage();
            query.fail(unavailable(reason));
        }
    }

    /** The statement of a client that is gone ends, and one that waits is not begun. */
    private void cancel(SlowQuery<?> query) {
        drop(query, "the client is gone");
        query.cancel();
    }

    private void startWaiting() {
        for (var next = next(); next.isPresent(); next = next()) {
            waiting.remove(next.get());
            start(next.get());
        }
    }

    /** The first that waits, of the tenant that has the fewest running. */
    private Optional<SlowQuery<?>> next() {
        int all = running.values().stream().mapToInt(count -> count).sum();
        return all >= limits.connections()
                ? Optional.empty()
                : waiting.stream()
                        .filter(query -> runningOf(query) < limits.ofTenant())
                        .min(Comparator.comparingInt(this::runningOf));
    }

    private int runningOf(SlowQuery<?> query) {
        return running.getOrDefault(query.reader().tenant(), 0);
    }

    private void start(SlowQuery<?> query) {
        running.merge(query.reader().tenant(), 1, Integer::sum);
        idle.removeIf(connection -> !connection.isReusable());
        (idle.isEmpty() ? SlowConnection.open(vertx, config, watch) : Future.succeededFuture(idle.pop()))
                .compose(opened -> query.run(opened).<Void>mapEmpty().eventually(() -> release(opened)))
                .onFailure(query::fail)
                .onComplete(done -> {
                    decrement(running, query.reader().tenant());
                    decrement(ofCaller, query.reader().caller());
                    startWaiting();
                    countUsage();
                });
    }

    private Future<Void> release(SlowConnection connection) {
        if (isClosed || !connection.isReusable()) {
            connection.close();
        } else {
            idle.push(connection);
            int used = connection.transactions();
            vertx.setTimer(IDLE.toMillis(), later -> closeUnused(connection, used));
        }
        return Future.succeededFuture();
    }

    private void closeUnused(SlowConnection connection, int used) {
        if (connection.transactions() == used && idle.remove(connection)) {
            connection.close();
            countUsage();
        }
    }

    private static void decrement(Map<String, Integer> counts, String key) {
        counts.computeIfPresent(key, (same, count) -> count == 1 ? null : count - 1);
    }

    @Override
    public void close() {
        context.runOnContext(here -> {
            isClosed = true;
            List.copyOf(waiting).forEach(query -> drop(query, "the server is stopping"));
            idle.forEach(SlowConnection::close);
            idle.clear();
        });
    }
}
