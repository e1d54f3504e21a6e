package org.billwright.server;

import io.smallrye.config.WithDefault;

/** Settings of customer bills on demand. */
public interface OnDemandSettings {
    /** How many requests are fulfilled at a time; 0 leaves them to other processes. */
    @WithDefault("2")
    int workers();
}
