package org.billwright.event;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.net.SocketAddress;
import java.net.URI;
import java.time.Clock;
import org.billwright.event.callback.CallbackGuard;
import org.billwright.http.BoundedHttpClient;
import org.billwright.http.CorrelationId;

/** Posts an event to a subscriber: signed, to the address that was checked, and without following redirects. */
final class WebhookClient implements AutoCloseable {
    private static final int MAX_RESPONSE_BYTES = 64 * 1024;
    private static final int CONNECT_TIMEOUT_MS = 2_000;
    private static final int MAX_CONNECTIONS_PER_SUBSCRIBER = 64;

    private final HttpClient client;
    private final BoundedHttpClient exchange;
    private final CallbackGuard guard;
    private final HubQueries queries;
    private final Clock clock;

    WebhookClient(Vertx vertx, EventsConfig config, CallbackGuard guard, HubQueries queries, Clock clock) {
        this.client = vertx.createHttpClient(new HttpClientOptions()
                .setConnectTimeout(CONNECT_TIMEOUT_MS)
                .setMaxPoolSize(MAX_CONNECTIONS_PER_SUBSCRIBER)
                .setForceSni(true));
        this.exchange = new BoundedHttpClient(vertx, client, config.timeout(), MAX_RESPONSE_BYTES);
        this.guard = guard;
        this.queries = queries;
        this.clock = clock;
    }

    /** Delivers an event; a status other than 2xx is a failure. Blocks for name resolution: not for the event loop. */
    Future<Void> deliver(Hub hub, DeliveryStore.Due due) {
        try {
            var callback = URI.create(hub.callback());
            var body = queries.envelope(hub.version(), due.document(), hub.base());
            return exchange.send(options(hub, due, callback, body), body)
                    .compose(response -> response.status() / 100 == 2
                            ? Future.succeededFuture()
                            : Future.failedFuture("status " + response.status()));
        } catch (RuntimeException e) {
            return Future.failedFuture(e);
        }
    }

    private RequestOptions options(Hub hub, DeliveryStore.Due due, URI callback, Buffer body) {
        boolean secure = "https".equals(callback.getScheme());
        int port = callback.getPort() >= 0 ? callback.getPort() : secure ? 443 : 80;
        var path = callback.getRawPath().isEmpty() ? "/" : callback.getRawPath();
        long seconds = clock.instant().getEpochSecond();
        var address = guard.resolve(callback).getHostAddress();
        return new RequestOptions()
                .setMethod(HttpMethod.POST)
                .setServer(SocketAddress.inetSocketAddress(port, address))
                .setHost(callback.getHost())
                .setPort(port)
                .setSsl(secure)
                .setURI(callback.getRawQuery() == null ? path : path + "?" + callback.getRawQuery())
                .putHeader("Content-Type", "application/json;charset=utf-8")
                .putHeader(CorrelationId.HEADER, due.eventId())
                .putHeader(WebhookSignature.ID_HEADER, due.eventId())
                .putHeader(WebhookSignature.TIMESTAMP_HEADER, String.valueOf(seconds))
                .putHeader(
                        WebhookSignature.HEADER,
                        WebhookSignature.of(hub.secret(), due.eventId(), seconds, body.getBytes()));
    }

    @Override
    public void close() {
        client.close();
    }
}
