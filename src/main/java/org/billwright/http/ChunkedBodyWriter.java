package org.billwright.http;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import io.vertx.ext.web.RoutingContext;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;

/** Sends a body in chunks of 64 KiB while a virtual thread produces it; the thread blocks while the client is four chunks behind. */
final class ChunkedBodyWriter extends OutputStream {
    private static final int CHUNK_BYTES = 1 << 16;
    private static final int CHUNKS_AHEAD = 4;
    private static final int CLIENT_TIMEOUT_SECONDS = 60;

    private final RoutingContext context;
    private final Runnable head;
    private final Context loop;
    private final Semaphore chunksAhead = new Semaphore(CHUNKS_AHEAD);
    private Duration waited = Duration.ZERO;
    private long sentBytes;
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
        RequestEnd.of(context).whenOver(() -> writer.ended(body));
        Thread.ofVirtual().name("streaming-body").start(() -> {
            try {
                var chunks = new Chunks(writer, body.isLive());
                body.writeTo(chunks);
                writer.isProduced = true;
                chunks.sendRest();
                writer.loop.runOnContext(v -> writer.end());
            } catch (Throwable e) {
                writer.loop.runOnContext(v -> writer.fail(e));
            } finally {
                writer.loop.runOnContext(v -> done.complete());
            }
        });
        return done.future();
    }

    /**
     * Full chunks are sent at once, the rest when the body is complete: a body that failed may have flushed and closed it. A live one is
     * sent whenever it is flushed.
     */
    private static final class Chunks extends BufferedOutputStream {
        private final boolean isLive;

        Chunks(OutputStream out, boolean isLive) {
            super(out, CHUNK_BYTES);
            this.isLive = isLive;
        }

        @Override
        public synchronized void flush() throws IOException {
            if (isLive) {
                sendRest();
            }
        }

        @Override
        public void close() {}

        void sendRest() throws IOException {
            super.flush();
        }
    }

    @Override
    public void write(int b) throws IOException {
        write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int count) throws IOException {
        for (int sent = 0; sent < count; sent += CHUNK_BYTES) {
            var chunk = Buffer.buffer().appendBytes(bytes, offset + sent, Math.min(CHUNK_BYTES, count - sent));
            awaitClient();
            loop.runOnContext(v -> {
                if (!context.response().headWritten() && !context.response().closed()) {
                    head.run();
                    context.response().setChunked(true);
                }
                context.response()
                        .write(chunk)
                        .onFailure(disconnected -> isDisconnected = true)
                        .onComplete(written -> chunksAhead.release());
            });
        }
    }

    private void awaitClient() throws IOException {
        try {
            if (isDisconnected || !hasClientRead() || isDisconnected) {
                isDisconnected = true;
                throw new IOException("the client has disconnected or does not read");
            }
        } catch (InterruptedException e) {
            throw new IOException("interrupted", e);
        }
    }

    /** A client that reads a chunk in time may still be so slow that it would hold a place for hours. */
    private boolean hasClientRead() throws InterruptedException {
        long from = System.nanoTime();
        boolean hasRead = chunksAhead.tryAcquire(CLIENT_TIMEOUT_SECONDS, TimeUnit.SECONDS);
        waited = waited.plusNanos(System.nanoTime() - from);
        sentBytes += CHUNK_BYTES;
        return hasRead && waited.compareTo(LargeBody.allowed(sentBytes)) <= 0;
    }

    /** All is sent, or the client has disconnected: then the producer is to end, whether it writes or not. */
    private void ended(StreamingBody body) {
        isDisconnected = true;
        chunksAhead.release();
        if (!isProduced) {
            Thread.ofVirtual().name("streaming-body-cancel").start(body::cancel);
        }
    }

    private void end() {
        if (!context.response().closed()) {
            if (!context.response().headWritten()) {
                head.run();
            }
            context.response().end();
        }
    }

    /** Before the first chunk a failure becomes an error response; after it, a body without an end. */
    private void fail(Throwable failure) {
        if (!context.response().headWritten()) {
            context.fail(failure);
            return;
        }
        if (!isDisconnected) {
            var id = RequestContext.of(context).correlationId();
            Logger.getLogger("org.billwright.http").errorf(failure, "[%s] a response was broken off", id);
        }
        LargeBody.disconnect(context);
    }
}
