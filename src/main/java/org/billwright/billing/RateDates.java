package org.billwright.billing;

import static org.billwright.json.JsonValues.dateTime;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.OffsetDateTime;
import java.util.Comparator;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * When what a rate is for took place.
 *
 * @param date of the rate
 * @param start of what it covers, inclusive
 * @param end of what it covers, exclusive
 */
record RateDates(Optional<OffsetDateTime> date, Optional<OffsetDateTime> start, Optional<OffsetDateTime> end) {
    static RateDates of(ObjectNode rate) {
        return new RateDates(
                dateTime(rate, "date"),
                dateTime(rate, "periodCoverage", "startDateTime"),
                dateTime(rate, "periodCoverage", "endDateTime"));
    }

    /** When it began. */
    Optional<OffsetDateTime> earliest() {
        return Stream.of(start, date).flatMap(Optional::stream).min(Comparator.naturalOrder());
    }

    /** Whether the rate, and all that it covers, is from before the charges of the period. */
    boolean isLate(BillingPeriod period) {
        return period.start().isBefore(period.end())
                && date.filter(at -> at.isBefore(period.chargesFrom())).isPresent()
                && end.map(covered -> !covered.isAfter(period.chargesFrom())).orElse(true);
    }
}
