package org.billwright.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.billwright.api.Store;
import org.junit.jupiter.api.Test;

/** Two packaged servers on one database are restarted one after the other while clients go on: no request fails. */
class RollingRestartIT {
    private static final int CLIENTS = 8;
    private static final Duration CHECKS = Duration.ofMillis(250);
    private static final String[] SETTINGS = {"BILLWRIGHT_DRAIN_TIME", "1500ms"};

    private final List<PackagedServer> servers = List.of(new PackagedServer("rolling"), new PackagedServer("rolling"));
    private final List<PackagedServer> ready = new CopyOnWriteArrayList<>();
    private final AtomicBoolean stopped = new AtomicBoolean();
    private final AtomicInteger answered = new AtomicInteger();
    private final ConcurrentLinkedQueue<String> failures = new ConcurrentLinkedQueue<>();

    @Test
    void a_rolling_restart_breaks_no_request() throws Exception {
        try (var database = Store.freshDemo("rolling")) {
            assertThat(database).isNotNull();
            var processes = new ArrayList<Process>();
            for (var server : servers) {
                processes.add(server.start(SETTINGS));
            }
            try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
                restart(threads, processes);
            } finally {
                processes.forEach(Process::destroyForcibly);
            }
            assertThat(failures).isEmpty();
        }
    }

    private void restart(ExecutorService threads, List<Process> processes) throws Exception {
        try {
            threads.execute(this::check);
            awaitReady();
            for (int i = 0; i < CLIENTS; i++) {
                threads.execute(this::request);
            }
            for (int i = 0; i < servers.size(); i++) {
                int before = answered.get();
                processes.get(i).destroy();
                processes.get(i).waitFor();
                processes.set(i, servers.get(i).start(SETTINGS));
                awaitReady();
                assertThat(failures).isEmpty();
                assertThat(answered.get() - before).as("requests meanwhile").isGreaterThan(500);
            }
        } finally {
            stopped.set(true);
        }
    }

    private void awaitReady() throws InterruptedException {
        while (ready.size() < servers.size()) {
            Thread.sleep(CHECKS);
        }
    }

    /** As a load balancer does: only servers that are ready get requests. */
    private void check() {
        while (!stopped.get()) {
            for (var server : servers) {
                boolean is = server.isReady();
                if (is && !ready.contains(server)) {
                    ready.add(server);
                } else if (!is) {
                    ready.remove(server);
                }
            }
            pause();
        }
    }

    private static void pause() {
        try {
            Thread.sleep(CHECKS);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private void request() {
        try (var client =
                HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build()) {
            for (int n = 0; !stopped.get(); n++) {
                var server = ready.get(n % ready.size());
                var request = HttpRequest.newBuilder(URI.create(server.v4() + "customerBill?limit=2"))
                        .timeout(Duration.ofSeconds(20))
                        .build();
                int status = client.send(request, HttpResponse.BodyHandlers.discarding())
                        .statusCode();
                if (status / 100 != 2) {
                    failures.add("status " + status);
                }
                answered.incrementAndGet();
            }
        } catch (Exception e) {
            failures.add(e.toString());
        }
    }
}
