package org.billwright.event;

import java.util.Map;
import org.billwright.json.TmfVersion;

/**
 * Where in Kafka events go.
 *
 * @param bootstrapServers {@code host:port,host:port}
 * @param version that events are shown in
 * @param base what links in events begin with, ending in a slash
 * @param properties of the producer, beside those that {@link KafkaTopic} insists on
 */
public record KafkaConfig(
        String bootstrapServers, String topic, TmfVersion version, String base, Map<String, String> properties) {
    /** Copies what it is given. */
    public KafkaConfig {
        properties = Map.copyOf(properties);
    }

    /** Without the properties, which may be secret. */
    @Override
    public String toString() {
        return topic + " at " + bootstrapServers + " (" + version.word() + ")";
    }
}
