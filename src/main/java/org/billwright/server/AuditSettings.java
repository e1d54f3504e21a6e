package org.billwright.server;

import io.quarkus.runtime.configuration.MemorySize;
import io.smallrye.config.WithDefault;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/** Settings of the audit trail. */
public interface AuditSettings {
    /** Whether it records reads, besides changes. */
    @WithDefault("true")
    boolean reads();

    /** How often new entries are sealed. */
    @WithDefault("5s")
    Duration sealing();

    /** The memory for reads that wait to be written. Callers are slowed down above half of it, and refused above all of it. */
    @WithDefault("32M")
    MemorySize queueSize();

    /** A file to which each seal is added, besides the log. */
    Optional<Path> anchorFile();
}
