package org.billwright.server;

import io.smallrye.config.WithDefault;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/** Settings of the channel API dxp-ux. */
public interface ChannelSettings {
    /** Its path, before the version. */
    @WithDefault("/dxp-ux")
    String basePath();

    /** A file with a JSON array of businesses. */
    Optional<Path> businesses();

    /** How long it may take until a change of clients or businesses takes effect. */
    @WithDefault("5s")
    Duration refresh();

    /** The TMF678 servers that businesses may have their bills at, by name. */
    Map<String, SourceSettings> sources();

    /** A TMF678 server. */
    interface SourceSettings {
        /** Of its API version: {@code https://biller.example/tmf-api/customerBillManagement/v4}. */
        URI url();

        /** Of TMF678: 4 or 5. */
        @WithDefault("4")
        int version();

        /** Sent as the {@code Authorization} header. */
        Optional<String> authorization();

        /** Of one attempt. */
        @WithDefault("2s")
        Duration timeout();

        /** How often a request is attempted. */
        @WithDefault("2")
        int attempts();

        /** How many requests it gets at a time; as many again may wait. */
        @WithDefault("64")
        int connections();

        /** The number of attempts within ten seconds from which on the circuit breaker opens, where half of them failed. */
        @WithDefault("20")
        int failureThreshold();

        /** How long the circuit breaker stays open. */
        @WithDefault("5s")
        Duration openDuration();

        /** How many items are requested at a time. */
        @WithDefault("500")
        int pageSize();
    }
}
