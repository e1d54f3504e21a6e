package org.billwright.cycle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.TreeSet;
import org.billwright.json.Json;
import org.billwright.problem.ProblemException;
import org.billwright.property.Generators;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.quicktheories.core.Gen;
import org.quicktheories.generators.SourceDSL;

/** Periods and dates of bill cycles. The expected times are worked out by hand from calendars and the rules of the time zones. */
class CalendarTableTest {
    private static ObjectNode specification(String members) {
        return Json.stored("{'id':'C',".replace('\'', '"') + members.replace('\'', '"') + "}");
    }

    private static BillCycleCalendar calendar(int shift, String frequency) {
        return BillCycleCalendar.of(specification("'billingDateShift':" + shift + ",'frequency':'" + frequency + "'"));
    }

    @ParameterizedTest(name = "shift {0}, {1}, {2}: {3}")
    @CsvSource(delimiter = '|', textBlock = """
            # month ends
            30 | monthly | UTC | 2026-02-10T00:00:00Z        | 2026-01-31T00:00:00Z | 2026-02-28T00:00:00Z
            30 | monthly | UTC | 2026-02-28T00:00:00Z        | 2026-02-28T00:00:00Z | 2026-03-31T00:00:00Z
            30 | monthly | UTC | 2026-04-30T12:00:00Z        | 2026-04-30T00:00:00Z | 2026-05-31T00:00:00Z
            29 | monthly | UTC | 2026-02-28T00:00:00Z        | 2026-02-28T00:00:00Z | 2026-03-30T00:00:00Z
            29 | monthly | UTC | 2026-03-29T23:59:59.999999Z | 2026-02-28T00:00:00Z | 2026-03-30T00:00:00Z
            28 | monthly | UTC | 2026-02-28T12:00:00Z        | 2026-02-28T00:00:00Z | 2026-03-29T00:00:00Z
            0  | monthly | UTC | 2026-12-31T23:59:59.999999Z | 2026-12-01T00:00:00Z | 2027-01-01T00:00:00Z
            # leap years; 2100 is none
            28 | monthly | UTC | 2024-02-28T23:59:59.999999Z | 2024-01-29T00:00:00Z | 2024-02-29T00:00:00Z
            28 | monthly | UTC | 2024-02-29T00:00:00Z        | 2024-02-29T00:00:00Z | 2024-03-29T00:00:00Z
            29 | monthly | UTC | 2024-02-29T12:00:00Z        | 2024-02-29T00:00:00Z | 2024-03-30T00:00:00Z
            28 | monthly | UTC | 2025-02-28T00:00:00Z        | 2025-02-28T00:00:00Z | 2025-03-29T00:00:00Z
            29 | monthly | UTC | 2025-02-27T23:59:59.999999Z | 2025-01-30T00:00:00Z | 2025-02-28T00:00:00Z
            30 | monthly | UTC | 2028-02-28T23:59:59.999999Z | 2028-01-31T00:00:00Z | 2028-02-29T00:00:00Z
            30 | monthly | UTC | 2028-02-29T00:00:00Z        | 2028-02-29T00:00:00Z | 2028-03-31T00:00:00Z
            27 | monthly | UTC | 2028-02-29T00:00:00Z        | 2028-02-28T00:00:00Z | 2028-03-28T00:00:00Z
            28 | monthly | UTC | 2100-02-28T00:00:00Z        | 2100-02-28T00:00:00Z | 2100-03-29T00:00:00Z
            29 | monthly | UTC | 2100-02-27T23:59:59.999999Z | 2100-01-30T00:00:00Z | 2100-02-28T00:00:00Z
            30 | monthly | UTC | 2100-03-01T00:00:00Z        | 2100-02-28T00:00:00Z | 2100-03-31T00:00:00Z
            # to the microsecond
            7  | monthly | America/Puerto_Rico | 2026-06-08T03:59:59.999999Z | 2026-05-08T04:00:00Z | 2026-06-08T04:00:00Z
            7  | monthly | America/Puerto_Rico | 2026-06-08T04:00:00Z        | 2026-06-08T04:00:00Z | 2026-07-08T04:00:00Z
            # every frequency
            14 | monthly         | UTC | 2026-05-20T00:00:00Z        | 2026-05-15T00:00:00Z | 2026-06-15T00:00:00Z
            14 | everyTwoMonths  | UTC | 2026-05-20T00:00:00Z        | 2026-05-15T00:00:00Z | 2026-07-15T00:00:00Z
            14 | everyTwoMonths  | UTC | 2026-05-14T23:59:59.999999Z | 2026-03-15T00:00:00Z | 2026-05-15T00:00:00Z
            14 | quarterly       | UTC | 2026-05-20T00:00:00Z        | 2026-04-15T00:00:00Z | 2026-07-15T00:00:00Z
            14 | quarterly       | UTC | 2026-01-10T00:00:00Z        | 2025-10-15T00:00:00Z | 2026-01-15T00:00:00Z
            14 | everyFourMonths | UTC | 2026-05-20T00:00:00Z        | 2026-05-15T00:00:00Z | 2026-09-15T00:00:00Z
            14 | everyFourMonths | UTC | 2026-05-14T23:59:59.999999Z | 2026-01-15T00:00:00Z | 2026-05-15T00:00:00Z
            14 | halfYearly      | UTC | 2026-05-20T00:00:00Z        | 2026-01-15T00:00:00Z | 2026-07-15T00:00:00Z
            14 | yearly          | UTC | 2026-05-20T00:00:00Z        | 2026-01-15T00:00:00Z | 2027-01-15T00:00:00Z
            30 | everyTwoMonths  | UTC | 2026-12-31T00:00:00Z        | 2026-11-30T00:00:00Z | 2027-01-31T00:00:00Z
            # daylight saving time, spring and autumn
            28 | monthly | Europe/Madrid       | 2026-03-29T12:00:00Z | 2026-03-28T23:00:00Z | 2026-04-28T22:00:00Z
            24 | monthly | Europe/Madrid       | 2026-10-25T12:00:00Z | 2026-10-24T22:00:00Z | 2026-11-24T23:00:00Z
            7  | monthly | America/New_York    | 2026-03-08T12:00:00Z | 2026-03-08T05:00:00Z | 2026-04-08T04:00:00Z
            0  | monthly | America/New_York    | 2026-11-01T12:00:00Z | 2026-11-01T04:00:00Z | 2026-12-01T05:00:00Z
            4  | monthly | Australia/Lord_Howe | 2026-04-05T00:00:00Z | 2026-04-04T13:00:00Z | 2026-05-04T13:30:00Z
            3  | monthly | Australia/Lord_Howe | 2026-10-04T00:00:00Z | 2026-10-03T13:30:00Z | 2026-11-03T13:00:00Z
            0  | monthly | Africa/Casablanca   | 2026-02-10T00:00:00Z | 2026-01-31T23:00:00Z | 2026-03-01T00:00:00Z
            0  | monthly | Africa/Casablanca   | 2026-03-10T00:00:00Z | 2026-03-01T00:00:00Z | 2026-03-31T23:00:00Z
            5  | monthly | America/Santiago    | 2026-09-10T00:00:00Z | 2026-09-06T04:00:00Z | 2026-10-06T03:00:00Z
            # days that begin at 1 o'clock, and one that is none: Samoa left out 30 December 2011
            14 | monthly | America/Sao_Paulo   | 2017-10-20T00:00:00Z | 2017-10-15T03:00:00Z | 2017-11-15T02:00:00Z
            14 | monthly | America/Sao_Paulo   | 2017-10-15T02:59:59.999999Z | 2017-09-15T03:00:00Z | 2017-10-15T03:00:00Z
            17 | monthly | America/Sao_Paulo   | 2018-02-20T00:00:00Z | 2018-02-18T03:00:00Z | 2018-03-18T03:00:00Z
            28 | monthly | Asia/Beirut         | 2026-04-01T00:00:00Z | 2026-03-28T22:00:00Z | 2026-04-28T21:00:00Z
            29 | monthly | Pacific/Apia        | 2012-01-10T00:00:00Z | 2011-12-30T10:00:00Z | 2012-01-29T10:00:00Z
            # both sides of UTC
            0  | monthly | Pacific/Kiritimati  | 2026-06-15T00:00:00Z | 2026-05-31T10:00:00Z | 2026-06-30T10:00:00Z
            0  | monthly | Pacific/Kiritimati  | 2026-06-30T10:00:00Z | 2026-06-30T10:00:00Z | 2026-07-31T10:00:00Z
            0  | monthly | Pacific/Pago_Pago   | 2026-06-15T00:00:00Z | 2026-06-01T11:00:00Z | 2026-07-01T11:00:00Z
            0  | monthly | Pacific/Pago_Pago   | 2026-07-01T10:59:59.999999Z | 2026-06-01T11:00:00Z | 2026-07-01T11:00:00Z
            0  | monthly | Asia/Kathmandu      | 2026-06-15T00:00:00Z | 2026-05-31T18:15:00Z | 2026-06-30T18:15:00Z
            # a clock that is put back over midnight: the day that begins at 00:00 goes on
            6  | monthly | America/St_Johns    | 2010-11-07T03:00:00Z | 2010-11-07T02:30:00Z | 2010-12-07T03:30:00Z
            """)
    void the_period_of_a_time_is_from_billing_date_to_billing_date(
            int shift, String frequency, String zone, Instant at, Instant start, Instant end) {
        var period = calendar(shift, frequency).periodOf(at.atOffset(ZoneOffset.UTC), ZoneId.of(zone));
        assertThat(period.start().toInstant()).isEqualTo(start);
        assertThat(period.end().toInstant()).isEqualTo(end);
    }

