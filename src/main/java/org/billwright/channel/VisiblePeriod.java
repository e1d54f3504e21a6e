package org.billwright.channel;

import java.time.Clock;
import java.time.LocalDate;
import java.time.OffsetDateTime;

/**
 * The bills that are shown: those dated on its first day or later, in the business's time zone.
 *
 * @param from the first day
 */
record VisiblePeriod(Business business, LocalDate from) {
    /** Today's window: the day of the same number so many calendar months ago, or the last of that month. */
    static VisiblePeriod of(Business business, Clock clock) {
        var today = LocalDate.ofInstant(clock.instant(), business.timeZone());
        return new VisiblePeriod(business, today.minusMonths(business.windowMonths()));
    }

    boolean contains(OffsetDateTime billDate) {
        return !billDate.atZoneSameInstant(business.timeZone()).toLocalDate().isBefore(from);
    }
}
