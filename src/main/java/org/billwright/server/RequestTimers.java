package org.billwright.server;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.billwright.http.RequestListener;

/** The times of requests, by operation, method and status. */
final class RequestTimers implements RequestListener {
    /** Of a target for the latency, such as 95 % in 50 ms. */
    private static final Duration[] BUCKETS = {
        Duration.ofMillis(5),
        Duration.ofMillis(10),
        Duration.ofMillis(25),
        Duration.ofMillis(50),
        Duration.ofMillis(100),
        Duration.ofMillis(250),
        Duration.ofSeconds(1),
        Duration.ofSeconds(5),
        Duration.ofSeconds(10)
    };

    /** A client may send any method. */
    private static final Set<String> METHODS = Set.of("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS");

    private final MeterRegistry metrics;
    private final Map<Key, Timer> timers = new ConcurrentHashMap<>();

    private record Key(String api, String path, String method, int status) {}

    RequestTimers(MeterRegistry metrics) {
        this.metrics = metrics;
    }

    @Override
    public void ended(String api, String path, String method, int status, Duration time) {
        var known = METHODS.contains(method) ? method : "other";
        timers.computeIfAbsent(new Key(api, path, known, status), this::timer).record(time);
    }

    private Timer timer(Key key) {
        return Timer.builder("billwright.requests")
                .tag("operation", operation(key))
                .tag("method", key.method)
                .tag("status", String.valueOf(key.status))
                .serviceLevelObjectives(BUCKETS)
                .register(metrics);
    }

    /** Without the slash before it; that of the first page is a slash. */
    private static String operation(Key key) {
        var path = (key.api + "/" + key.path).replaceAll("/+", "/");
        return path.equals("/") ? path : path.substring(1);
    }
}
