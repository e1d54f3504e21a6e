package org.billwright.machineclient;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Supplier;
import java.util.function.ToIntFunction;

/**
 * Computes slow hashes on few threads: first for the client that has failed least of late, and of one client first for the address that
 * has, so that who guesses waits behind all others. Few may wait for one client. Where too many wait, the last one in this order is
 * refused.
 */
final class HashingQueue implements AutoCloseable {
    private static final int MAX_WAITING = 64;
    private static final int MAX_WAITING_OF_CLIENT = 8;

    private final List<Waiting<?>> waiting = new ArrayList<>();
    private final ToIntFunction<String> failuresOfClient;
    private final ExecutorService threads;
    private long submitted;

    /**
     * Whose turn it is.
     *
     * @param client the id of a known client; the same text for all others
     * @param failures how many attempts of the client from this address failed of late; of two that are equal, the one that came first is
     *     first
     */
    record Turn(String client, int failures) {}

    private record Waiting<T>(Turn turn, long number, Supplier<T> work, CompletableFuture<Optional<T>> result) {
        private static final Comparator<Waiting<?>> OF_ONE_CLIENT = Comparator.<Waiting<?>>comparingInt(
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

    /** @param failuresOfClient how many attempts of a client failed of late, from all addresses */
    HashingQueue(ToIntFunction<String> failuresOfClient) {
        this.failuresOfClient = failuresOfClient;
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
        var last = Optional.<Waiting<?>>empty();
        if (ofClient.size() > MAX_WAITING_OF_CLIENT) {
            last = ofClient.stream().max(Waiting.OF_ONE_CLIENT);
        } else if (waiting.size() > MAX_WAITING) {
            last = waiting.stream().max(order());
        }
        last.ifPresent(waiting::remove);
        return last;
    }

    /** Each thread that asks takes the place of one that was added, so that none is left. */
    private synchronized Optional<Waiting<?>> first() {
        var first = waiting.stream().min(order());
        first.ifPresent(waiting::remove);
        return first;
    }

    /** The failures of clients, which grow meanwhile, are read once. */
    private Comparator<Waiting<?>> order() {
        var failures = new HashMap<String, Integer>();
        waiting.forEach(one -> failures.computeIfAbsent(one.turn().client(), failuresOfClient::applyAsInt));
        return Comparator.<Waiting<?>>comparingInt(
                        one -> failures.getOrDefault(one.turn().client(), 0))
                .thenComparing(Waiting.OF_ONE_CLIENT);
    }

    @Override
    public void close() {
        threads.shutdownNow();
    }
}
