package org.billwright.cycle;

import static org.billwright.json.JsonValues.text;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.YearMonth;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.billwright.json.DateTimes;
import org.billwright.json.Json;
import org.billwright.json.Links;
import org.billwright.problem.ProblemCollector;
import org.billwright.problem.ProblemException;

/**
 * The calendar of a bill cycle specification: billing dates on a day of the month, every n months. In a month without that day
 * the billing date is the last day; each date is computed from its month, so that the 31st does not become the 28th for ever.
 *
 * @param billingDay 1 to 31
 * @param months the number of months between two billing dates: 1, 2, 3, 4, 6 or 12, counted from January
 * @param timeZone the time zone of the dates
 * @param paymentTermDays the payment term; payment is due at the end of the last day
 * @param mailingDelayDays the days between billing and mailing
 */
public record BillCycleCalendar(
        String id,
        Optional<String> name,
        int billingDay,
        int months,
        ZoneId timeZone,
        int paymentTermDays,
        int mailingDelayDays) {
    /** The payment term if the specification has none, in days. */
    private static final int DEFAULT_PAYMENT_TERM_DAYS = 14;

    private static final int LONGEST_DELAY_DAYS = 365;
    private static final int MONTHS_OF_A_YEAR = 12;

    /** Reads the document of a specification. What is invalid is one {@link ProblemException} with all problems. */
    public static BillCycleCalendar of(ObjectNode specification) {
        var problems = new ProblemCollector();
        READERS.forEach(reader -> problems.check(() -> reader.accept(specification)));
        problems.throwIfAny();
        return read(specification);
    }

    private static final List<Consumer<ObjectNode>> READERS = List.of(
            BillCycleCalendar::day,
            BillCycleCalendar::interval,
            BillCycleCalendar::zone,
            BillCycleCalendar::term,
            BillCycleCalendar::delay);

    private static BillCycleCalendar read(ObjectNode specification) {
        return new BillCycleCalendar(
                text(specification, "id").orElseThrow(),
                text(specification, "name"),
                day(specification),
                interval(specification),
                zone(specification),
                term(specification),
                delay(specification));
    }

    private static int day(ObjectNode specification) {
        return number(specification, "billingDay", 0, 1, 31);
    }

    private static int interval(ObjectNode specification) {
        int months = number(specification, "months", 1, 1, MONTHS_OF_A_YEAR);
        ProblemException.unless(MONTHS_OF_A_YEAR % months == 0, "months", "must divide a year: 1, 2, 3, 4, 6 or 12");
        return months;
    }

    private static int term(ObjectNode specification) {
        return number(specification, "paymentTermDays", DEFAULT_PAYMENT_TERM_DAYS, 0, LONGEST_DELAY_DAYS);
    }

    private static int delay(ObjectNode specification) {
        return number(specification, "mailingDelayDays", 1, 0, LONGEST_DELAY_DAYS);
    }

    private static int number(ObjectNode document, String name, int defaultValue, int min, int max) {
        var value = document.path(name);
        int number = value.isMissingNode() ? defaultValue : value.asInt();
        boolean whole = value.isMissingNode()
                || (value.isNumber()
                        && value.decimalValue().stripTrailingZeros().scale() <= 0);
        ProblemException.unless(
                whole && number >= min && number <= max, name, "must be a whole number, " + min + " to " + max);
        return number;
    }

    private static ZoneId zone(ObjectNode specification) {
        try {
            return ZoneId.of(text(specification, "timeZone").orElse("UTC"));
        } catch (DateTimeException e) {
            ProblemException.unless(false, "timeZone", "must be a time zone, such as America/Puerto_Rico");
            throw e;
        }
    }

    /** This many billing dates, starting with the last one before this day. */
    public List<LocalDate> billingDates(LocalDate from, int count) {
        var month = YearMonth.from(from);
        month = month.minusMonths((month.getMonthValue() - 1) % months);
        var first = billingDate(month).isBefore(from) ? month : month.minusMonths(months);
        return Stream.iterate(first, before -> before.plusMonths(months))
                .limit(count)
                .map(this::billingDate)
                .toList();
    }

    /** The first day of the period that ends at this billing date; the billing date itself belongs to the next period. */
    public LocalDate periodStart(LocalDate billingDate) {
        return billingDate(YearMonth.from(billingDate).minusMonths(months));
    }

    /**
     * The period that has this point in time, from billing date to billing date.
     *
     * @param zone where days begin: that of the account
     */
    public CyclePeriod periodOf(OffsetDateTime at, ZoneId zone) {
        var dayAfter = at.atZoneSameInstant(zone).toLocalDate().plusDays(1);
        var dates = billingDates(dayAfter, 2);
        return new CyclePeriod(beginning(dates.getFirst(), zone), beginning(dates.getLast(), zone));
    }

    /**
     * The period that ends at this billing date.
     *
     * @param zone where days begin: that of the account
     */
    public CyclePeriod periodUntil(LocalDate billingDate, ZoneId zone) {
        return new CyclePeriod(beginning(periodStart(billingDate), zone), beginning(billingDate, zone));
    }

    /** The billing date in this month; empty where the cycle has none in it. */
    public Optional<LocalDate> billingDateIn(YearMonth month) {
        return Optional.of(month)
                .filter(billed -> (billed.getMonthValue() - 1) % months == 0)
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
        return month.atDay(Math.min(billingDay, month.lengthOfMonth()));
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
                .put("billingPeriod", months == 1 ? "monthly" : "every " + months + " months")
                .put("billingDate", midnight(billingDate))
                .put("chargeDate", midnight(billingDate))
                .put("creditDate", midnight(billingDate))
                .put("mailingDate", midnight(billingDate.plusDays(mailingDelayDays)))
                .put("paymentDueDate", endOf(billingDate.plusDays(paymentTermDays)));
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
