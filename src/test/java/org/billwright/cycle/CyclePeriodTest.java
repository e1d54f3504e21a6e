package org.billwright.cycle;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.OffsetDateTime;
import java.time.ZoneId;
import org.billwright.json.Json;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Periods of a calendar, worked out by hand. */
class CyclePeriodTest {
    @ParameterizedTest(name = "the {0}., every {1} months, {2}: {3}")
    @CsvSource(delimiter = '|', textBlock = """
            31 | 1 | UTC                 | 2026-02-10T00:00:00Z | 2026-01-31T00:00:00Z | 2026-02-28T00:00:00Z
            31 | 1 | UTC                 | 2026-02-28T00:00:00Z | 2026-02-28T00:00:00Z | 2026-03-31T00:00:00Z
            31 | 1 | UTC                 | 2026-04-30T12:00:00Z | 2026-04-30T00:00:00Z | 2026-05-31T00:00:00Z
            31 | 1 | UTC                 | 2028-02-28T23:59:59Z | 2028-01-31T00:00:00Z | 2028-02-29T00:00:00Z
            29 | 1 | UTC                 | 2028-02-29T00:00:00Z | 2028-02-29T00:00:00Z | 2028-03-29T00:00:00Z
            29 | 1 | UTC                 | 2027-03-01T00:00:00Z | 2027-02-28T00:00:00Z | 2027-03-29T00:00:00Z
            1  | 1 | UTC                 | 2026-12-31T23:59:59Z | 2026-12-01T00:00:00Z | 2027-01-01T00:00:00Z
            8  | 1 | America/Puerto_Rico | 2026-06-08T03:59:59Z | 2026-05-08T04:00:00Z | 2026-06-08T04:00:00Z
            8  | 1 | America/Puerto_Rico | 2026-06-08T04:00:00Z | 2026-06-08T04:00:00Z | 2026-07-08T04:00:00Z
            29 | 1 | Europe/Madrid       | 2026-03-29T12:00:00Z | 2026-03-28T23:00:00Z | 2026-04-28T22:00:00Z
            6  | 1 | America/Santiago    | 2026-09-10T00:00:00Z | 2026-09-06T04:00:00Z | 2026-10-06T03:00:00Z
            15 | 3 | UTC                 | 2026-05-01T00:00:00Z | 2026-04-15T00:00:00Z | 2026-07-15T00:00:00Z
            31 | 12| UTC                 | 2026-05-01T00:00:00Z | 2026-01-31T00:00:00Z | 2027-01-31T00:00:00Z
            """)
    void the_period_of_a_time_is_from_billing_date_to_billing_date(
            int billingDay, int months, String zone, String at, String start, String end) {
        var calendar = BillCycleCalendar.of(
                Json.object().put("id", "C").put("billingDay", billingDay).put("months", months));
        var period = calendar.periodOf(OffsetDateTime.parse(at), ZoneId.of(zone));
        assertThat(period.start()).isAtSameInstantAs(OffsetDateTime.parse(start));
        assertThat(period.end()).isAtSameInstantAs(OffsetDateTime.parse(end));
    }
}
