package org.billwright.event;

import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.InvalidRecordException;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.SerializationException;
import org.billwright.store.Database;
import org.billwright.telemetry.TraceParent;
import org.billwright.work.AdvisoryLock;
import org.billwright.work.WakeUpSignal;
import org.billwright.work.WorkerLoop;
import org.jboss.logging.Logger;
import org.jdbi.v3.core.Handle;

/**
 * Publishes every event to Kafka, in the order in which events are dispatched. The position is in the database and moves after
 * the broker has accepted a batch: a killed process publishes some events again, and none is lost.
 */
final class KafkaPublisher implements AutoCloseable {
    private static final Logger LOG = Logger.getLogger("org.billwright.event");
    private static final int BATCH = 200;
    private static final Duration POLL = Duration.ofSeconds(1);
    private static final Duration METRICS_PERIOD = Duration.ofSeconds(5);
    private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(2);

    private final Database database;
    private final HubQueries queries;
    private final KafkaConfig config;
    private final Clock clock;
    private final KafkaTopic topic;
    private final PublishMetrics metrics = new PublishMetrics();
    private final WakeUpSignal signal = new WakeUpSignal();
    private final WorkerLoop loop;
    private long lastMetrics = System.nanoTime() - METRICS_PERIOD.toNanos();

    /** Starts to publish. */
    KafkaPublisher(Database database, HubQueries queries, KafkaConfig config, Clock clock) {
        this.database = database;
        this.queries = queries;
        this.config = config;
        this.clock = clock;
        this.topic = new KafkaTopic(config);
        LOG.infof("events to %s", config);
        this.loop =
                new WorkerLoop("events to " + config, signal, WorkerLoop.AFTER_FAILURE, CLOSE_TIMEOUT, this::runOnce);
        loop.start(1);
    }

    /** Wakes the publisher: events were dispatched. */
    void signal() {
        signal.signal();
    }

    PublishMetrics metrics() {
        return metrics;
    }

    /** Publishes a batch. The broker is contacted first, so that no transaction waits for an unavailable one. */
    private Duration runOnce() {
        try {
            updateMetrics();
            topic.connect();
            var result = database.acrossTenants(this::send);
            metrics.recordPublished(result.written());
            result.failure().ifPresent(failure -> {
                throw failure;
            });
            return result.written() > 0 ? Duration.ZERO : POLL;
        } catch (RuntimeException e) {
            metrics.recordFailure();
            throw e;
        }
    }

    private KafkaTopic.SendResult send(Handle tx) {
        if (!AdvisoryLock.EVENT_PUBLISHING.tryAcquire(tx)) {
            return new KafkaTopic.SendResult(0, Optional.empty());
        }
        var events = PublishPositionStore.following(tx, PublishPositionStore.position(tx, config.topic()), BATCH);
        if (events.isEmpty()) {
            return new KafkaTopic.SendResult(0, Optional.empty());
        }
        var result = topic.send(events.stream().map(this::producerRecord).toList());
        if (result.written() > 0) {
            PublishPositionStore.published(
                    tx, config.topic(), events.get(result.written() - 1).position());
        }
        return result.failure().filter(KafkaPublisher::isAboutRecord).isPresent()
                ? withoutRejected(tx, events.get(result.written()), result)
                : result;
    }

    /** A record that the topic will never accept, such as one that is too large. The broker's other errors pass. */
    private static boolean isAboutRecord(KafkaException failure) {
        return causes(failure)
                .anyMatch(cause -> cause instanceof RecordTooLargeException
                        || cause instanceof InvalidRecordException
                        || cause instanceof SerializationException);
    }

    private static Stream<Throwable> causes(Throwable failure) {
        return Stream.iterate(failure, Objects::nonNull, Throwable::getCause);
    }

    /** Sets an event aside that the topic does not accept, so that those after it are published. */
    private KafkaTopic.SendResult withoutRejected(
            Handle tx, PublishPositionStore.Unpublished event, KafkaTopic.SendResult result) {
        var reason = result.failure().map(Throwable::getMessage).orElse("");
        LOG.errorf("event %s is not published to %s: %s", event.id(), config, reason);
        PublishPositionStore.deadLetter(tx, config.topic(), event, String.valueOf(reason));
        PublishPositionStore.published(tx, config.topic(), event.position());
        return new KafkaTopic.SendResult(result.written() + 1, Optional.empty());
    }

    private ProducerRecord<String, byte[]> producerRecord(PublishPositionStore.Unpublished event) {
        var key = event.tenant() + "/" + event.resource() + "/" + event.resourceId();
        var value = queries.envelope(config.version(), event.document(), config.base());
        var record = new ProducerRecord<>(config.topic(), key, value.getBytes());
        header(record, "eventId", event.id());
        header(record, "eventType", event.type());
        header(record, "sequence", String.valueOf(event.resourceSequence()));
        header(record, "tenant", event.tenant());
        event.trace().flatMap(TraceParent::ofEvent).ifPresent(parent -> header(record, TraceParent.HEADER, parent));
        return record;
    }

    private static void header(ProducerRecord<String, byte[]> record, String name, String value) {
        record.headers().add(name, value.getBytes(StandardCharsets.UTF_8));
    }

    private void updateMetrics() {
        if (System.nanoTime() - lastMetrics > METRICS_PERIOD.toNanos()) {
            lastMetrics = System.nanoTime();
            metrics.update(
                    database.acrossTenants(tx -> PublishPositionStore.backlog(tx, config.topic(), clock.instant())));
        }
    }

    WorkerLoop loop() {
        return loop;
    }

    /** Stops after the current batch. */
    @Override
    public void close() {
        loop.close();
        topic.close();
    }
}
