package org.billwright.event;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Vertx;
import java.time.Clock;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.billwright.api.Store;
import org.billwright.event.callback.CallbackGuard;
import org.billwright.json.Json;
import org.billwright.server.EventsModule;
import org.billwright.store.Database;
import org.billwright.work.RetryPolicy;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Deliveries that are claimed in advance: how many are on the way, and what a worker leaves behind when it stops. */
class DeliveryWorkerTest {
    private static final int PARALLEL = 4;
    private static final int EVENTS = 300;
    private static final Database DATABASE = Store.fresh("delivery_worker");
    private static final Jdbi OWNER = Store.asOwner("delivery_worker");
    private static final Vertx VERTX = Vertx.vertx();

    private final AtomicInteger now = new AtomicInteger();
    private final AtomicInteger most = new AtomicInteger();
    private final AtomicInteger begun = new AtomicInteger();

    @AfterAll
    static void close() {
        VERTX.close().toCompletionStage().toCompletableFuture().join();
        DATABASE.close();
    }

    @BeforeAll
    static void queue() {
        OWNER.useTransaction(tx -> {
            for (int i = 0; i < EVENTS; i++) {
                Outbox.add(
                        tx,
                        "T",
                        EventType.BILL_STATE_CHANGE,
                        Json.object().put("id", "B" + i).put("state", "sent"),
                        OffsetDateTime.of(2026, 6, 17, 12, 0, 0, 0, ZoneOffset.UTC));
            }
        });
    }

    private static DeliveryWorker worker(WebhookClient webhooks, EventsConfig config) {
        return new DeliveryWorker(DATABASE, webhooks, config, new DeliveryMetrics());
    }

    /** The first 100 are received, the others hang. */
    private int receive(CountDownLatch hanging, CountDownLatch closed) {
        most.accumulateAndGet(now.incrementAndGet(), Math::max);
        if (begun.incrementAndGet() > 100) {
            hanging.countDown();
            await(closed);
        }
        now.decrementAndGet();
        return 204;
    }

    private static void await(CountDownLatch latch) {
        try {
            assertThat(latch.await(20, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void no_more_are_on_the_way_than_allowed_and_those_that_did_not_begin_are_given_back() throws Exception {
        var policy = new CallbackGuard.Policy(false, List.of("127.0.0.0/8"));
        var config = new EventsConfig(
                Duration.ofSeconds(15),
                RetryPolicy.unlimited(Duration.ofSeconds(1), Duration.ofSeconds(1)),
                PARALLEL,
                10,
                Duration.ofDays(1),
                policy,
                Optional.empty());
        var hanging = new CountDownLatch(PARALLEL);
        var closed = new CountDownLatch(1);
        try (var listener = new Listener();
                var webhooks = new WebhookClient(
                        VERTX,
                        config,
                        new CallbackGuard(policy, CallbackGuard.SYSTEM_RESOLVER),
                        EventsModule.QUERIES,
                        Clock.systemUTC())) {
            listener.answers(received -> receive(hanging, closed));
            OWNER.useHandle(
                    tx -> tx.createUpdate("""
                            insert into hub (tenant, id, version, callback, query, base_url, secret, created_at, doc)
                            values ('T', 'one', 'v5', :url, '', 'http://x/', 'whsec_eA==', now(), '{}')
                            """).bind("url", listener.url()).execute());
            Dispatching.run(DATABASE);
            try (var worker = worker(webhooks, config)) {
                await(hanging);
                assertThat(worker.loop().isClosing()).isFalse();
                assertThat(waiting("attempts = 1")).as("claimed in advance").isGreaterThan(PARALLEL);
            }
            assertThat(most).as("at a time").hasValue(PARALLEL);
            assertThat(begun).hasValue(100 + PARALLEL);
            assertThat(waiting("attempts = 1")).as("on the way").isEqualTo(PARALLEL);
            assertThat(waiting("attempts = 0 and retry_at <= now()"))
                    .as("due at once")
                    .isEqualTo(EVENTS - 100 - PARALLEL);
            closed.countDown();
        }
    }

    private static int waiting(String condition) {
        return OWNER.withHandle(tx -> tx.createQuery("select count(*) from event_delivery where " + condition)
                .mapTo(Integer.class)
                .one());
    }
}
