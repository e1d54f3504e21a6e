package org.billwright.machineclient;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Supplier;

/**
 * Computes slow hashes on few threads: first for those whose client and address have failed least of late, and few for one client, so that
 * who guesses waits behind all others. Where too many wait, the last one in this order is refused.
 */
final class HashingQueue implements AutoCloseable {
    private static final int MAX_WAITING = 64;
    private static final int MAX_WAITING_OF_CLIENT = 8;

    private final List<Waiting<?>> waiting = new ArrayList<>();
    private final ExecutorService threads;
    private long submitted;

    /**
     * Whose turn it is.
     *
     * @param client the id of a known client; the same text for all others
     * @param failures how many attempts failed of late; of two that are equal, the one that came first is first
     */
    record Turn(String client, int failures) {}

    private record Waiting<T>(Turn turn, long number, Supplier<T> work, CompletableFuture<Optional<T>> result) {
        private static final Comparator<Waiting<?>> ORDER = Comparator.<Waiting<?>>comparingInt(
                        one -> one.turn().failures())
                .thenComparingLong(Waiting::number);

        void run() {
            try {
                result.complete(Optional.of(work.get()));
            } catch (RuntimeException e) {
                result.completeExceptionally(e);
            }
        }

        void refuse() {
            result.complete(Optional.empty());
        }
    }

    HashingQueue() {
        this.threads = Executors.newFixedThreadPool(
                Math.max(1, Runtime.getRuntime().availableProcessors() / 2),
                Thread.ofPlatform().name("credentials-", 0).daemon().factory());
    }

    /** The result of work that waits for its turn; empty where it would have to wait too long. */
    <T> CompletableFuture<Optional<T>> submit(Turn turn, Supplier<T> work) {
        var result = new CompletableFuture<Optional<T>>();
        add(turn, work, result)
                .ifPresentOrElse(Waiting::refuse, () -> threads.execute(() -> first().ifPresent(Waiting::run)));
        return result;
    }

    /** Adds work; that which has no place, then. */
    private synchronized <T> Optional<Waiting<?>> add(
            Turn turn, Supplier<T> work, CompletableFuture<Optional<T>> result) {
        submitted++;
        waiting.add(new Waiting<>(turn, submitted, work, result));
        var ofClient = waiting.stream()
                .filter(one -> one.turn().client().equals(turn.client()))
                .toList();
        var tooMany = ofClient.size() > MAX_WAITING_OF_CLIENT
                ? ofClient
                : waiting.size() > MAX_WAITING ? waiting : List.<Waiting<?>>of();
        var last = tooMany.stream().max(Waiting.ORDER);
        last.ifPresent(waiting::remove);
        return last;
    }

    /** Each thread that asks takes the place of one that was added, so that none is left. */
    private synchronized Optional<Waiting<?>> first() {
        var first = waiting.stream().min(Waiting.ORDER);
        first.ifPresent(waiting::remove);
        return first;
    }

    @Override
    public void close() {
        threads.shutdownNow();
    }
}
