package org.billwright.http;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpVersion;
import io.vertx.ext.web.RoutingContext;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;

/** Sends a body in chunks of 64 KiB while a virtual thread produces it; the thread waits while the client is four chunks behind. */
final class ChunkedBodyWriter extends OutputStream {
    private static final int CHUNK_BYTES = 1 << 16;
    private static final int CHUNKS_AHEAD = 4;
    private static final int CLIENT_TIMEOUT_SECONDS = 60;

    private final RoutingContext context;
    private final Runnable head;
    private final Context loop;
    private final Semaphore chunksAhead = new Semaphore(CHUNKS_AHEAD);
    private boolean isBegun;
    private volatile boolean isProduced;
    private volatile boolean isDisconnected;

    private ChunkedBodyWriter(RoutingContext context, Runnable head) {
        this.context = context;
        this.head = head;
        this.loop = context.vertx().getOrCreateContext();
    }

    /**
     * Sends a body. Call it on the request's context.
     *
     * @param head writes status and headers, before the first chunk
     * @return completes when the producer's thread has ended
     */
    static Future<Void> send(RoutingContext context, Runnable head, StreamingBody body) {
        var writer = new ChunkedBodyWriter(context, head);
        var done = Promise.<Void>promise();
        context.addEndHandler(end -> writer.disconnected(body));
        Thread.ofVirtual().name("streaming-body").start(() -> {
            try {
                // Not closed: that would send what is left of a body that failed.
                var chunks = new BufferedOutputStream(writer, CHUNK_BYTES);
                body.writeTo(chunks);
                writer.isProduced = true;
                chunks.flush();
                writer.end();
            } catch (Throwable e) {
                writer.fail(e);
            } finally {
                writer.loop.runOnContext(v -> done.complete());
            }
        });
        return done.future();
    }

    @Override
    public void write(int b) throws IOException {
        write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int count) throws IOException {
        for (int sent = 0; sent < count; sent += CHUNK_BYTES) {
            acquireChunk();
            var chunk = Buffer.buffer().appendBytes(bytes, offset + sent, Math.min(CHUNK_BYTES, count - sent));
            boolean isFirst = !isBegun;
            isBegun = true;
            loop.runOnContext(v -> {
                if (isFirst && !context.response().closed()) {
                    head.run();
                    context.response().setChunked(true);
                }
                context.response().write(chunk).onComplete(written -> {
                    isDisconnected = isDisconnected || written.failed();
                    chunksAhead.release();
                });
            });
        }
    }

    private void acquireChunk() throws IOException {
        try {
            if (isDisconnected || !chunksAhead.tryAcquire(CLIENT_TIMEOUT_SECONDS, TimeUnit.SECONDS) || isDisconnected) {
                isDisconnected = true;
                throw new IOException("the client has disconnected or does not read");
            }
        } catch (InterruptedException e) {
            throw new IOException("interrupted", e);
        }
    }

    /** The response has ended: all of it is sent, or the client has disconnected. */
    private void disconnected(StreamingBody body) {
        isDisconnected = true;
        chunksAhead.release();
        if (!isProduced) {
            Thread.ofVirtual().name("streaming-body-cancel").start(body::cancel);
        }
    }

    /** Only a body that was produced whole gets an end that its client recognises. */
    private void end() {
        loop.runOnContext(v -> {
            if (!context.response().closed()) {
                if (!isBegun) {
                    head.run();
                }
                context.response().end();
            }
        });
    }

    /** Before the first chunk the failure becomes an error response; after it, the connection is broken off. */
    private void fail(Throwable failure) {
        if (isBegun && !isDisconnected) {
            Logger.getLogger("org.billwright.http")
                    .errorf(
                            failure,
                            "[%s] a response was broken off",
                            RequestContext.of(context).correlationId());
        }
        loop.runOnContext(v -> {
            if (!isBegun) {
                context.fail(failure);
            } else if (context.request().version() == HttpVersion.HTTP_2) {
                context.response().reset();
            } else {
                context.request().connection().close();
            }
        });
    }
}
