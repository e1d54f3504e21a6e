package org.billwright.event;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.stream.LongStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.billwright.api.Api;
import org.billwright.api.Documents;
import org.billwright.api.Store;
import org.billwright.cli.PackagedServer;
import org.billwright.store.Database;
import org.junit.jupiter.api.Test;

/**
 * The packaged server and a real Kafka broker are killed while thousands of events happen: each event is in the topic, those of a
 * resource in order in one partition, and no other; deliveries to a subscriber are not affected.
 */
class KafkaPublisherIT {
    private static final String TOPIC = "billwright.customerBillManagement";
    private static final int BILLS = 600;
    private static final int MAX_MESSAGE_BYTES = 20_000;
    private static final int TOO_LARGE = BILLS;
    private static final int WRITERS = 8;
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Duration WITHOUT_A_BROKER = Duration.ofSeconds(10);
    private static final List<String> STATES = List.of("validated", "onHold", "validated", "sent");

    private final PackagedServer packaged = new PackagedServer("stream");
    private final Map<String, String> delivered = new HashMap<>();

    @Test
    void every_event_is_in_the_topic_in_order_and_no_other() throws Exception {
        try (var database = Store.fresh("stream");
                var listener = new Listener();
                var broker = new KafkaBroker()) {
            String[] settings = {
                "BILLWRIGHT_PUBLIC_URL",
                packaged.v4().replaceAll("/tmf-api/.*", ""),
                "BILLWRIGHT_EVENTS_KAFKA_BOOTSTRAP_SERVERS",
                broker.address(),
                "BILLWRIGHT_EVENTS_KAFKA_PROPERTIES__MAX_REQUEST_SIZE_",
                String.valueOf(MAX_MESSAGE_BYTES),
                "BILLWRIGHT_EVENTS_HTTPS_REQUIRED",
                "false",
                "BILLWRIGHT_EVENTS_ALLOWED_CALLBACKS",
                "127.0.0.0/8"
            };
            load(database);
            var server = packaged.start(settings);
            register(listener);

            move(0, 100);
            moveOne(TOO_LARGE, "onHold");
            move(100, 200);
            awaitAllSent();
            assertThat(
                            number(
                                    "select count(*) from event_publish_dead_letter where tenant = 'PR' and reason like '%bytes%'"))
                    .as("an event that is larger than a message may be is set aside")
                    .isOne();
            broker.kill();
            move(200, 300);
            awaitEventsOf(listener, 300 * STATES.size(), WITHOUT_A_BROKER);
            assertThat(waiting()).as("events that are not published").isPositive();
            server.destroyForcibly().waitFor();
            server = packaged.start(settings);
            broker.start();
            var moving = CompletableFuture.runAsync(() -> move(300, BILLS));
            Thread.sleep(500);
            server.destroyForcibly().waitFor();
            server = packaged.start(settings);
            moving.join();
            move(300, BILLS);
            awaitAllSent();
            awaitEventsOf(
                    listener,
                    BILLS * STATES.size(),
                    PATIENCE); // a delivery of a killed server is repeated after its lease
            assertThat(metric("billwright_events_kafka_waiting")).isZero();
            server.destroy();
            server.waitFor();
            listener.accepted().forEach(r -> delivered.put(r.eventId(), r.body()));
            assertAllSent(broker.read(TOPIC));
        }
    }

    private static void load(Database database) {
        var documents = new ArrayList<String>();
        for (int i = 0; i < BILLS; i++) {
            documents.add("""
                    {"@type":"CustomerBill","id":"stream-%d","state":"new","billDate":"2026-05-01T00:00:00Z",
                     "billingAccount":{"id":"stream"}}""".formatted(i));
        }
        documents.add("""
                {"@type":"CustomerBill","id":"stream-%d","state":"new","billDate":"2026-05-01T00:00:00Z",
                 "billingAccount":{"id":"stream"},"note":"%s"}""".formatted(TOO_LARGE, "x".repeat(MAX_MESSAGE_BYTES)));
        Documents.load(database, documents.toArray(String[]::new));
    }

    private void register(Listener listener) {
        var v5 = packaged.v4().replace("/v4/", "/v5/");
        var registered = Api.withBody("POST", v5 + "hub", "{\"callback\":\"" + listener.url() + "\"}");
        assertThat(registered.status()).as(registered.text()).isEqualTo(201);
    }

