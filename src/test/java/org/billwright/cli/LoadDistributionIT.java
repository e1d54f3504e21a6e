package org.billwright.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.UncheckedIOException;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;
import org.billwright.api.Api;
import org.billwright.api.Documents;
import org.billwright.api.Store;
import org.billwright.ledger.Bills;
import org.billwright.ledger.Books;
import org.billwright.proof.Finding;
import org.billwright.proof.Verification;
import org.billwright.run.RunData;
import org.billwright.store.Database;
import org.junit.jupiter.api.Test;

/**
 * Three servers on one database share reads, payments, requests of bills and a bill run. One is killed and one is stopped by SIGTERM while
 * they work: nothing that was accepted is lost or done twice, and no request fails but those that the killed one had.
 */
class LoadDistributionIT {
    private static final String NAME = "load_distribution";
    private static final String CYCLE = "LOAD";
    private static final int ACCOUNTS = 2_000;
    private static final int PAYERS = 5;
    private static final int CLIENTS = 6;
    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final String[] SETTINGS = {
        "BILLWRIGHT_DRAIN_TIME", "1500ms", "BILLWRIGHT_RUNS_CHUNK_SIZE", "20", "BILLWRIGHT_DATABASE_POOL_SIZE", "6"
    };

    private final List<PackagedServer> servers =
            IntStream.range(0, 3).mapToObj(i -> new PackagedServer(NAME)).toList();
    private final List<Process> processes = new ArrayList<>();
    private final List<PackagedServer> ready = new CopyOnWriteArrayList<>();
    private final AtomicBoolean isStopped = new AtomicBoolean();
    private final AtomicInteger killed = new AtomicInteger(-1);
    private final AtomicInteger responses = new AtomicInteger();
    private final Map<String, String> payments = new ConcurrentHashMap<>();
    private final ConcurrentLinkedQueue<String> requestedBills = new ConcurrentLinkedQueue<>();
    private final ConcurrentLinkedQueue<String> failures = new ConcurrentLinkedQueue<>();

    private static String operations(PackagedServer server, String path) {
        return URI.create(server.v4()).resolve("/operations/v1/" + path).toString();
    }

    private static long number(String sql) {
        return Long.parseLong(RunData.lines(NAME, "select (" + sql + ")::text").getFirst());
    }

    private static void await(String what, BooleanSupplier isSo) {
        var deadline = Instant.now().plus(PATIENCE);
        while (!isSo.getAsBoolean()) {
            assertThat(Instant.now()).as(what).isBefore(deadline);
            LockSupport.parkNanos(20_000_000);
        }
    }

    /** As a load balancer does: only servers that are ready get requests. */
    private void watch() {
        while (!isStopped.get()) {
            for (var server : servers) {
                boolean isReady = server.isReady();
                if (isReady && !ready.contains(server)) {
                    ready.add(server);
                } else if (!isReady) {
                    ready.remove(server);
                }
            }
            LockSupport.parkNanos(250_000_000);
        }
    }

    private void client(int client) {
        for (int n = 0; !isStopped.get(); n++) {
            switch (n % 4) {
                case 0 -> pay(client, n);
                case 1 -> requestBill(client, n);
                default -> read(client + n);
            }
        }
    }

    private PackagedServer server(int n) {
        await("a server is ready", () -> !ready.isEmpty());
        return ready.get(n % ready.size());
    }

    /** A request that the killed server had may fail; a client repeats it, with the same correlatorId. */
    private boolean mayFail(PackagedServer server) {
        return killed.get() >= 0 && servers.get(killed.get()) == server;
    }

    private void read(int n) {
        var server = server(n);
        try {
            var response = Api.get(server.v4() + "customerBill?limit=3");
            if (response.status() / 100 != 2) {
                failures.add("read: " + response.status() + " " + response.text());
            }
            responses.incrementAndGet();
        } catch (UncheckedIOException broken) {
            count(server, broken);
        }
    }

    private void pay(int client, int n) {
        var correlator = client + "-" + n;
        var body = "{\"correlatorId\":\"" + correlator + "\",\"account\":{\"id\":\"K-" + n % PAYERS
                + "\"},\"amount\":{\"unit\":\"USD\",\"value\":1.10}}";
        for (int attempt = 0; !payments.containsKey(correlator) && attempt < 20; attempt++) {
            var server = server(client + attempt);
            try {
                var response = Api.post(operations(server, "payment"), body);
                if (response.status() == 201) {
                    payments.put(correlator, response.json().path("id").textValue());
                } else {
                    failures.add("payment: " + response.status() + " " + response.text());
                }
                responses.incrementAndGet();
            } catch (UncheckedIOException broken) {
                count(server, broken);
            }
        }
    }

