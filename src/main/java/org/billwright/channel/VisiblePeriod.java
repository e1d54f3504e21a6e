package org.billwright.channel;

import java.time.Clock;
import java.time.LocalDate;
import java.time.OffsetDateTime;

/**
 * The period of the bills that are shown: it begins at its first day, in the business's time zone.
 *
 * @param from the first day
 */
record VisiblePeriod(Business business, LocalDate from) {
    /** The period that began so many calendar months ago, on the same day of the month or on its last day. */
    static VisiblePeriod of(Business business, Clock clock) {
        var today = LocalDate.ofInstant(clock.instant(), business.timeZone());
        return new VisiblePeriod(business, today.minusMonths(business.windowMonths()));
    }

    boolean contains(OffsetDateTime billDate) {
        return !billDate.atZoneSameInstant(business.timeZone()).toLocalDate().isBefore(from);
    }
}
