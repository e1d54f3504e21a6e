package org.billwright.channel;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.billwright.billsource.RemoteServerConfig;

/**
 * The configuration of the channel API.
 *
 * @param basePath before the version: {@code /dxp-ux}
 * @param businesses a file with a JSON array of businesses; those in the database take precedence
 * @param refresh the interval after which changed clients and businesses are reloaded
 * @param sources the TMF678 servers that may be bill sources
 */
public record ChannelConfig(
        String basePath, Optional<Path> businesses, Duration refresh, List<RemoteServerConfig> sources) {
    /** Copies the list. */
    public ChannelConfig {
        sources = List.copyOf(sources);
    }
}
