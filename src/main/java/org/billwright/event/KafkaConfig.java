package org.billwright.event;

import java.util.Map;
import org.billwright.json.TmfVersion;

/**
 * How events are published to Kafka.
 *
 * @param bootstrapServers {@code host:port,host:port}
 * @param version of the event shape
 * @param base the start of links in events, ending in a slash
 * @param properties of the producer, in addition to those that {@link KafkaTopic} sets
 */
public record KafkaConfig(
        String bootstrapServers, String topic, TmfVersion version, String base, Map<String, String> properties) {
    /** Copies the properties. */
    public KafkaConfig {
        properties = Map.copyOf(properties);
    }

    /** Without the properties, which may be secret. */
    @Override
    public String toString() {
        return topic + " at " + bootstrapServers + " (" + version.code() + ")";
    }
}
