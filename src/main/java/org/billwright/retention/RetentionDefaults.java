package org.billwright.retention;

import java.time.Duration;

/**
 * The periods of a server, which hold for tenants without their own.
 *
 * @param billYears how long bills are kept, in years from their bill date
 * @param events how long events are kept
 * @param rejectedLines how long rejected lines of imports are kept
 */
public record RetentionDefaults(int billYears, Duration events, Duration rejectedLines) {}
