package org.billwright.http;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.vertx.core.http.HttpConnection;
import io.vertx.ext.web.RoutingContext;
import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Slows down clients that ignore {@code Retry-After}. The first refusal on a connection is sent at once; a further one within the
 * second that it asked for is delayed by one to two seconds. Otherwise clients that retry at once would keep the server busy with
 * refusals.
 */
final class RefusalThrottle {
    /** The pause that a {@code Retry-After} of one second asks for. */
    private static final Duration PAUSE = Duration.ofSeconds(1);

    private final Cache<HttpConnection, Boolean> refused =
            Caffeine.newBuilder().weakKeys().expireAfterWrite(PAUSE).build();

    /** Sends the refusal, now or later. */
    void send(RoutingContext context, Response refusal) {
        var connection = context.request().connection();
        if (refused.getIfPresent(connection) == null) {
            refuse(connection, context, refusal);
        } else {
            // At random, or the clients would all retry at the same time.
            long pause = PAUSE.toMillis() + ThreadLocalRandom.current().nextLong(PAUSE.toMillis());
            context.vertx().setTimer(pause, timer -> refuse(connection, context, refusal));
        }
    }

    private void refuse(HttpConnection connection, RoutingContext context, Response refusal) {
        refused.put(connection, true);
        refusal.send(context, RequestContext.of(context).correlationId());
    }
}
