package org.billwright.channel;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.billwright.billsource.RemoteServerConfig;

/**
 * How the face is served.
 *
 * @param basePath before the version: {@code /dxp-ux}
 * @param businesses a file with a JSON array of businesses; those in the store win over them
 * @param refresh how long a change of clients or businesses may take to be seen
 * @param sources the TMF678 servers that businesses may have their bills at
 */
public record ChannelConfig(
        String basePath, Optional<Path> businesses, Duration refresh, List<RemoteServerConfig> sources) {
    /** Copies what it is given. */
    public ChannelConfig {
        sources = List.copyOf(sources);
    }
}
