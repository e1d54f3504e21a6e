package org.billwright.event;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Random;
import java.util.stream.LongStream;
import org.billwright.api.Api;
import org.billwright.api.Documents;
import org.billwright.api.Store;
import org.billwright.cli.PackagedServer;
import org.billwright.store.Database;
import org.junit.jupiter.api.Test;

/**
 * Two packaged servers share a database. One of them and the listener are killed again and again while deliveries fail at random: every
 * event arrives, in order for each resource, and no other event does. {@code -Dchaos.rounds=20} sets the number of rounds.
 */
class EventChaosIT {
    private static final int ROUNDS = Integer.getInteger("chaos.rounds", 4);
    private static final int ACCOUNTS_PER_ROUND = 25;
    private static final Duration PATIENCE = Duration.ofSeconds(90);
    private static final String[] SETTINGS = {
        "BILLWRIGHT_EVENTS_HTTPS_REQUIRED", "false",
        "BILLWRIGHT_EVENTS_ALLOWED_CALLBACKS", "127.0.0.0/8",
        "BILLWRIGHT_EVENTS_TIMEOUT", "500ms",
        "BILLWRIGHT_EVENTS_FIRST_RETRY", "20ms",
        "BILLWRIGHT_EVENTS_LONGEST_RETRY", "300ms",
        "BILLWRIGHT_EVENTS_ATTEMPTS", "1000000"
    };

    private final Random random = new Random(678);
    private final PackagedServer packaged = new PackagedServer("chaos");
    private final PackagedServer other = new PackagedServer("chaos");
    private final List<Listener.Received> received = new ArrayList<>();

    @Test
    void every_event_arrives_in_order_and_no_other() throws Exception {
        try (var database = Store.fresh("chaos")) {
            var server = packaged.start(SETTINGS);
            var second = other.start(SETTINGS);
            var listener = failing(new Listener());
            int port = listener.port();
            var registered = Api.withBody("POST", packaged.v4() + "hub", "{\"callback\":\"" + listener.url() + "\"}");
            assertThat(registered.status()).as(registered.text()).isEqualTo(201);

            for (int round = 0; round < ROUNDS; round++) {
                load(database, round);
                work(round);
                Thread.sleep(random.nextInt(400));
                server.destroyForcibly().waitFor();
                listener.close();
                received.addAll(listener.accepted());
                Thread.sleep(random.nextInt(200));
                listener = failing(new Listener(port));
                server = packaged.start(SETTINGS);
            }
            listener.answers(r -> 204);
            listener.takes(Duration.ZERO);
            awaitAllDelivered();
            for (var process : List.of(server, second)) {
                process.destroy();
                process.waitFor();
            }
            received.addAll(listener.accepted());
            listener.close();
            assertAllDelivered();
        }
    }

    private Listener failing(Listener listener) {
        listener.answers(r -> {
            int chance = random.nextInt(10);
            listener.takes(chance == 0 ? Duration.ofMillis(700) : Duration.ZERO);
            return chance < 3 ? 500 : chance < 4 ? 404 : 204;
        });
        return listener;
    }

    private static void load(Database database, int round) {
        var documents = new ArrayList<String>();
        for (int a = 0; a < ACCOUNTS_PER_ROUND; a++) {
            var id = "chaos-" + round + "-" + a;
            documents.add(Documents.account(id, "USD"));
            documents.add(Documents.rate(id + "-r", id, "USD", "1.00"));
            documents.add("""
                    {"@type":"CustomerBill","id":"%s","state":"new","billDate":"2026-05-01T00:00:00Z",
                     "billingAccount":{"id":"%s"}}""".formatted(id + "-b", id));
        }
        Documents.load(database, documents.toArray(String[]::new));
    }

    /** Requests bills and changes states; ends when the server was killed. */
    private void work(int round) {
        try {
            for (int a = 0; a < ACCOUNTS_PER_ROUND; a++) {
                var id = "chaos-" + round + "-" + a;
                Api.withBody(
                        "POST", packaged.v4() + "customerBillOnDemand", "{\"billingAccount\":{\"id\":\"" + id + "\"}}");
                for (var state : List.of("validated", "onHold", "validated", "sent")) {
                    Api.withBody("PATCH", packaged.v4() + "customerBill/" + id + "-b", "{\"state\":\"" + state + "\"}");
                }
            }
        } catch (UncheckedIOException killed) {
            assertThat(killed.getMessage()).isNotNull();
        }
    }

    private static long count(String sql) {
        return Store.asOwner("chaos")
                .withHandle(tx -> tx.createQuery(sql).mapTo(Long.class).one());
    }

    private static void awaitAllDelivered() throws InterruptedException {
        var deadline = Instant.now().plus(PATIENCE);
        while (count(
                        "select (select count(*) from event_delivery) + (select count(*) from event where position is null)"
                                + " + (select count(*) from customer_bill_on_demand where state = 'inProgress')")
                > 0) {
            assertThat(Instant.now()).as("all events are delivered in time").isBefore(deadline);
            Thread.sleep(100);
        }
    }

    private void assertAllDelivered() {
        var happened = new HashSet<>(Store.asOwner("chaos")
                .withHandle(tx -> tx.createQuery("select id from event")
                        .mapTo(String.class)
                        .list()));
        assertThat(happened).hasSizeGreaterThan(ROUNDS * ACCOUNTS_PER_ROUND * 5);
        var delivered = new HashSet<String>();
        received.forEach(r -> delivered.add(r.eventId()));
        assertThat(delivered).isEqualTo(happened);

        var sequences = new HashMap<String, LinkedHashSet<Long>>();
        received.forEach(r -> sequences
                .computeIfAbsent(r.resourceId(), id -> new LinkedHashSet<>())
                .add(r.sequence()));
        sequences.forEach((resource, sequence) -> assertThat(new ArrayList<>(sequence))
                .as(resource)
                .isEqualTo(LongStream.rangeClosed(1, sequence.size()).boxed().toList()));
    }
}