    private void requestBill(int client, int n) {
        var server = server(client + n);
        try {
            var response = Api.post(
                    server.v4() + "customerBillOnDemand",
                    "{\"name\":\"load\",\"billingAccount\":{\"id\":\"K-" + n % PAYERS + "\"}}");
            if (response.status() == 201) {
                requestedBills.add(response.json().path("id").textValue());
            } else {
                failures.add("bill on demand: " + response.status() + " " + response.text());
            }
            responses.incrementAndGet();
        } catch (UncheckedIOException broken) {
            count(server, broken);
        }
    }

    private void count(PackagedServer server, UncheckedIOException broken) {
        if (!mayFail(server)) {
            failures.add("a connection broke: " + broken);
        }
    }

    private static void load(Database database) {
        RunData.load(database, CYCLE, ACCOUNTS, 678);
        for (int a = 0; a < PAYERS; a++) {
            Documents.load(
                    database, Documents.account("K-" + a, "USD"), Bills.sent("K-" + a + "-1", "K-" + a, "17.00", 10));
        }
    }

    private void approveRun() {
        var planned = Api.post(
                operations(servers.getFirst(), "billRun"),
                "{\"billCycleSpecification\":{\"id\":\"" + CYCLE + "\"},\"period\":\"" + RunData.PERIOD + "\"}");
        assertThat(planned.status()).as(planned.text()).isIn(201, 202);
        var run = "billRun/" + planned.json().path("id").textValue();
        await(
                "it is planned",
                () -> Api.get(operations(servers.getFirst(), run))
                        .json()
                        .path("state")
                        .asText()
                        .equals("planned"));
        var digest = Api.get(operations(servers.getFirst(), run))
                .json()
                .path("digest")
                .asText();
        var approved = Api.post(operations(servers.getFirst(), run + "/approval"), "{\"digest\":\"" + digest + "\"}");
        assertThat(approved.status()).as(approved.text()).isIn(200, 202);
    }

    @Test
    void what_was_accepted_is_done_once_although_a_server_is_killed_and_another_drained() throws Exception {
        try (var database = Store.fresh(NAME);
                var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            load(database);
            try {
                for (var server : servers) {
                    processes.add(server.start(SETTINGS));
                }
                threads.execute(this::watch);
                await("all are ready", () -> ready.size() == servers.size());
                var clients = IntStream.range(0, CLIENTS)
                        .mapToObj(client -> threads.submit(() -> client(client)))
                        .toList();
                approveRun();
                disturb();
                isStopped.set(true);
                for (var client : clients) {
                    client.get();
                }
                awaitEnd();
                assertThat(failures).isEmpty();
                assertDoneOnce();
            } finally {
                isStopped.set(true);
                processes.forEach(Process::destroyForcibly);
            }
        }
    }

    private void disturb() throws InterruptedException {
        var billed = "select count(*) from bill_run_chunk where state = 'billed'";
        await("the run has begun", () -> number(billed) > 5);
        killed.set(1);
        processes.get(1).destroyForcibly().waitFor();
        assertThat(number(billed)).as("chunks when a server was killed").isLessThan(ACCOUNTS / 20);
        int before = responses.get();
        processes.get(2).destroy();
        processes.get(2).waitFor();
        assertThat(processes.get(2).exitValue()).isIn(0, 143);
        await("the run is done", () -> number("select count(*) from bill_run where state = 'done'") == 1);
        await("requests go on", () -> responses.get() > before + 200);
    }

    private void awaitEnd() {
        await(
                "bills on demand have ended",
                () -> number(
                                "select count(*) from customer_bill_on_demand where state not in ('done', 'rejected', 'terminatedWithError')")
                        == 0);
    }

    private void assertDoneOnce() {
        assertThat(payments).hasSizeGreaterThan(20);
        assertThat(payments.values()).doesNotHaveDuplicates();
        assertThat(RunData.lines(NAME, "select id from account_credit where correlator_id is not null"))
                .containsExactlyInAnyOrderElementsOf(payments.values());
        assertThat(RunData.lines(NAME, "select id from customer_bill_on_demand"))
                .containsAll(requestedBills);
        assertThat(number(
                        "select count(*) from (select billing_account_id from customer_bill where billing_account_id like '"
                                + CYCLE + "-%' group by 1 having count(*) > 1) as twice"))
                .isZero();
        assertThat(number("select count(*) from bill_run_account where status = 'billed'"))
                .isEqualTo(number("select count(*) from customer_bill where billing_account_id like '" + CYCLE + "-%'"))
                .isGreaterThan(ACCOUNTS / 2L);
        Books.areRight(Store.asOwner(NAME));
        try (var verified = Database.open(Store.config(NAME))) {
            var counts = new Verification(verified, Store.TENANT, new NoListener()).ofAll();
            assertThat(counts.bills()).isPositive();
            assertThat(counts.errors()).isZero();
        }
    }

    private record NoListener() implements Verification.Listener {
        @Override
        public void found(Verification.Subject of, Finding finding) {
            assertThat(finding.isWarning())
                    .as(of.text() + ": " + finding.text())
                    .isTrue();
        }

        @Override
        public void progress(Verification.Counts counts) {
            assertThat(counts).isNotNull();
        }
    }
}
