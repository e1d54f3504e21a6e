package org.billwright.event;

import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.billwright.store.AdvisoryLock;
import org.billwright.store.Database;
import org.billwright.store.WakeUpSignal;
import org.billwright.store.WorkerLoop;
import org.jboss.logging.Logger;
import org.jdbi.v3.core.Handle;

/**
 * Sends every event to Kafka, in the order in which events are given out. How far it has come stands in the store; it moves on
 * after the broker has taken a batch, so that a process that is killed sends some again and none never.
 */
final class KafkaPublisher implements AutoCloseable {
    private static final Logger LOG = Logger.getLogger("org.billwright.event");
    private static final int BATCH = 200;
    private static final Duration POLL = Duration.ofSeconds(1);
    private static final Duration COUNTING = Duration.ofSeconds(5);
    private static final Duration LAST_TURN = Duration.ofSeconds(2);

    private final Database database;
    private final HubQueries queries;
    private final KafkaConfig config;
    private final Clock clock;
    private final KafkaTopic topic;
    private final PublishMetrics counts = new PublishMetrics();
    private final WakeUpSignal arrivals = new WakeUpSignal();
    private final WorkerLoop turns;
    private long lastCount = System.nanoTime() - COUNTING.toNanos();

    /** Starts sending. */
    KafkaPublisher(Database database, HubQueries queries, KafkaConfig config, Clock clock) {
        this.database = database;
        this.queries = queries;
        this.config = config;
        this.clock = clock;
        this.topic = new KafkaTopic(config);
        LOG.infof("events to %s", config);
        this.turns = new WorkerLoop("events to " + config, arrivals, POLL, LAST_TURN, this::turn);
        turns.start(1);
    }

    /** Tells that there may be events to send. */
    void eventsArrived() {
        arrivals.give();
    }

    PublishMetrics counts() {
        return counts;
    }

    /** A batch; tells whether there may be more. The broker is asked first, so that no transaction waits for it to come up. */
    private boolean turn() {
        try {
            count();
            topic.reach();
            var outcome = database.acrossTenants(this::send);
            counts.taken(outcome.taken());
            outcome.failure().ifPresent(failure -> {
                throw failure;
            });
            return outcome.taken() == BATCH;
        } catch (RuntimeException e) {
            counts.attemptFailed();
            throw e;
        }
    }

    private KafkaTopic.Outcome send(Handle tx) {
        if (!AdvisoryLock.SENDING.isMine(tx)) {
            return new KafkaTopic.Outcome(0, Optional.empty());
        }
        var events = PublishPositionStore.following(tx, PublishPositionStore.position(tx, config.topic()), BATCH);
        if (events.isEmpty()) {
            return new KafkaTopic.Outcome(0, Optional.empty());
        }
        var outcome = topic.send(events.stream().map(this::shown).toList());
        if (outcome.taken() > 0) {
            PublishPositionStore.sent(
                    tx, config.topic(), events.get(outcome.taken() - 1).position());
        }
        return outcome;
    }

    private ProducerRecord<String, byte[]> shown(PublishPositionStore.Unsent event) {
        var key = event.tenant() + "/" + event.resource() + "/" + event.resourceId();
        var value = queries.envelope(config.version(), event.document(), config.base());
        var shown = new ProducerRecord<>(config.topic(), key, value.getBytes());
        header(shown, "eventId", event.id());
        header(shown, "eventType", event.type());
        header(shown, "sequence", String.valueOf(event.resourceSequence()));
        header(shown, "tenant", event.tenant());
        return shown;
    }

    private static void header(ProducerRecord<String, byte[]> shown, String name, String value) {
        shown.headers().add(name, value.getBytes(StandardCharsets.UTF_8));
    }

    private void count() {
        if (System.nanoTime() - lastCount > COUNTING.toNanos()) {
            lastCount = System.nanoTime();
            counts.stands(
                    database.acrossTenants(tx -> PublishPositionStore.standing(tx, config.topic(), clock.instant())));
        }
    }

    /** Stops after the batch in hand. */
    @Override
    public void close() {
        turns.close();
        topic.close();
    }
}
