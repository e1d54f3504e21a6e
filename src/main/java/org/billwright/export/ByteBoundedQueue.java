package org.billwright.export;

import java.util.ArrayDeque;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/** What one thread makes and another takes, in its order. Who makes it waits while there is so much that was not yet done with. */
final class ByteBoundedQueue<T> {
    private final long mostBytes;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final Queue<T> waiting = new ArrayDeque<>();
    private long bytes;
    private boolean isWhole;
    private boolean isClosed;

    /** Room for so many bytes; what alone is larger has room as well. */
    ByteBoundedQueue(long mostBytes) {
        this.mostBytes = mostBytes;
    }

    /** Hands something over when there is room; false where nobody takes anything any more. */
    boolean put(T made, int size) {
        lock.lock();
        try {
            while (!isClosed && bytes > 0 && bytes + size > mostBytes) {
                changed.awaitUninterruptibly();
            }
            if (isClosed) {
                return false;
            }
            waiting.add(made);
            bytes += size;
            changed.signalAll();
            return true;
        } finally {
            lock.unlock();
        }
    }

    /** Takes the next, and waits for it; empty at the end. */
    Optional<T> take() {
        lock.lock();
        try {
            while (waiting.isEmpty() && !isWhole && !isClosed) {
                changed.awaitUninterruptibly();
            }
            return isClosed ? Optional.empty() : Optional.ofNullable(waiting.poll());
        } finally {
            lock.unlock();
        }
    }

    /** What was taken is done with. */
    void done(int size) {
        lock.lock();
        try {
            bytes -= size;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Nothing more is made. */
    void end() {
        lock.lock();
        try {
            isWhole = true;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Nothing more is made or taken. */
    void close() {
        lock.lock();
        try {
            isClosed = true;
            waiting.clear();
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }
}