    @ParameterizedTest(name = "{0}: charges of {1} to {2}")
    @CsvSource(delimiter = '|', textBlock = """
            0   | UTC           | 2026-05-08T00:00:00Z | 2026-06-08T00:00:00Z | 2026-06-08T00:00:00Z
            -2  | UTC           | 2026-05-06T00:00:00Z | 2026-06-06T00:00:00Z | 2026-06-08T00:00:00Z
            3   | UTC           | 2026-05-11T00:00:00Z | 2026-06-11T00:00:00Z | 2026-06-11T00:00:00Z
            -27 | UTC           | 2026-04-11T00:00:00Z | 2026-05-12T00:00:00Z | 2026-06-08T00:00:00Z
            -2  | Europe/Madrid | 2026-05-05T22:00:00Z | 2026-06-05T22:00:00Z | 2026-06-07T22:00:00Z
            """)
    void charges_are_cut_off_on_their_own_day(int offset, String zone, Instant from, Instant until, Instant over) {
        var calendar = BillCycleCalendar.of(specification("'billingDateShift':7,'chargeDateOffset':" + offset));
        var date = LocalDate.of(2026, 6, 8);
        var period = calendar.periodUntil(date, ZoneId.of(zone));
        assertThat(period.chargesFrom().toInstant()).isEqualTo(from);
        assertThat(period.chargesUntil().toInstant()).isEqualTo(until);
        assertThat(calendar.endOfPeriod(date, ZoneId.of(zone)).toInstant()).isEqualTo(over);
    }

