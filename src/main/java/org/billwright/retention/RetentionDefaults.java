package org.billwright.retention;

import java.time.Duration;

/**
 * The periods of a server, which hold for tenants without their own.
 *
 * @param billYears how long bills are kept, in years from their bill date
 * @param events how long events are kept
 * @param rejectedLines how long rejected lines of imports are kept
 */
public record RetentionDefaults(int billYears, Duration events, Duration rejectedLines) {
    private static final int MOST_YEARS = 100;

    /** Rejects periods that would have a server delete what is new; the message names the setting. */
    public RetentionDefaults {
        if (billYears < 1 || billYears > MOST_YEARS) {
            throw new IllegalArgumentException(
                    "BILLWRIGHT_PRIVACY_YEARS_KEPT must be 1 to " + MOST_YEARS + ", not " + billYears);
        }
        requirePositive("BILLWRIGHT_EVENTS_RETENTION", events);
        requirePositive("BILLWRIGHT_IMPORTS_REJECTS_KEPT", rejectedLines);
    }

    private static void requirePositive(String setting, Duration period) {
        if (!period.isPositive()) {
            throw new IllegalArgumentException(setting + " must be longer than 0, not " + period);
        }
    }
}
