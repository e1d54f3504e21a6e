package org.billwright.billing;

import java.time.OffsetDateTime;

/**
 * The period of a bill. Periods of one account do not overlap.
 *
 * @param start inclusive
 * @param end exclusive
 * @param chargesFrom a charge of an earlier date is late; the start, unless charges are cut off on another day than the period
 */
public record BillingPeriod(OffsetDateTime start, OffsetDateTime end, OffsetDateTime chargesFrom) {
    /** A period does not end before it starts. */
    public BillingPeriod {
        if (end.isBefore(start)) {
            throw new IllegalArgumentException("a billing period ends at or after its start");
        }
    }

    /** A period whose charges begin at its start. */
    public BillingPeriod(OffsetDateTime start, OffsetDateTime end) {
        this(start, end, start);
    }
}
