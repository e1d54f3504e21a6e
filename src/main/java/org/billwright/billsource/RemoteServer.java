package org.billwright.billsource;

import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;
import java.util.concurrent.ThreadLocalRandom;
import org.billwright.http.BoundedHttpClient;
import org.billwright.http.CorrelationId;
import org.jboss.logging.Logger;

/**
 * Reads from one HTTP server with a bounded connection pool, a timeout for each whole attempt, retries after a short
 * random delay, and a circuit breaker. All requests are reads, so retries are safe.
 */
final class RemoteServer implements AutoCloseable {
    private static final Logger LOG = Logger.getLogger("org.billwright.billsource");
    private static final int CONNECT_TIMEOUT_MS = 1_000;
    private static final int WINDOW_SECONDS = 10;
    private static final int FAILURE_RATE_PERCENT = 50;
    private static final int HALF_OPEN_CALLS = 3;
    private static final long MIN_RETRY_DELAY_MS = 10;
    private static final long MAX_RETRY_DELAY_MS = 100;
    private static final int MAX_BODY_BYTES = 16 * 1024 * 1024;

    private final Vertx vertx;
    private final RemoteServerConfig config;
    private final HttpClient client;
    private final BoundedHttpClient http;
    private final CircuitBreaker breaker;

    RemoteServer(Vertx vertx, RemoteServerConfig config) {
        this.vertx = vertx;
        this.config = config;
        this.client = vertx.createHttpClient(new HttpClientOptions()
                .setDefaultHost(config.url().getHost())
                .setDefaultPort(config.port())
                .setSsl(config.secure())
                .setConnectTimeout(CONNECT_TIMEOUT_MS)
                .setDecompressionSupported(true)
                .setMaxPoolSize(config.connections())
                .setMaxWaitQueueSize(config.connections()));
        this.http = new BoundedHttpClient(vertx, client, config.timeout(), MAX_BODY_BYTES);
        this.breaker = CircuitBreaker.of(
                config.name(),
                CircuitBreakerConfig.custom()
                        .slidingWindowType(CircuitBreakerConfig.SlidingWindowType.TIME_BASED)
                        .slidingWindowSize(WINDOW_SECONDS)
                        .minimumNumberOfCalls(config.failureThreshold())
                        .failureRateThreshold(FAILURE_RATE_PERCENT)
                        .waitDurationInOpenState(config.openDuration())
                        .permittedNumberOfCallsInHalfOpenState(HALF_OPEN_CALLS)
                        .build());
        breaker.getEventPublisher()
                .onStateTransition(event -> LOG.warnf("bill source %s: %s", config, event.getStateTransition()));
    }

    /** Reads a path below the API's base. A response has any status below 500; other failures are a {@link SourceFailure.Timeout}. */
    Future<BoundedHttpClient.UpstreamResponse> get(String path, String correlationId) {
        return attempts(path, correlationId, config.attempts())
                .recover(failure -> Future.failedFuture(
                        failure instanceof SourceFailure ? failure : timeout(path, correlationId, failure)));
    }

    private Future<BoundedHttpClient.UpstreamResponse> attempts(String path, String correlationId, int remaining) {
        if (!breaker.tryAcquirePermission()) {
            return Future.failedFuture(new SourceFailure.Timeout(config.name() + ": the circuit breaker is open"));
        }
        long began = breaker.getCurrentTimestamp();
        return attempt(path, correlationId)
                .onSuccess(answer -> breaker.onSuccess(since(began), breaker.getTimestampUnit()))
                .onFailure(failure -> breaker.onError(since(began), breaker.getTimestampUnit(), failure))
                .recover(failure -> remaining == 1
                        ? Future.failedFuture(failure)
                        : retryDelay().compose(v -> attempts(path, correlationId, remaining - 1)));
    }

    private long since(long began) {
        return breaker.getCurrentTimestamp() - began;
    }

    /** A random delay, so that requests that failed together are not retried together. */
    private Future<Void> retryDelay() {
        var over = Promise.<Void>promise();
        vertx.setTimer(
                ThreadLocalRandom.current().nextLong(MIN_RETRY_DELAY_MS, MAX_RETRY_DELAY_MS), t -> over.complete());
        return over.future();
    }

    private SourceFailure.Timeout timeout(String path, String correlationId, Throwable failure) {
        LOG.warnf("[%s] bill source %s, %s: %s", correlationId, config, path, failure.getMessage());
        return new SourceFailure.Timeout(config.name() + " does not answer");
    }

    private Future<BoundedHttpClient.UpstreamResponse> attempt(String path, String correlationId) {
        var options = new RequestOptions().setMethod(HttpMethod.GET).setURI(config.path() + "/" + path);
        options.putHeader("Accept", "application/json").putHeader(CorrelationId.HEADER, correlationId);
        config.authorization().ifPresent(value -> options.putHeader("Authorization", value));
        return http.send(options, Buffer.buffer())
                .compose(response -> response.status() >= 500 || response.status() == 429
                        ? Future.failedFuture("status " + response.status())
                        : Future.succeededFuture(response));
    }

    @Override
    public void close() {
        client.close();
    }
}
