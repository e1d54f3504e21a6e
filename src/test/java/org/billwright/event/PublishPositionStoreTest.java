package org.billwright.event;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import org.billwright.api.Store;
import org.billwright.json.Json;
import org.billwright.store.Database;
import org.billwright.work.AdvisoryLock;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Which events are published to a topic and when, without a broker. */
class PublishPositionStoreTest {
    private static final Instant NOON = Instant.parse("2026-06-17T12:00:00Z");
    private static final Database DATABASE = Store.fresh("publish_position");
    private static final Jdbi OWNER = Store.asOwner("publish_position");

    @AfterEach
    void empty() {
        OWNER.useHandle(
                tx -> tx.execute("truncate event, event_publish_position, event_sequence, event_dispatch cascade"));
    }

    private static void happen(Handle tx, String bill, Instant at) {
        Outbox.add(tx, "T", EventType.BILL_STATE_CHANGE, Json.object().put("id", bill), at.atOffset(ZoneOffset.UTC));
    }

    private static void dispatch() {
        Dispatching.run(DATABASE);
    }

    /** Reads unpublished events and marks them as published. */
    private static List<String> publish(String topic, int most) {
        return DATABASE.acrossTenants(tx -> {
            assertThat(AdvisoryLock.EVENT_PUBLISHING.tryAcquire(tx)).isTrue();
            var events = PublishPositionStore.following(tx, PublishPositionStore.position(tx, topic), most);
            events.forEach(event -> PublishPositionStore.published(tx, topic, event.position()));
            return events.stream()
                    .map(event -> event.resourceId() + event.resourceSequence())
                    .toList();
        });
    }

    @Test
    void an_event_that_is_committed_late_is_published_after_those_with_higher_numbers() {
        try (var late = OWNER.open()) {
            late.begin();
            happen(late, "late", NOON);
            OWNER.useTransaction(tx -> happen(tx, "early", NOON));
            dispatch();
            assertThat(publish("t", 100)).containsExactly("early1");
            late.commit();
            dispatch();
            assertThat(publish("t", 100)).containsExactly("late1");
            assertThat(publish("t", 100)).isEmpty();
        }
    }

    @Test
    void events_are_published_to_each_topic_in_the_order_in_which_they_are_dispatched() {
        OWNER.useTransaction(tx -> List.of("A", "B", "A", "C").forEach(bill -> happen(tx, bill, NOON)));
        assertThat(publish("t", 100)).isEmpty();
        dispatch();
        assertThat(publish("t", 3)).containsExactly("A1", "B1", "A2");
        assertThat(publish("t", 3)).containsExactly("C1");
        assertThat(publish("other", 100)).containsExactly("A1", "B1", "A2", "C1");
    }

    @Test
    void unpublished_events_are_counted_and_kept() {
        OWNER.useTransaction(tx -> List.of("A", "B", "C").forEach(bill -> happen(tx, bill, NOON)));
        dispatch();
        assertThat(backlog()).isEqualTo(new PublishMetrics.PublishBacklog(3, 60));
        assertThat(publish("t", 1)).containsExactly("A1");
        assertThat(backlog()).isEqualTo(new PublishMetrics.PublishBacklog(2, 60));

        OWNER.useHandle(tx -> tx.execute("update event set recorded_at = now() - interval '1 hour'"));
        assertThat(purge(List.of("t"))).isOne();
        assertThat(purge(List.of("t"))).isZero();
        assertThat(purge(List.of("never started"))).isZero();
        assertThat(publish("t", 1)).containsExactly("B1");
        assertThat(purge(List.of("t", "t"))).isOne();
        assertThat(purge(List.of())).isOne();
        assertThat(backlog()).isEqualTo(new PublishMetrics.PublishBacklog(0, 0));
    }

    private static PublishMetrics.PublishBacklog backlog() {
        return DATABASE.acrossTenants(tx -> PublishPositionStore.backlog(tx, "t", NOON.plusSeconds(60)));
    }

    private static int purge(List<String> topics) {
        return new EventPurge(DATABASE, Duration.ofMinutes(30), topics).run(() -> true);
    }

    @Test
    void one_process_at_a_time_publishes() {
        OWNER.useTransaction(other -> {
            assertThat(AdvisoryLock.EVENT_PUBLISHING.tryAcquire(other)).isTrue();
            boolean alone = DATABASE.acrossTenants(AdvisoryLock.EVENT_PUBLISHING::tryAcquire);
            assertThat(alone).isFalse();
        });
    }
}
