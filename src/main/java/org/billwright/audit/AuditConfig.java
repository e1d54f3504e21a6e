package org.billwright.audit;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/**
 * How the trail is kept.
 *
 * @param reads whether reads are recorded as well as changes
 * @param sealing how often new entries are sealed
 * @param queueBytes the memory for reads that wait to be written
 * @param anchorFile where each seal is noted, besides the log
 */
public record AuditConfig(boolean reads, Duration sealing, long queueBytes, Optional<Path> anchorFile) {
    /** Rejects values that are not greater than zero. */
    public AuditConfig {
        if (!sealing.isPositive() || queueBytes < 1) {
            throw new IllegalArgumentException("the audit trail: times and sizes are greater than 0");
        }
    }
}