    /** Changes the states of bills, several at a time; a change that a killed server did not make is repeated. */
    private void move(int from, int to) {
        try (var writers = Executors.newFixedThreadPool(WRITERS)) {
            for (int i = from; i < to; i++) {
                int bill = i;
                writers.execute(() -> {
                    for (var state : STATES) {
                        moveOne(bill, state);
                    }
                });
            }
        }
    }

    private void moveOne(int bill, String state) {
        try {
            Api.withBody("PATCH", packaged.v4() + "customerBill/stream-" + bill, "{\"state\":\"" + state + "\"}");
        } catch (UncheckedIOException killed) {
            assertThat(killed.getMessage()).isNotNull();
        }
    }

    private static long number(String sql) {
        return Store.asOwner("stream")
                .withHandle(tx -> tx.createQuery(sql).mapTo(Long.class).one());
    }

    private static long waiting() {
        return number("""
                select (select count(*) from event where position is null) + count(*)
                from event e
                where e.position > (select coalesce(max(position), 0) from event_publish_position)
                """);
    }

    private static void awaitAllSent() throws InterruptedException {
        var deadline = Instant.now().plus(PATIENCE);
        while (waiting() > 0) {
            assertThat(Instant.now()).as("all events are published in time").isBefore(deadline);
            Thread.sleep(50);
        }
    }

    private static void awaitEventsOf(Listener listener, int atLeast, Duration patience) throws InterruptedException {
        var deadline = Instant.now().plus(patience);
        while (listener.accepted().size() < atLeast || number("select count(*) from event_delivery") > 0) {
            assertThat(Instant.now()).as("all events are delivered in time").isBefore(deadline);
            Thread.sleep(50);
        }
    }

    /** The server updates the metric every few seconds, so the test waits for it. */
    private long metric(String name) throws InterruptedException {
        long value = -1;
        for (int i = 0; i < 80 && value != 0; i++) {
            Thread.sleep(100);
            value = Api.get(packaged.v4().replaceAll("/tmf-api/.*", "/q/metrics"))
                    .text()
                    .lines()
                    .filter(line -> line.startsWith(name + " "))
                    .mapToLong(line -> (long) Double.parseDouble(line.substring(name.length())))
                    .findFirst()
                    .orElse(-1);
        }
        return value;
    }

    private static String header(ConsumerRecord<String, byte[]> sent, String name) {
        return new String(sent.headers().lastHeader(name).value(), StandardCharsets.UTF_8);
    }

    private void assertAllSent(List<ConsumerRecord<String, byte[]>> records) {
        var happened = new LinkedHashMap<String, String>();
        Store.asOwner("stream")
                .useHandle(tx -> tx.createQuery(
                                "select id, tenant || '/' || resource || '/' || resource_id || ' ' || resource_sequence || ' ' || type as what"
                                        + " from event where resource_id <> 'stream-" + TOO_LARGE + "'")
                        .map((row, context) -> happened.put(row.getString("id"), row.getString("what")))
                        .list());
        assertThat(happened).hasSizeGreaterThanOrEqualTo(BILLS * STATES.size());

        var sent = new HashMap<String, String>();
        var orders = new HashMap<String, LinkedHashSet<Long>>();
        var partitions = new HashMap<String, Integer>();
        for (var arrived : records) {
            var sequence = header(arrived, "sequence");
            sent.put(header(arrived, "eventId"), arrived.key() + " " + sequence + " " + header(arrived, "eventType"));
            orders.computeIfAbsent(arrived.key(), key -> new LinkedHashSet<>()).add(Long.parseLong(sequence));
            assertThat(partitions.merge(
                            arrived.key(), arrived.partition(), (first, next) -> first.equals(next) ? first : -1))
                    .as(arrived.key())
                    .isNotNegative();
            assertThat(arrived.key()).startsWith(header(arrived, "tenant") + "/");
            assertThat(new String(arrived.value(), StandardCharsets.UTF_8))
                    .as("as the subscriber got it")
                    .isEqualTo(delivered.get(header(arrived, "eventId")));
        }
        assertThat(sent).isEqualTo(happened);
        assertThat(new HashSet<>(partitions.values())).hasSizeGreaterThan(1);
        orders.forEach((resource, sequence) -> assertThat(new ArrayList<>(sequence))
                .as(resource)
                .isEqualTo(LongStream.rangeClosed(1, sequence.size()).boxed().toList()));
    }
}
