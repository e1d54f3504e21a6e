package org.billwright.http;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.vertx.core.http.HttpConnection;
import io.vertx.ext.web.RoutingContext;
import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Slows down who does not listen. A refusal that says when to come back is sent at once; who comes back over the same connection
 * before that, and is to be refused again, waits one to two seconds for it. Clients that ask again and again would otherwise have the server
 * do nothing but refuse.
 */
final class RefusalThrottle {
    /** What a {@code Retry-After} of one second asks for. */
    private static final Duration PAUSE = Duration.ofSeconds(1);

    private final Cache<HttpConnection, Boolean> refused =
            Caffeine.newBuilder().weakKeys().expireAfterWrite(PAUSE).build();

    /** Sends the refusal, now or later. */
    void send(RoutingContext context, Response refusal) {
        var connection = context.request().connection();
        if (refused.getIfPresent(connection) == null) {
            refuse(connection, context, refusal);
        } else {
            // Not all at the same time, or they would come back as they went.
            long pause = PAUSE.toMillis() + ThreadLocalRandom.current().nextLong(PAUSE.toMillis());
            context.vertx().setTimer(pause, timer -> refuse(connection, context, refusal));
        }
    }

    private void refuse(HttpConnection connection, RoutingContext context, Response refusal) {
        refused.put(connection, true);
        ErrorHandler.send(context, refusal);
    }
}
