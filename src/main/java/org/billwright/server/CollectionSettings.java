package org.billwright.server;

import io.smallrye.config.WithDefault;
import java.time.Duration;

/** Settings of collection. */
public interface CollectionSettings {
    /** How often this process looks for bills that became overdue, for the events; 0 leaves it to other processes. */
    @WithDefault("1m")
    Duration interval();
}
