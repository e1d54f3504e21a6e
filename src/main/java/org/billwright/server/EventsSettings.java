package org.billwright.server;

import io.smallrye.config.WithDefault;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.billwright.json.TmfVersion;

/** Settings of events and their delivery. */
public interface EventsSettings {
    /** Whether this process delivers events; others may. */
    @WithDefault("true")
    boolean delivered();

    /** Whether callbacks must be https. */
    @WithDefault("true")
    boolean httpsRequired();

    /** Host names, addresses and address ranges that are allowed as callbacks although they are not public. */
    Optional<List<String>> allowedCallbacks();

    /** Of one delivery attempt. */
    @WithDefault("5s")
    Duration timeout();

    /** The number of failed attempts after which a delivery is dead-lettered. */
    @WithDefault("12")
    int attempts();

    /** The pause after the first attempt; it doubles after each attempt that follows. */
    @WithDefault("1s")
    Duration firstRetry();

    /** The longest pause between two attempts. */
    @WithDefault("10m")
    Duration longestRetry();

    /** Deliveries to one subscriber at a time. */
    @WithDefault("16")
    int parallel();

    /** Subscriptions of a tenant at most. */
    @WithDefault("1000")
    int subscriptions();

    /** How long events are kept, and so can be replayed; dead-lettered deliveries too. */
    @WithDefault("7d")
    Duration retention();

    /** Publishing to Kafka, besides the subscriptions. */
    KafkaSettings kafka();

    /** A Kafka topic that gets every event. */
    interface KafkaSettings {
        /** {@code host:port,host:port}; nothing is published where it is not set. */
        Optional<String> bootstrapServers();

        /** The topic's name. */
        @WithDefault("billwright.customerBillManagement")
        String topic();

        /** The version of TMF678 in whose shape events are published. */
        @WithDefault("v5")
        TmfVersion version();

        /** More settings of the Kafka producer, such as {@code "security.protocol"}. */
        Map<String, String> properties();
    }
}
