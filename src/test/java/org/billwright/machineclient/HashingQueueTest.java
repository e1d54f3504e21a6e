package org.billwright.machineclient;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import org.billwright.machineclient.HashingQueue.Turn;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class HashingQueueTest {
    private final Map<String, Integer> failures = new ConcurrentHashMap<>();
    private final HashingQueue queue = new HashingQueue(client -> failures.getOrDefault(client, 0));
    private final List<String> done = Collections.synchronizedList(new ArrayList<>());
    private final List<CompletableFuture<?>> occupying = new ArrayList<>();
    private final CountDownLatch free = new CountDownLatch(1);

    @AfterEach
    void close() {
        queue.close();
    }

    /** All threads wait until the test lets them go. */
    private void occupy() throws InterruptedException {
        int threads = Math.max(1, Runtime.getRuntime().availableProcessors() / 2);
        var busy = new CountDownLatch(threads);
        for (int i = 0; i < threads; i++) {
            occupying.add(queue.submit(new Turn("occupied-" + i, 0), () -> {
                busy.countDown();
                try {
                    free.await();
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
                return "";
            }));
        }
        busy.await();
    }

    private CompletableFuture<Boolean> submit(String name, String client, int failures) {
        return queue.submit(new Turn(client, failures), () -> done.add(name)).thenApply(result -> result.isPresent());
    }

    @Test
    void whoever_guesses_at_a_known_client_waits_behind_all_others() throws InterruptedException {
        occupy();
        var all = new ArrayList<CompletableFuture<Boolean>>();
        for (int i = 0; i < 8; i++) {
            all.add(submit("guess", "attacked", 1 + i % 4));
        }
        failures.put("attacked", 40);
        failures.put("", Integer.MAX_VALUE);
        all.add(submit("unknown", "", 0));
        all.add(submit("first", "other", 0));
        all.add(submit("second", "another", 0));
        all.add(submit("the attacked client's own", "attacked", 0));
        free.countDown();
        var results = all.stream().map(CompletableFuture::join).toList();
        assertThat(results.subList(0, 7)).containsOnly(true);
        assertThat(results.get(7))
                .as("the last guess gave its place to the client")
                .isFalse();
        assertThat(results.subList(8, 12)).containsOnly(true);
        if (Runtime.getRuntime().availableProcessors() <= 3) {
            assertThat(done.subList(0, 3)).containsExactly("first", "second", "the attacked client's own");
            assertThat(done.getLast()).isEqualTo("unknown");
        }
    }

    @Test
    void where_too_many_wait_the_last_one_is_refused_and_the_others_are_served() throws InterruptedException {
        occupy();
        var guesses = new ArrayList<CompletableFuture<Boolean>>();
        for (int client = 0; client < 8; client++) {
            for (int i = 0; i < 10; i++) {
                guesses.add(submit("guess", "client-" + client, i));
            }
            failures.put("client-" + client, 100 + client);
        }
        var late = submit("late", "latecomer", 0);
        var laterGuess = submit("guess", "client-7", 200);
        assertThat(laterGuess.join()).isFalse();
        free.countDown();
        assertThat(late.join()).isTrue();
        assertThat(guesses.stream().map(CompletableFuture::join).filter(served -> served))
                .hasSize(63);
    }
}
