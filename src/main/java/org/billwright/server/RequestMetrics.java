package org.billwright.server;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import org.billwright.http.ConcurrencyLimit;
import org.billwright.http.RefusedCredentials;

/** The gauge of requests in flight, for each API. */
final class RequestMetrics {
    private static final String IN_FLIGHT = "billwright.requests.in.flight";

    private static final String UNREAD = "billwright.responses.unread.bytes";

    private RequestMetrics() {}

    static void register(MeterRegistry metrics, String api, ConcurrencyLimit limit) {
        metrics.gauge(IN_FLIGHT, Tags.of("api", api), limit, ConcurrencyLimit::inFlight);
        metrics.gauge(UNREAD, Tags.of("api", api), limit, known -> known.bytes().held());
    }

    static void register(MeterRegistry metrics, RefusedCredentials refusals) {
        FunctionCounter.builder("billwright.credentials.refused", refusals, RefusedCredentials::total)
                .register(metrics);
    }

    /** The requests in flight of all APIs. */
    static double inFlight(MeterRegistry metrics) {
        return metrics.get(IN_FLIGHT).gauges().stream()
                .mapToDouble(Gauge::value)
                .sum();
    }
}
