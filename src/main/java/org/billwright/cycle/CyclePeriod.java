package org.billwright.cycle;

import java.time.OffsetDateTime;

/**
 * A billing period of a calendar. The end of each is the start of the next, and so it is with the times of charges.
 *
 * @param previousStart the start of the period before
 * @param start inclusive, the beginning of a billing date
 * @param end exclusive, the beginning of the next billing date
 * @param chargesFrom where charges begin that are not late, inclusive
 * @param chargesUntil where charges of this period end, exclusive
 */
public record CyclePeriod(
        OffsetDateTime previousStart,
        OffsetDateTime start,
        OffsetDateTime end,
        OffsetDateTime chargesFrom,
        OffsetDateTime chargesUntil) {}
