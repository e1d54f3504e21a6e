package org.billwright.machineclient;

import java.util.Comparator;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.PriorityBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;

/**
 * Computes slow hashes on few threads, and those of clients that are known first: guesses wait behind them, and only few of each may
 * wait.
 */
final class HashingQueue implements AutoCloseable {
    private static final int MAX_KNOWN = 64;
    private static final int MAX_GUESSES = 8;

    private final Semaphore known = new Semaphore(MAX_KNOWN);
    private final Semaphore guesses = new Semaphore(MAX_GUESSES);
    private final AtomicLong submitted = new AtomicLong();
    private final ThreadPoolExecutor threads;

    /** Work in the queue; of two that are equal, the one that came first. */
    private record Ranked(boolean isKnown, long number, Runnable work) implements Runnable, Comparable<Ranked> {
        private static final Comparator<Ranked> ORDER =
                Comparator.comparing(Ranked::isKnown).reversed().thenComparingLong(Ranked::number);

        @Override
        public void run() {
            work.run();
        }

        @Override
        public int compareTo(Ranked other) {
            return ORDER.compare(this, other);
        }
    }

    HashingQueue() {
        int count = Math.max(1, Runtime.getRuntime().availableProcessors() / 2);
        this.threads = new ThreadPoolExecutor(
                count,
                count,
                0,
                TimeUnit.SECONDS,
                new PriorityBlockingQueue<>(),
                Thread.ofPlatform().name("credentials-", 0).daemon().factory());
    }

    /** The result of work that waits for its turn; empty where too much waits already. */
    <T> Optional<CompletableFuture<T>> submit(boolean isKnown, Supplier<T> work) {
        var places = isKnown ? known : guesses;
        if (!places.tryAcquire()) {
            return Optional.empty();
        }
        var result = new CompletableFuture<T>();
        threads.execute(new Ranked(isKnown, submitted.incrementAndGet(), () -> {
            try {
                result.complete(work.get());
            } catch (RuntimeException e) {
                result.completeExceptionally(e);
            } finally {
                places.release();
            }
        }));
        return Optional.of(result);
    }

    @Override
    public void close() {
        threads.shutdownNow();
    }
}
