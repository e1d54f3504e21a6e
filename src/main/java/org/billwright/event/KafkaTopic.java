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

/** A topic, and the producer that writes to it: idempotent, and given up whole as soon as it fails anywhere. */
final class KafkaTopic implements AutoCloseable {
    /** So that neither a stop nor another process waits long for a broker that is away. Ours unless the operator has others. */
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
     * What became of records that were sent.
     *
     * @param taken how many were written, counted from the first up to the first that was not
     * @param failure why the others were not
     */
    record Outcome(int taken, Optional<KafkaException> failure) {}

    /** Makes sure that there is a broker that knows the topic. Throws {@link KafkaException} where there is none. */
    void reach() {
        try {
            open().partitionsFor(config.topic());
        } catch (KafkaException e) {
            close();
            throw e;
        }
    }

    /** Sends records in their order, and waits until all are written or one cannot be. */
    Outcome send(List<ProducerRecord<String, byte[]>> records) {
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
            return outcome(pending);
        } catch (KafkaException e) {
            close();
            return new Outcome(outcome(pending).taken(), Optional.of(e));
        } catch (IllegalStateException closed) {
            // one of those before it failed, and tells why
            return outcome(pending);
        }
    }

    /**
     * No record may be written after one that was not: the producer is stopped by its own thread, before that goes on to
     * what follows. What was under way already the broker refuses, for a number is missing before it. What fails in our
     * thread was not even queued.
     */
    private static Future<RecordMetadata> send(
            KafkaProducer<String, byte[]> writer, ProducerRecord<String, byte[]> sent) {
        var own = Thread.currentThread();
        return writer.send(sent, (metadata, failure) -> {
            if (failure != null && !Thread.currentThread().equals(own)) {
                writer.close(Duration.ZERO);
            }
        });
    }

    private Outcome outcome(List<Future<RecordMetadata>> pending) {
        int taken = 0;
        try {
            for (var sent : pending) {
                sent.get();
                taken++;
            }
            return new Outcome(taken, Optional.empty());
        } catch (ExecutionException e) {
            close();
            return new Outcome(taken, Optional.of(new KafkaException(e.getCause())));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return new Outcome(taken, Optional.of(new KafkaException(e)));
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

    /** Gives up what is under way; the next use begins anew. */
    @Override
    public void close() {
        producer.ifPresent(open -> open.close(Duration.ZERO));
        producer = Optional.empty();
    }
}
