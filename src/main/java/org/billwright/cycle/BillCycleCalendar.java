package org.billwright.cycle;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.YearMonth;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.billwright.json.DateTimes;
import org.billwright.json.Json;
import org.billwright.json.Links;
import org.billwright.problem.ProblemException;

/**
 * The calendar of a bill cycle specification: billing dates on a day of the month, every n months. In a month without that day
 * the billing date is the last day; each date is computed from its month, so that the 31st does not become the 28th for ever.
 * At a billing date one period ends and the next starts.
 *
 * @param billingDateShift the days from the first of the month to the billing date, 0 to 30
 * @param offsets the other dates of a cycle
 * @param timeZone the time zone of the dates of bill cycles; periods of bills are in that of the account
 * @param planningDelay how long after the end of a period its run is planned automatically; empty where people plan it
 */
public record BillCycleCalendar(
        String id,
        Optional<String> name,
        BillingFrequency frequency,
        int billingDateShift,
        CycleOffsets offsets,
        ZoneId timeZone,
        Optional<Duration> planningDelay) {
    /** Reads the document of a specification. What is invalid is one {@link ProblemException} with all problems. */
    public static BillCycleCalendar of(ObjectNode specification) {
        return CalendarAttributes.read(specification);
    }

    /** The number of months between two billing dates, counted from January. */
    public int months() {
        return frequency.months();
    }

    /** This many billing dates, starting with the last one before this day. */
    public List<LocalDate> billingDates(LocalDate from, int count) {
        var month = YearMonth.from(from);
        month = month.minusMonths((month.getMonthValue() - 1) % months());
        var first = billingDate(month).isBefore(from) ? month : month.minusMonths(months());
        return Stream.iterate(first, before -> before.plusMonths(months()))
                .limit(count)
                .map(this::billingDate)
                .toList();
    }

    /** The first day of the period that ends at this billing date; the billing date itself belongs to the next period. */
    public LocalDate periodStart(LocalDate billingDate) {
        return billingDate(YearMonth.from(billingDate).minusMonths(months()));
    }

    /**
     * The period that has this point in time, from billing date to billing date.
     *
     * @param zone where days begin: that of the account
     */
    public CyclePeriod periodOf(OffsetDateTime at, ZoneId zone) {
        var dayAfter = at.atZoneSameInstant(zone).toLocalDate().plusDays(1);
        var end = billingDates(dayAfter, 3).stream()
                .filter(date -> beginning(date, zone).isAfter(at))
                .findFirst();
        return periodUntil(end.orElseThrow(), zone);
    }

    /**
     * The period that ends at this billing date.
     *
     * @param zone where days begin: that of the account
     */
    public CyclePeriod periodUntil(LocalDate billingDate, ZoneId zone) {
        var start = periodStart(billingDate);
        return new CyclePeriod(
                beginning(periodStart(start), zone),
                beginning(start, zone),
                beginning(billingDate, zone),
                beginning(chargeDate(start), zone),
                beginning(chargeDate(billingDate), zone));
    }

    private LocalDate chargeDate(LocalDate billingDate) {
        return billingDate.plusDays(offsets.chargeDate());
    }

    /**
     * When the period that ends at this billing date, and its charges, are over.
     *
     * @param zone where days begin: that of the account
     */
    public OffsetDateTime endOfPeriod(LocalDate billingDate, ZoneId zone) {
        var charges = chargeDate(billingDate);
        return beginning(charges.isAfter(billingDate) ? charges : billingDate, zone);
    }

    /** The billing date in this month; empty where the cycle has none in it. */
    public Optional<LocalDate> billingDateIn(YearMonth month) {
        return Optional.of(month)
                .filter(billed -> (billed.getMonthValue() - 1) % months() == 0)
                .map(this::billingDate);
    }

    /** The name of the bill cycle with this billing date. */
    public String cycleName(LocalDate billingDate) {
        return name.orElse(id) + ", " + billingDate;
    }

    private static OffsetDateTime beginning(LocalDate day, ZoneId zone) {
        return day.atStartOfDay(zone).toOffsetDateTime();
    }

    private LocalDate billingDate(YearMonth month) {
        return month.atDay(Math.min(billingDateShift + 1, month.lengthOfMonth()));
    }

    /** The id of the bill cycle with this billing date. */
    public String cycleId(LocalDate billingDate) {
        return id + "-" + billingDate;
    }

    /** The document of the bill cycle with this billing date. Its {@code validFor} is the billing period. */
    public ObjectNode cycle(LocalDate billingDate) {
        var cycleId = cycleId(billingDate);
        var cycle = Json.object()
                .put("id", cycleId)
                .put("href", Links.to(CycleShape.RESOURCE, cycleId))
                .put("@type", "BillCycle")
                .put("name", cycleName(billingDate))
                .put("billingPeriod", frequency.period())
                .put("billingDate", midnight(billingDate))
                .put("chargeDate", midnight(chargeDate(billingDate)))
                .put("creditDate", midnight(billingDate))
                .put("mailingDate", midnight(billingDate.plusDays(offsets.mailingDate())))
                .put("paymentDueDate", endOf(billingDate.plusDays(offsets.paymentDueDate())));
        cycle.putObject("validFor")
                .put("startDateTime", midnight(periodStart(billingDate)))
                .put("endDateTime", midnight(billingDate));
        var specification = cycle.putObject(CycleShape.SPECIFICATION).put("id", id);
        name.ifPresent(text -> specification.put("name", text));
        specification.put("@type", "BillCycleSpecificationRef").put("@referredType", "BillCycleSpecification");
        return cycle;
    }

    private String midnight(LocalDate day) {
        return DateTimes.format(beginning(day, timeZone));
    }

    private String endOf(LocalDate day) {
        return DateTimes.format(
                day.plusDays(1).atStartOfDay(timeZone).minusSeconds(1).toOffsetDateTime());
    }
}
