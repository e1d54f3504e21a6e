package org.billwright.cycle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.util.List;
import java.util.function.BiConsumer;
import org.billwright.json.Json;
import org.billwright.problem.ProblemException;
import org.billwright.property.Generators;
import org.junit.jupiter.api.Test;
import org.quicktheories.core.Gen;
import org.quicktheories.generators.SourceDSL;

class BillCycleCalendarProperties {
    private static final int DATES = 30;

    private static Gen<BillCycleCalendar> calendars() {
        var zones = Generators.oneOf(
                List.of("America/Puerto_Rico", "Asia/Tokyo", "America/Santiago", "Europe/London", "UTC"));
        return Generators.integers(0, 30)
                .zip(
                        Generators.oneOf(List.of(BillingFrequency.values())),
                        zones,
                        (shift, frequency, zone) -> BillCycleCalendar.of(Json.object()
                                .put("id", "C")
                                .put("billingDateShift", shift)
                                .put("frequency", frequency.code())
                                .put("timeZone", zone)));
    }

    private static Gen<LocalDate> days() {
        return SourceDSL.longs()
                .between(
                        LocalDate.of(2019, 1, 1).toEpochDay(),
                        LocalDate.of(2033, 1, 1).toEpochDay())
                .map(LocalDate::ofEpochDay);
    }

    private static void check(BiConsumer<BillCycleCalendar, LocalDate> property) {
        Generators.examples(1000).forAll(calendars(), days()).checkAssert(property);
    }

    @Test
    void the_first_billing_date_is_the_last_one_before_the_day() {
        check(BillCycleCalendarProperties::assertFirstDate);
    }

    private static void assertFirstDate(BillCycleCalendar calendar, LocalDate day) {
        var dates = calendar.billingDates(day, DATES);

        assertThat(dates).hasSize(DATES).isSorted().doesNotHaveDuplicates();
        assertThat(dates.get(0)).isBefore(day);
        assertThat(dates.get(1)).isAfterOrEqualTo(day);
    }

    @Test
    void a_billing_date_is_on_the_billing_day_or_the_last_day_of_a_shorter_month() {
        check(BillCycleCalendarProperties::assertDayOfMonth);
    }

    private static void assertDayOfMonth(BillCycleCalendar calendar, LocalDate day) {
        for (var date : calendar.billingDates(day, DATES)) {
            assertThat(date.getDayOfMonth()).isEqualTo(Math.min(calendar.billingDateShift() + 1, date.lengthOfMonth()));
            assertThat((date.getMonthValue() - 1) % calendar.months()).isZero();
        }
    }

    @Test
    void periods_are_contiguous() {
        check(BillCycleCalendarProperties::assertNoGap);
    }

    private static void assertNoGap(BillCycleCalendar calendar, LocalDate day) {
        var dates = calendar.billingDates(day, DATES);
        for (int i = 1; i < dates.size(); i++) {
            assertThat(calendar.periodStart(dates.get(i))).isEqualTo(dates.get(i - 1));
            var cycle = calendar.cycle(dates.get(i));
            var before = calendar.cycle(dates.get(i - 1));
            assertThat(cycle.at("/validFor/startDateTime")).isEqualTo(before.at("/validFor/endDateTime"));
        }
    }

    @Test
    void days_start_at_midnight_in_the_time_zone() {
        check(BillCycleCalendarProperties::assertMidnight);
    }

    private static void assertMidnight(BillCycleCalendar calendar, LocalDate day) {
        ZoneId zone = calendar.timeZone();
        for (var date : calendar.billingDates(day, DATES)) {
            var cycle = calendar.cycle(date);
            var billing =
                    OffsetDateTime.parse(cycle.path("billingDate").textValue()).atZoneSameInstant(zone);
            assertThat(billing).isEqualTo(date.atStartOfDay(zone));
            var due = OffsetDateTime.parse(cycle.path("paymentDueDate").textValue())
                    .atZoneSameInstant(zone);
            assertThat(due.toLocalDate())
                    .isEqualTo(date.plusDays(calendar.offsets().paymentDueDate()));
        }
    }

    @Test
    void the_31st_returns_after_february() {
        var calendar = BillCycleCalendar.of(Json.object().put("id", "C").put("billingDateShift", 30));
        assertThat(calendar.billingDates(LocalDate.of(2026, 2, 1), 3))
                .isEqualTo(List.of(LocalDate.of(2026, 1, 31), LocalDate.of(2026, 2, 28), LocalDate.of(2026, 3, 31)));
    }

    @Test
    void an_invalid_calendar_is_rejected() {
        for (var wrong : List.of(
                Json.object().put("id", "C"),
                Json.object().put("id", "C").put("billingDateShift", 31),
                Json.object().put("id", "C").put("billingDateShift", 1.5),
                Json.object().put("id", "C").put("billingDateShift", 4_294_967_297L),
                Json.object().put("id", "C").put("billingDateShift", 0).put("timeZone", "Mars/Olympus"))) {
            assertThatThrownBy(() -> BillCycleCalendar.of(wrong)).isInstanceOf(ProblemException.class);
        }
    }
}