    @Test
    void the_dates_of_a_bill_cycle_count_from_its_billing_date() {
        var calendar = BillCycleCalendar.of(specification(
                "'name':'Q','billingDateShift':7,'billingPeriod':'quarter','chargeDateOffset':-2,'creditDateOffset':0,"
                        + "'mailingDateOffset':3,'paymentDueDateOffset':21,'timeZone':'Europe/Madrid'"));
        var cycle = calendar.cycle(LocalDate.of(2026, 4, 8));
        assertThat(cycle.path("billingPeriod").textValue()).isEqualTo("quarter");
        assertThat(List.of(
                        time(cycle, "/validFor/startDateTime"),
                        time(cycle, "/validFor/endDateTime"),
                        time(cycle, "/billingDate"),
                        time(cycle, "/chargeDate"),
                        time(cycle, "/creditDate"),
                        time(cycle, "/mailingDate"),
                        time(cycle, "/paymentDueDate")))
                .as("clocks are put forward on 29 March")
                .containsExactly(
                        Instant.parse("2026-01-07T23:00:00Z"),
                        Instant.parse("2026-04-07T22:00:00Z"),
                        Instant.parse("2026-04-07T22:00:00Z"),
                        Instant.parse("2026-04-05T22:00:00Z"),
                        Instant.parse("2026-04-07T22:00:00Z"),
                        Instant.parse("2026-04-10T22:00:00Z"),
                        Instant.parse("2026-04-29T21:59:59Z"));
    }

