package org.billwright.server;

import io.smallrye.config.WithDefault;
import java.time.Duration;

/** Settings of the audit trail. */
public interface AuditSettings {
    /** Whether it records reads, besides changes. */
    @WithDefault("true")
    boolean reads();

    /** How often new entries are sealed. */
    @WithDefault("10s")
    Duration sealing();
}
