package org.billwright.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.net.URI;
import java.net.http.HttpRequest;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Executors;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.billwright.api.Api;
import org.billwright.api.Documents;
import org.billwright.api.Store;
import org.billwright.ledger.Bills;
import org.billwright.ledger.Books;
import org.junit.jupiter.api.Test;

/**
 * Clients pay and retry while an import of payments runs; the server is killed, and PostgreSQL too. Each payment is taken once in the end.
 * {@code -Dpayment.kill.rounds=5} kills the server so often.
 */
class PaymentKillIT {
    private static final String NAME = "payment_kill";
    private static final int ROUNDS = Integer.getInteger("payment.kill.rounds", 1);
    private static final int CLIENTS = 4;
    private static final int PAYMENTS_OF_CLIENT = 50;
    private static final int ACCOUNTS = 5;
    private static final int LINES = 20_000;
    private static final Duration PATIENCE = Duration.ofSeconds(90);
    private static final String TAKEN = "select count(*) from account_credit where not imported";

    private final PackagedServer packaged = new PackagedServer(NAME);
    private final Random random = new Random(678);

    private String operations(String path) {
        return URI.create(packaged.v4()).resolve("/operations/v1/" + path).toString();
    }

    /** Pays until the server says that it has the payment. */
    private String pay(int client, int number) {
        var body = "{\"correlatorId\":\"k-" + client + "-" + number + "\",\"account\":{\"id\":\"K-" + number % ACCOUNTS
                + "\"},\"amount\":{\"unit\":\"USD\",\"value\":1.10}}";
        var deadline = Instant.now().plus(PATIENCE);
        while (Instant.now().isBefore(deadline)) {
            try {
                var response = Api.post(operations("payment"), body);
                if (response.status() == 201) {
                    return response.json().path("id").textValue();
                }
                assertThat(response.status()).as(response.text()).isEqualTo(503);
            } catch (UncheckedIOException killed) {
                assertThat(killed.getMessage()).isNotNull();
            }
            LockSupport.parkNanos(50_000_000);
        }
        throw new AssertionError("payment " + number + " of client " + client + " was not taken in time");
    }

    private List<String> payAll(int client) {
        return IntStream.range(0, PAYMENTS_OF_CLIENT)
                .mapToObj(number -> pay(client, number))
                .toList();
    }

    private static BigDecimal number(String sql) {
        return PostgresCrash.retried(() -> Store.asOwner(NAME)
                .withHandle(
                        owner -> owner.createQuery(sql).mapTo(BigDecimal.class).one()));
    }

    private static void await(String sql, int atLeast) {
        var deadline = Instant.now().plus(PATIENCE);
        while (number(sql).intValue() < atLeast) {
            assertThat(Instant.now()).as(sql).isBefore(deadline);
            LockSupport.parkNanos(5_000_000);
        }
    }

    private String importPayments() {
        var lines = IntStream.range(0, LINES)
                .mapToObj(
                        i -> "{\"@type\":\"Payment\",\"id\":\"L-" + i + "\",\"account\":{\"id\":\"K-" + i % ACCOUNTS
                                + "\"},\"amount\":{\"unit\":\"USD\",\"value\":0.01},\"paymentDate\":\"2026-06-01T00:00:00Z\"}\n")
                .collect(Collectors.joining());
        var accepted = Api.send(HttpRequest.newBuilder(URI.create(operations("import")))
                .header("Content-Type", "application/x-ndjson")
                .POST(HttpRequest.BodyPublishers.ofString(lines)));
        assertThat(accepted.status()).as(accepted.text()).isEqualTo(202);
        return accepted.json().path("id").textValue();
    }

    @Test
    void each_payment_is_taken_once_whatever_is_killed() throws Exception {
        try (var database = Store.fresh(NAME);
                var clients = Executors.newFixedThreadPool(CLIENTS)) {
            PostgresCrash.confirmWhatIsWritten(NAME);
            for (int a = 0; a < ACCOUNTS; a++) {
                Documents.load(
                        database,
                        Documents.account("K-" + a, "USD"),
                        Bills.sent("K-" + a + "-1", "K-" + a, "17.00", 10),
                        Bills.sent("K-" + a + "-2", "K-" + a, "17.00", 11));
            }
            var server = packaged.start();
            var imported = importPayments();
            var all = IntStream.range(0, CLIENTS)
                    .mapToObj(client -> clients.submit(() -> payAll(client)))
                    .toList();
            for (int round = 1; round <= ROUNDS; round++) {
                await(TAKEN, 100 * round / (ROUNDS + 1));
                LockSupport.parkNanos(random.nextInt(60) * 1_000_000L);
                server.destroyForcibly().waitFor();
                server = packaged.start();
            }
            await(TAKEN, 130);
            PostgresCrash.now(NAME);
            for (var client : all) {
                assertThat(client.get()).doesNotHaveDuplicates().hasSize(PAYMENTS_OF_CLIENT);
            }
            await("select count(*) from import_job where id = '" + imported + "' and state = 'done'", 1);
            server.destroy();
            server.waitFor();

            assertThat(number(TAKEN)).isEqualByComparingTo("200");
            assertThat(number("select count(*) from account_credit where imported"))
                    .isEqualByComparingTo("" + LINES);
            assertThat(number("select sum(amount) from ledger_entry"))
                    .as("5 * 34.00 less 200 * 1.10 and 20,000 * 0.01")
                    .isEqualByComparingTo("-250.00");
            assertThat(number("select sum(remaining) from customer_bill")).isEqualByComparingTo("0.00");
            Books.areRight(Store.asOwner(NAME));
        }
    }
}
