package org.billwright.http;

import io.vertx.core.AsyncResult;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.http.HttpVersion;
import io.vertx.ext.web.RoutingContext;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jboss.logging.Logger;

/** A body on its way: gathered into chunks, of which few are held that the client has not taken. */
final class ChunkedBodyWriter extends OutputStream {
    private static final Logger LOG = Logger.getLogger("org.billwright.http");
    private static final int CHUNK_BYTES = 1 << 16;
    private static final int MOST_WAITING_BYTES = 4 * CHUNK_BYTES;

    /** How long a client may take for a chunk. */
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final RoutingContext context;
    private final HttpServerResponse response;
    private final Runnable head;
    private final Context loop;
    private final Promise<Void> done = Promise.promise();
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private byte[] chunk = new byte[CHUNK_BYTES];
    private int length;
    private boolean isBegun;
    private int waiting;
    private boolean isGone;
    private boolean isPoured;

    /** Nobody takes the body. */
    private static final class ClientDisconnected extends IOException {
        private static final long serialVersionUID = 1;

        ClientDisconnected(String why) {
            super(why);
        }
    }

    private ChunkedBodyWriter(RoutingContext context, Runnable head) {
        this.context = context;
        this.response = context.response();
        this.head = head;
        this.loop = context.vertx().getOrCreateContext();
    }

    /**
     * Sends a body. Call it on the request's context.
     *
     * @param head writes status and headers, before the first chunk
     * @return completes when nothing is done for it any more
     */
    static Future<Void> begin(RoutingContext context, Runnable head, StreamingBody pour) {
        var pouring = new ChunkedBodyWriter(context, head);
        context.addEndHandler(end -> pouring.ended(pour));
        Thread.ofVirtual().name("pour").start(() -> pouring.run(pour));
        return pouring.done.future();
    }

    private void run(StreamingBody pour) {
        try {
            pour.into(this);
            poured();
            end();
        } catch (Throwable e) {
            fail(e);
        } finally {
            loop.runOnContext(v -> done.complete());
        }
    }

    @Override
    public void write(int b) throws IOException {
        write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int count) throws IOException {
        int from = offset;
        int left = count;
        while (left > 0) {
            int fits = Math.min(left, chunk.length - length);
            System.arraycopy(bytes, from, chunk, length, fits);
            length += fits;
            from += fits;
            left -= fits;
            if (length == chunk.length) {
                send(Buffer.buffer(chunk));
                chunk = new byte[CHUNK_BYTES];
                length = 0;
            }
        }
    }

    private void send(Buffer part) throws IOException {
        awaitRoom(part.length());
        boolean first = !isBegun;
        isBegun = true;
        loop.runOnContext(v -> {
            if (first && !response.closed()) {
                head.run();
                response.setChunked(true);
            }
            response.write(part).onComplete(sent -> sent(sent, part.length()));
        });
    }

    private void awaitRoom(int more) throws IOException {
        lock.lock();
        try {
            long left = PATIENCE.toNanos();
            while (!isGone && left > 0 && waiting + more > MOST_WAITING_BYTES) {
                left = changed.awaitNanos(left);
            }
            if (isGone || left <= 0) {
                throw new ClientDisconnected(isGone ? "the client is gone" : "the client takes nothing");
            }
            waiting += more;
        } catch (InterruptedException e) {
            throw new IOException("interrupted", e);
        } finally {
            lock.unlock();
        }
    }

    private void sent(AsyncResult<Void> sent, int size) {
        lock.lock();
        try {
            waiting -= size;
            isGone |= sent.failed();
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** The answer is sent, or its client gone: Vert.x does not always tell which. */
    private void ended(StreamingBody pour) {
        lock.lock();
        try {
            isGone = true;
            changed.signalAll();
            if (!isPoured) {
                Thread.ofVirtual().name("pour left").start(pour::leave);
            }
        } finally {
            lock.unlock();
        }
    }

    private void poured() {
        lock.lock();
        try {
            isPoured = true;
        } finally {
            lock.unlock();
        }
    }

    /** What is left, and the end that tells the client that it has all. */
    private void end() throws IOException {
        if (length > 0) {
            send(Buffer.buffer(Arrays.copyOf(chunk, length)));
        }
        boolean isEmpty = !isBegun;
        loop.runOnContext(v -> {
            if (response.closed()) {
                return;
            }
            if (isEmpty) {
                head.run();
            }
            response.end();
        });
    }

    private void fail(Throwable failure) {
        if (!isBegun) {
            loop.runOnContext(v -> context.fail(failure));
            return;
        }
        if (!(failure instanceof ClientDisconnected) && !response.closed()) {
            LOG.errorf(failure, "[%s] an answer was broken off", ErrorHandler.correlationId(context));
        }
        loop.runOnContext(v -> {
            if (context.request().version() == HttpVersion.HTTP_2) {
                response.reset();
            } else {
                context.request().connection().close();
            }
        });
    }
}
