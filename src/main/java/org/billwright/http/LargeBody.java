package org.billwright.http;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.http.HttpVersion;
import io.vertx.ext.web.RoutingContext;
import java.time.Duration;

/**
 * Sends a body that is held in memory. A large one is sent in pieces as its client reads them: a client that is slow but reads is not idle,
 * and one that is too slow is disconnected.
 */
final class LargeBody {
    /** The pace that a client must keep: a body takes no longer than this, after the first minute. */
    static final long BYTES_PER_SECOND = 16_384;

    /** What any body may take. */
    static final Duration GRACE = Duration.ofSeconds(60);

    private static final int LARGE_BYTES = 1 << 18;
    private static final int PIECE_BYTES = 1 << 16;

    private final RoutingContext context;
    private final HttpServerResponse response;
    private final Buffer body;
    private final Promise<Void> sent = Promise.promise();
    private int at;

    private LargeBody(RoutingContext context, Buffer body) {
        this.context = context;
        this.response = context.response();
        this.body = body;
    }

    /** Sends a body and ends the response; completes when the client has read it, but for what the network holds. */
    static Future<Void> end(RoutingContext context, Buffer body) {
        return body.length() <= LARGE_BYTES
                ? context.response().end(body)
                : new LargeBody(context, body).send(allowed(body.length()));
    }

    /** The time that a client may take for so many bytes. */
    static Duration allowed(long bytes) {
        return GRACE.plusSeconds(bytes / BYTES_PER_SECOND);
    }

    private Future<Void> send(Duration allowed) {
        long timer = context.vertx().setTimer(allowed.toMillis(), late -> disconnect(context));
        RequestEnd.of(context).whenOver(() -> {
            if (at < body.length()) {
                sent.tryFail("the client has disconnected");
            }
        });
        response.putHeader("Content-Length", String.valueOf(body.length()));
        sendPieces();
        return sent.future().onComplete(done -> context.vertx().cancelTimer(timer));
    }

    private void sendPieces() {
        while (at < body.length() && !response.closed()) {
            if (response.writeQueueFull()) {
                response.drainHandler(drained -> sendPieces());
                return;
            }
            int end = Math.min(body.length(), at + PIECE_BYTES);
            response.write(body.slice(at, end));
            at = end;
        }
        if (!response.closed()) {
            response.drainHandler(null);
            response.end().onComplete(sent);
        }
    }

    /** Ends a response that cannot be completed. */
    static void disconnect(RoutingContext context) {
        if (context.request().version() == HttpVersion.HTTP_2) {
            context.response().reset();
        } else {
            context.request().connection().close();
        }
    }
}
