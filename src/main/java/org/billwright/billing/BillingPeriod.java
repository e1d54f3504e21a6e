package org.billwright.billing;

import java.time.OffsetDateTime;

/**
 * The period of a bill. Periods of one account do not overlap.
 *
 * @param start inclusive
 * @param end exclusive
 */
public record BillingPeriod(OffsetDateTime start, OffsetDateTime end) {
    /** A period does not end before it starts. */
    public BillingPeriod {
        if (end.isBefore(start)) {
            throw new IllegalArgumentException("a billing period ends at or after its start");
        }
    }
}
