package org.billwright.cycle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.billwright.json.Json;
import org.billwright.problem.ProblemException;

class BillCycleCalendarProperties {
    private static final int DATES = 30;

    @Provide
    Arbitrary<BillCycleCalendar> calendars() {
        var zones = Arbitraries.of("America/Puerto_Rico", "Asia/Tokyo", "America/Santiago", "Europe/London", "UTC");
        return Combinators.combine(Arbitraries.integers().between(1, 31), Arbitraries.of(1, 2, 3, 4, 6, 12), zones)
                .as((day, months, zone) -> BillCycleCalendar.of(Json.object()
                        .put("id", "C")
                        .put("billingDay", day)
                        .put("months", months)
                        .put("timeZone", zone)));
    }

    @Provide
    Arbitrary<LocalDate> days() {
        return Arbitraries.longs()
                .between(
                        LocalDate.of(2019, 1, 1).toEpochDay(),
                        LocalDate.of(2033, 1, 1).toEpochDay())
                .map(LocalDate::ofEpochDay);
    }

    @Property
    void the_first_billing_date_is_the_last_one_before_the_day(
            @ForAll("calendars") BillCycleCalendar calendar, @ForAll("days") LocalDate day) {
        var dates = calendar.billingDates(day, DATES);

        assertThat(dates).hasSize(DATES).isSorted().doesNotHaveDuplicates();
        assertThat(dates.get(0)).isBefore(day);
        assertThat(dates.get(1)).isAfterOrEqualTo(day);
    }

    @Property
    void a_billing_date_is_on_the_billing_day_or_the_last_day_of_a_shorter_month(
            @ForAll("calendars") BillCycleCalendar calendar, @ForAll("days") LocalDate day) {
        for (var date : calendar.billingDates(day, DATES)) {
            assertThat(date.getDayOfMonth()).isEqualTo(Math.min(calendar.billingDay(), date.lengthOfMonth()));
            assertThat((date.getMonthValue() - 1) % calendar.months()).isZero();
        }
    }

    @Property
    void periods_are_contiguous(@ForAll("calendars") BillCycleCalendar calendar, @ForAll("days") LocalDate day) {
        var dates = calendar.billingDates(day, DATES);
        for (int i = 1; i < dates.size(); i++) {
            assertThat(calendar.periodStart(dates.get(i))).isEqualTo(dates.get(i - 1));
            var cycle = calendar.cycle(dates.get(i));
            var before = calendar.cycle(dates.get(i - 1));
            assertThat(cycle.at("/validFor/startDateTime")).isEqualTo(before.at("/validFor/endDateTime"));
        }
    }

    @Property
    void days_start_at_midnight_in_the_time_zone(
            @ForAll("calendars") BillCycleCalendar calendar, @ForAll("days") LocalDate day) {
        ZoneId zone = calendar.timeZone();
        for (var date : calendar.billingDates(day, DATES)) {
            var cycle = calendar.cycle(date);
            var billing =
                    OffsetDateTime.parse(cycle.path("billingDate").textValue()).atZoneSameInstant(zone);
            assertThat(billing).isEqualTo(date.atStartOfDay(zone));
            var due = OffsetDateTime.parse(cycle.path("paymentDueDate").textValue())
                    .atZoneSameInstant(zone);
            assertThat(due.toLocalDate()).isEqualTo(date.plusDays(calendar.paymentTermDays()));
        }
    }

    @Example
    void the_31st_returns_after_february() {
        var calendar = BillCycleCalendar.of(Json.object().put("id", "C").put("billingDay", 31));
        assertThat(calendar.billingDates(LocalDate.of(2026, 2, 1), 3))
                .isEqualTo(List.of(LocalDate.of(2026, 1, 31), LocalDate.of(2026, 2, 28), LocalDate.of(2026, 3, 31)));
    }

    @Example
    void an_invalid_calendar_is_rejected() {
        for (var wrong : List.of(
                Json.object().put("id", "C"),
                Json.object().put("id", "C").put("billingDay", 32),
                Json.object().put("id", "C").put("billingDay", 1.5),
                Json.object().put("id", "C").put("billingDay", 1).put("months", 5),
                Json.object().put("id", "C").put("billingDay", 1).put("timeZone", "Mars/Olympus"))) {
            assertThatThrownBy(() -> BillCycleCalendar.of(wrong)).isInstanceOf(ProblemException.class);
        }
    }
}
