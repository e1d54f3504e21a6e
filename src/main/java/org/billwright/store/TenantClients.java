package org.billwright.store;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.sqlclient.SqlClient;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import org.billwright.problem.Problem;
import org.billwright.problem.ProblemException;

/**
 * The connections of all tenants, of which there are so many at most. A tenant has an equal share of them. Where all are taken, a
 * tenant that comes anew gets those of another that has more than its share, or else has not used its own for the longest time; what
 * is in flight there is finished before. Connections that nobody uses for a while are closed.
 */
final class TenantClients implements AutoCloseable {
    private final Vertx vertx;
    private final int max;
    private final int ofTenant;
    private final Opening opening;
    private final Optional<Long> timer;
    private final Map<String, TenantClient> clients = new ConcurrentHashMap<>();

    /** Tenants without connections, in the order in which they came. */
    private final Map<String, Promise<TenantClient>> waiting = new LinkedHashMap<>();

    /** Connections of clients that are open or being closed. */
    private int taken;

    /** Those of them that are being closed. */
    private int retiring;

    private boolean isClosed;

    /** Opens connections that are bound to a tenant. */
    @FunctionalInterface
    interface Opening {
        /** So many connections at most. */
        SqlClient open(String tenant, int connections);
    }

    /**
     * No connections yet.
     *
     * @param max of all tenants
     * @param ofTenant of one tenant
     * @param idle after which unused ones are closed; never if empty
     */
    TenantClients(Vertx vertx, int max, int ofTenant, Optional<Duration> idle, Opening opening) {
        this.vertx = vertx;
        this.max = max;
        this.ofTenant = ofTenant;
        this.opening = opening;
        this.timer = idle.map(
                time -> vertx.setPeriodic(Math.max(1, time.dividedBy(2).toMillis()), tick -> closeUnused(time)));
    }

    /** Runs work on the connections of a tenant, which are opened if there are none. */
    <T> Future<T> run(String tenant, Function<SqlClient, Future<T>> work) {
        var client = Optional.ofNullable(clients.get(tenant)).filter(TenantClient::enter);
        return client.isPresent() ? client.get().run(work) : runLater(tenant, work, vertx.getOrCreateContext());
    }

    private <T> Future<T> runLater(String tenant, Function<SqlClient, Future<T>> work, Context context) {
        Promise<TenantClient> promise;
        synchronized (this) {
            if (isClosed) {
                return Future.failedFuture(stopping());
            }
            promise = waiting.computeIfAbsent(tenant, first -> Promise.promise());
            retireForWaiting();
        }
        var result =
                promise.future().compose(client -> client.enter() ? client.run(work) : runLater(tenant, work, context));
        openForWaiting();
        return Future.fromCompletionStage(result.toCompletionStage(), context);
    }

    private static ProblemException stopping() {
        return new ProblemException(new Problem.Unavailable("the server is stopping"));
    }

    /** Retires connections until there is one for each tenant that waits. */
    private synchronized void retireForWaiting() {
        while (max - taken + retiring < waiting.size() && !clients.isEmpty()) {
            int share = share();
            long now = System.nanoTime();
            var victim = clients.entrySet().stream()
                    .min(Comparator.comparing((Map.Entry<String, TenantClient> entry) ->
                                    entry.getValue().connections() <= share)
                            .thenComparing(entry -> entry.getValue().isBusy())
                            .thenComparingLong(entry -> soonest(entry.getValue(), now)))
                    .orElseThrow();
            retire(victim.getKey(), victim.getValue());
        }
    }

    /** The one that is unused for the longest time; where all are busy, the one that finished something last: it is not stuck. */
    private static long soonest(TenantClient client, long now) {
        long age = now - client.usedAt();
        return client.isBusy() ? age : -age;
    }

    private int share() {
        return Math.clamp(max / (clients.size() + waiting.size()), 1, ofTenant);
    }

    private void retire(String tenant, TenantClient client) {
        clients.remove(tenant);
        retiring += client.connections();
        client.retire();
    }

    /** Opens connections of tenants that wait, as long as there are some left. */
    private void openForWaiting() {
        var completions = new ArrayList<Runnable>();
        synchronized (this) {
            for (var tenant : List.copyOf(waiting.keySet())) {
                int free = max - taken;
                if (free < 1) {
                    break;
                }
                int connections = Math.clamp(free - waiting.size() + 1, 1, share());
                var client = opened(tenant, connections);
                var promise = Objects.requireNonNull(waiting.remove(tenant));
                completions.add(() -> {
                    promise.complete(client);
                    client.exit();
                });
            }
        }
        completions.forEach(Runnable::run);
        // Only now: those that had waited use what was opened for them.
        retireForWaiting();
    }

    /** Connections that stay until those that waited for them use them. */
    private TenantClient opened(String tenant, int connections) {
        taken += connections;
        var client = new TenantClient(opening.open(tenant, connections), connections, this::later);
        client.enter();
        clients.put(tenant, client);
        return client;
    }

    /** Never at once: whoever retires connections is in the middle of something. */
    private void later(TenantClient closed) {
        vertx.getOrCreateContext().runOnContext(now -> closed(closed));
    }

    private void closed(TenantClient client) {
        synchronized (this) {
            taken -= client.connections();
            retiring -= client.connections();
        }
        openForWaiting();
    }

    /** How the connections are used. */
    synchronized PoolUsage usage() {
        long busy = clients.values().stream()
                .filter(TenantClient::isBusy)
                .mapToLong(TenantClient::connections)
                .sum();
        return new PoolUsage(taken, busy, waiting.size());
    }

    /** Has all connections opened anew. What is in flight is finished on the old ones. */
    synchronized void renew() {
        Map.copyOf(clients).forEach(this::retire);
    }

    private synchronized void closeUnused(Duration idle) {
        Map.copyOf(clients).forEach((tenant, client) -> {
            if (client.isIdle(idle)) {
                retire(tenant, client);
            }
        });
    }

    @Override
    public void close() {
        List<Promise<TenantClient>> completions;
        synchronized (this) {
            isClosed = true;
            completions = List.copyOf(waiting.values());
            waiting.clear();
        }
        timer.ifPresent(vertx::cancelTimer);
        completions.forEach(promise -> promise.fail(stopping()));
        clients.values().forEach(TenantClient::close);
    }
}