    private static Instant time(ObjectNode cycle, String path) {
        return OffsetDateTime.parse(cycle.at(path).textValue()).toInstant();
    }

    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource(delimiter = '|', quoteCharacter = '"', textBlock = """
            'frequency':'monthly'                                       | 'billingDateShift' is required
            'billingDateShift':31                                       | 'billingDateShift' must be a whole number, 0 to 30
            'billingDateShift':0,'frequency':'weekly'                   | 'frequency' must be one of monthly, everyTwoMonths, quarterly, everyFourMonths, halfYearly, yearly
            'billingDateShift':0,'billingPeriod':'week'                 | 'billingPeriod' must be one of month, twoMonths, quarter, fourMonths, halfYear, year
            'billingDateShift':0,'frequency':'yearly','billingPeriod':'month' | 'billingPeriod' must be year where frequency is yearly
            'billingDateShift':0,'chargeDateOffset':-28                 | 'chargeDateOffset' must be a whole number, -27 to 27
            'billingDateShift':0,'creditDateOffset':1                   | 'creditDateOffset' must be 0 or left out
            'billingDateShift':0,'mailingDateOffset':-1                 | 'mailingDateOffset' must be a whole number, 0 to 365
            'billingDateShift':0,'paymentDueDateOffset':366             | 'paymentDueDateOffset' must be a whole number, 0 to 365
            'billingDateShift':0,'automaticPlanning':true               | 'automaticPlanning' must be an object
            'billingDateShift':0,'automaticPlanning':{'delayHours':-1}  | 'delayHours' must be a whole number, 0 to 720
            'billingDateShift':0,'automaticPlanning':{'days':1}         | 'days' is not read here; there are delayHours
            'billingDay':8                                              | 'billingDay' has another name: billingDateShift, the days from the first of the month: 7 for the 8th
            'billingDateShift':7,'months':1                             | 'months' has another name: frequency, one of monthly
            'billingDateShift':7,'paymentTermDays':1                    | 'paymentTermDays' has another name: paymentDueDateOffset
            'billingDateShift':7,'mailingDelayDays':1                   | 'mailingDelayDays' has another name: mailingDateOffset
            """)
    void what_is_invalid_is_reported_with_what_to_do(String members, String reason) {
        assertThatThrownBy(() -> BillCycleCalendar.of(specification(members)))
                .isInstanceOf(ProblemException.class)
                .hasMessageContaining(reason);
    }

    private static Gen<BillCycleCalendar> calendars() {
        return Generators.integers(0, 30)
                .zip(
                        Generators.oneOf(List.of(BillingFrequency.values())),
                        Generators.integers(-27, 27),
                        (shift, frequency, charges) -> BillCycleCalendar.of(specification("'billingDateShift':" + shift
                                + ",'frequency':'" + frequency.code() + "','chargeDateOffset':" + charges)));
    }

    @Test
    void periods_cover_time_without_gap_or_overlap() {
        var zones = Generators.oneOf(List.copyOf(new TreeSet<>(ZoneId.getAvailableZoneIds())));
        var times = SourceDSL.longs()
                .between(
                        Instant.parse("1990-01-01T00:00:00Z").getEpochSecond(),
                        Instant.parse("2101-01-01T00:00:00Z").getEpochSecond())
                .map(second -> Instant.ofEpochSecond(second));
        Generators.examples(5_000).forAll(calendars(), zones, times).checkAssert((calendar, id, time) -> {
            var zone = ZoneId.of(id);
            var at = time.atOffset(ZoneOffset.UTC);
            var period = calendar.periodOf(at, zone);
            assertThat(period.start()).isBeforeOrEqualTo(at);
            assertThat(period.end()).isAfter(at);
            var next = calendar.periodOf(period.end(), zone);
            assertThat(next.start()).isEqualTo(period.end());
            assertThat(next.previousStart()).isEqualTo(period.start());
            assertThat(next.chargesFrom()).isEqualTo(period.chargesUntil());
            assertThat(period.chargesFrom()).isBefore(period.chargesUntil());
            assertThat(calendar.periodOf(period.end().minusNanos(1_000), zone)).isEqualTo(period);
        });
    }
}
