package org.billwright.cycle;

import java.time.OffsetDateTime;

/**
 * A billing period of a calendar.
 *
 * @param start inclusive, the beginning of a day
 * @param end exclusive, the beginning of the billing date
 */
public record CyclePeriod(OffsetDateTime start, OffsetDateTime end) {}
