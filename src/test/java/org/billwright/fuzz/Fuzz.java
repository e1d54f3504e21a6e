package org.billwright.fuzz;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Sends random requests and judges the answers. Request n of a seed is the same in every run.
 *
 * @param credentials headers of those who ask
 */
public record Fuzz(String server, long seed, List<FuzzTarget> targets, List<List<String>> credentials) {
    private static final int CONNECTIONS = 8;
    private static final int FAILURES_SHOWN = 10;

    /** What came of it: how many answers of each status, and what was wrong. */
    public record Result(Map<Integer, Long> statuses, List<String> failures) {}

    /** Sends this many. */
    public Result run(int requests) {
        var statuses = new ConcurrentHashMap<Integer, Long>();
        var failures = new ConcurrentLinkedQueue<String>();
        var next = new AtomicLong();
        try (var threads = Executors.newFixedThreadPool(CONNECTIONS)) {
            for (int i = 0; i < CONNECTIONS; i++) {
                threads.execute(() -> work(next, requests, statuses, failures));
            }
        }
        return new Result(
                Map.copyOf(statuses), failures.stream().limit(FAILURES_SHOWN).toList());
    }

    private void work(
            AtomicLong next, int requests, Map<Integer, Long> statuses, ConcurrentLinkedQueue<String> failures) {
        long n = next.getAndIncrement();
        while (n < requests && failures.size() < FAILURES_SHOWN) {
            try (var connection = new RawConnection(server)) {
                boolean open = true;
                while (open && n < requests) {
                    open = one(connection, n, statuses, failures);
                    n = next.getAndIncrement();
                }
            } catch (IOException | RuntimeException e) {
                failures.add("request " + n + " broke a connection: " + e);
                n = next.getAndIncrement();
            }
        }
    }

    /** Whether the connection can be used again. */
    private boolean one(
            RawConnection connection, long n, Map<Integer, Long> statuses, ConcurrentLinkedQueue<String> failures)
            throws IOException {
        var request = RandomRequest.of(seed + n, targets, credentials);
        try {
            connection.send(request.latin1());
            if (!request.isWhole()) {
                connection.sendEnd();
            }
        } catch (IOException refusedWhileSending) {
            // The answer may be there all the same.
        }
        try {
            var answer = connection.answer(request.method());
            if (answer.isEmpty()) {
                if (request.isWhole()) {
                    failures.add("request " + n + " has no answer: " + request);
                }
                return false;
            }
            statuses.merge(answer.get().status(), 1L, Long::sum);
            Verdict.on(request, answer.get())
                    .ifPresent(wrong ->
                            failures.add("request " + n + ": " + wrong + ": " + request + "\n--> " + answer.get()));
            return request.isWhole() && !answer.get().isLast() && answer.get().status() != 413;
        } catch (IOException e) {
            if (request.isWhole()) {
                failures.add("request " + n + " broke its connection: " + e + ": " + request);
            }
            return false;
        }
    }
}
