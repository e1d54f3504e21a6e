package org.billwright.event;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;

/** A topic and the producer that writes to it. The producer is idempotent, and closed as soon as any record fails. */
final class KafkaTopic implements AutoCloseable {
    /** Short timeouts, so that neither a stop nor another process waits long for an unavailable broker. The operator may override them. */
    private static final Map<String, Object> DEFAULTS = Map.of(
            ProducerConfig.CLIENT_ID_CONFIG, "billwright",
            ProducerConfig.MAX_BLOCK_MS_CONFIG, 5_000,
            ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, 5_000,
            ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, 10_000,
            ProducerConfig.RECONNECT_BACKOFF_MAX_MS_CONFIG, 1_000);

    private final KafkaConfig config;
    private volatile Optional<KafkaProducer<String, byte[]>> producer = Optional.empty();

    KafkaTopic(KafkaConfig config) {
        this.config = config;
    }

    /**
     * The result of sending records.
     *
     * @param written how many were written, counted from the first up to the first that failed
     * @param failure why the others failed
     */
    record SendResult(int written, Optional<KafkaException> failure) {}

    /** Checks that a broker is reachable and knows the topic. Throws {@link KafkaException} if not. */
    void connect() {
        try {
            open().partitionsFor(config.topic());
        } catch (KafkaException e) {
            close();
            throw e;
        }
    }

    /** Sends records in their order, and waits until all are written or one has failed. */
    SendResult send(List<ProducerRecord<String, byte[]>> records) {
        var writer = open();
        var pending = new ArrayList<Future<RecordMetadata>>();
        try {
            for (var sent : records) {
                pending.add(send(writer, sent));
                if (pending.getLast().state() == Future.State.FAILED) {
                    break;
                }
            }
            writer.flush();
            return result(pending);
        } catch (KafkaException e) {
            close();
            return new SendResult(result(pending).written(), Optional.of(e));
        } catch (IllegalStateException closed) {
            // an earlier record failed; its future has the reason
            return result(pending);
        }
    }

    /**
     * No record may be written after one that failed: the producer's own thread closes it before it continues with the next
     * record. The broker rejects records that are in flight already, because a sequence number before them is missing. A record
     * that fails in the calling thread was not queued.
     */
    private static Future<RecordMetadata> send(
            KafkaProducer<String, byte[]> writer, ProducerRecord<String, byte[]> sent) {
        var caller = Thread.currentThread();
        return writer.send(sent, (metadata, failure) -> {
            if (failure != null && !Thread.currentThread().equals(caller)) {
                writer.close(Duration.ZERO);
            }
        });
    }

    private SendResult result(List<Future<RecordMetadata>> pending) {
        int written = 0;
        try {
            for (var sent : pending) {
                sent.get();
                written++;
            }
            return new SendResult(written, Optional.empty());
        } catch (ExecutionException e) {
            close();
            return new SendResult(written, Optional.of(new KafkaException(e.getCause())));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return new SendResult(written, Optional.of(new KafkaException(e)));
        }
    }

    private KafkaProducer<String, byte[]> open() {
        var open = producer.orElseGet(
                () -> new KafkaProducer<>(properties(), new StringSerializer(), new ByteArraySerializer()));
        producer = Optional.of(open);
        return open;
    }

    private Map<String, Object> properties() {
        var properties = new HashMap<>(DEFAULTS);
        properties.putAll(config.properties());
        properties.put(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, config.bootstrapServers());
        properties.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true);
        properties.put(ProducerConfig.ACKS_CONFIG, "all");
        return properties;
    }

    /** Discards what is in flight; the next use opens a new producer. */
    @Override
    public void close() {
        producer.ifPresent(open -> open.close(Duration.ZERO));
        producer = Optional.empty();
    }
}
