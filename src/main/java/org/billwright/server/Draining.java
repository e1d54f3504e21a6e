package org.billwright.server;

import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpVersion;
import io.vertx.ext.web.RoutingContext;
import java.time.Duration;
import java.util.Collections;
import java.util.Set;
import java.util.WeakHashMap;
import java.util.concurrent.TimeUnit;

/**
 * Before the server stops, has clients that keep a connection open make their next request elsewhere: HTTP/1 by {@code Connection: close}
 * in each response, HTTP/2 by GOAWAY.
 */
final class Draining implements Handler<RoutingContext> {
    /** Until then requests may arrive that a client sent before it had the GOAWAY (RFC 9113 §6.8). */
    private static final Duration ON_THE_WAY = Duration.ofSeconds(1);

    /** What requests in flight may still take. */
    private static final Duration LONGEST_REQUEST = Duration.ofSeconds(30);

    /** The last stream of a GOAWAY that no request is refused by. */
    private static final int ANY_STREAM = Integer.MAX_VALUE;

    private final Vertx vertx;
    private final Set<HttpConnection> notified =
            Collections.synchronizedSet(Collections.newSetFromMap(new WeakHashMap<>()));
    private volatile boolean hasBegun;

    Draining(Vertx vertx) {
        this.vertx = vertx;
    }

    void begin() {
        hasBegun = true;
    }

    @Override
    public void handle(RoutingContext context) {
        if (hasBegun) {
            if (context.request().version() == HttpVersion.HTTP_2) {
                goAway(context.request().connection());
            } else {
                context.response().putHeader("Connection", "close");
            }
        }
        context.next();
    }

    private void goAway(HttpConnection connection) {
        if (notified.add(connection)) {
            connection.goAway(0, ANY_STREAM);
            vertx.setTimer(
                    ON_THE_WAY.toMillis(),
                    timer -> connection.shutdown(LONGEST_REQUEST.toMillis(), TimeUnit.MILLISECONDS));
        }
    }
}
