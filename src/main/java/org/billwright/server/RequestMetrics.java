package org.billwright.server;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import java.time.Duration;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import org.billwright.http.ConcurrencyLimit;
import org.billwright.http.RefusedCredentials;
import org.billwright.store.Database;
import org.billwright.store.PoolUsage;
import org.billwright.store.ReadPool;
import org.billwright.store.Replica;
import org.billwright.store.SlowQueries;
import org.billwright.store.SlowStatements;

/** The metrics of requests, and of the connections to the database that they use. */
final class RequestMetrics {
    private static final String IN_FLIGHT = "billwright.requests.in.flight";

    private static final String UNREAD = "billwright.responses.unread.bytes";

    private RequestMetrics() {}

    static void register(MeterRegistry metrics, String api, ConcurrencyLimit limit) {
        metrics.gauge(IN_FLIGHT, Tags.of("api", api), limit, ConcurrencyLimit::inFlight);
        metrics.gauge(UNREAD, Tags.of("api", api), limit, known -> known.bytes().held());
        refused(metrics, api, "server", limit, ConcurrencyLimit::refusedOfAll);
        refused(metrics, api, "caller", limit, ConcurrencyLimit::refusedOfCaller);
    }

    /** For lack of a place: of all, or of its caller. */
    private static void refused(
            MeterRegistry metrics,
            String api,
            String reason,
            ConcurrencyLimit limit,
            ToDoubleFunction<ConcurrencyLimit> count) {
        FunctionCounter.builder("billwright.requests.refused", limit, count)
                .tags("api", api, "reason", reason)
                .register(metrics);
    }

    static void register(MeterRegistry metrics, RefusedCredentials refusals) {
        FunctionCounter.builder("billwright.credentials.refused", refusals, RefusedCredentials::total)
                .register(metrics);
    }

    static void register(MeterRegistry metrics, ServerResources resources) {
        register(metrics, "changes", resources.database(), Database::usage);
        register(metrics, "reads", resources.reads(), ReadPool::usage);
        register(metrics, "slowQueries", resources.slowQueries(), SlowQueries::usage);
        FunctionCounter.builder("billwright.slow.statements", resources.slowStatements(), SlowStatements::count)
                .register(metrics);
        FunctionCounter.builder("billwright.slow.queries.refused", resources.slowQueries(), SlowQueries::refused)
                .register(metrics);
        resources.replica().ifPresent(replica -> register(metrics, replica));
    }

    private static void register(MeterRegistry metrics, Replica replica) {
        metrics.gauge("billwright.replica.used", replica, known -> known.isUsed() ? 1 : 0);
        metrics.gauge(
                "billwright.replica.lag.seconds",
                replica,
                known -> known.lag().map(RequestMetrics::seconds).orElse(Double.NaN));
    }

    private static double seconds(Duration time) {
        return time.toMillis() / 1000.0;
    }

    private static <P> void register(MeterRegistry metrics, String name, P pool, Function<P, PoolUsage> usage) {
        var tags = Tags.of("pool", name);
        metrics.gauge(
                "billwright.database.connections.open",
                tags,
                pool,
                p -> usage.apply(p).open());
        metrics.gauge(
                "billwright.database.connections.busy",
                tags,
                pool,
                p -> usage.apply(p).busy());
        metrics.gauge(
                "billwright.database.connections.waiting",
                tags,
                pool,
                p -> usage.apply(p).waiting());
    }

    /** The requests in flight of all APIs. */
    static double inFlight(MeterRegistry metrics) {
        return metrics.get(IN_FLIGHT).gauges().stream()
                .mapToDouble(Gauge::value)
                .sum();
    }
}
