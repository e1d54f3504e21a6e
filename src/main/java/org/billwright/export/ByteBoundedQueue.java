package org.billwright.export;

import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;

/** A queue from one thread to another, bounded in bytes: the producer waits while too many bytes are not processed yet. */
final class ByteBoundedQueue<T> {
    private final int maxBytes;
    private final Semaphore free;
    private final BlockingQueue<Optional<T>> queue = new LinkedBlockingQueue<>();
    private volatile boolean isClosed;

    /** A queue of so many bytes; an item that is larger is accepted when the queue is empty. */
    ByteBoundedQueue(int maxBytes) {
        this.maxBytes = maxBytes;
        this.free = new Semaphore(maxBytes);
    }

    /** Adds an item once there are enough free bytes; false where the queue was closed. */
    boolean put(T item, int bytes) {
        free.acquireUninterruptibly(permits(bytes));
        return !isClosed && queue.add(Optional.of(item));
    }

    /** Takes the next item, and waits for it; empty at the end. */
    Optional<T> take() throws InterruptedException {
        var next = queue.take();
        return isClosed ? Optional.empty() : next;
    }

    /** Frees the bytes of an item that was taken and is processed. */
    void release(int bytes) {
        free.release(permits(bytes));
    }

    private int permits(int bytes) {
        return Math.min(bytes, maxBytes);
    }

    /** Ends the queue: no more items are added. */
    void end() {
        queue.add(Optional.empty());
    }

    /** Closes the queue: no more items are added or taken, and waiting threads return. */
    void close() {
        isClosed = true;
        end();
        free.release(maxBytes);
    }
}
