package org.billwright.cycle;

import static org.billwright.json.JsonValues.text;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.billwright.json.BodyMembers;
import org.billwright.problem.ProblemCollector;
import org.billwright.problem.ProblemException;

/** Reads the attributes of a bill cycle specification, by their names in TMF666. What is invalid is a {@link ProblemException}. */
final class CalendarAttributes {
    private static final String SHIFT = "billingDateShift";
    private static final String FREQUENCY = "frequency";
    private static final String PERIOD = "billingPeriod";
    private static final String PLANNING = "automaticPlanning";
    private static final String DELAY = "delayHours";

    /** A month has 31 days at most. */
    private static final int LARGEST_SHIFT = 30;

    /** Less than the shortest month, so that the charges of a period never end before its start. */
    private static final int LARGEST_CHARGE_OFFSET = 27;

    private static final int LARGEST_OFFSET = 365;
    private static final int DEFAULT_MAILING_OFFSET = 1;
    private static final int DEFAULT_DUE_OFFSET = 14;

    /** 30 days. */
    private static final int LONGEST_DELAY_HOURS = 720;

    /** The names that attributes had before they were those of TMF666. */
    private static final Map<String, String> OLD_NAMES = Map.of(
            "billingDay",
            SHIFT + ", the days from the first of the month: 7 for the 8th",
            "months",
            FREQUENCY + ", one of " + String.join(", ", BillingFrequency.codes()),
            "paymentTermDays",
            "paymentDueDateOffset",
            "mailingDelayDays",
            "mailingDateOffset");

    private static final List<Consumer<ObjectNode>> READERS = List.of(
            CalendarAttributes::requireNewNames,
            CalendarAttributes::shift,
            CalendarAttributes::frequency,
            CalendarAttributes::zone,
            CalendarAttributes::chargeOffset,
            CalendarAttributes::requireNoCreditOffset,
            CalendarAttributes::mailingOffset,
            CalendarAttributes::dueOffset,
            CalendarAttributes::planningDelay);

    private CalendarAttributes() {}

    static BillCycleCalendar read(ObjectNode specification) {
        var problems = new ProblemCollector();
        READERS.forEach(reader -> problems.check(() -> reader.accept(specification)));
        problems.throwIfAny();
        return new BillCycleCalendar(
                text(specification, "id").orElseThrow(),
                text(specification, "name"),
                frequency(specification),
                shift(specification),
                new CycleOffsets(chargeOffset(specification), mailingOffset(specification), dueOffset(specification)),
                zone(specification),
                planningDelay(specification));
    }

    private static void requireNewNames(ObjectNode specification) {
        var problems = new ProblemCollector();
        OLD_NAMES.keySet().stream()
                .sorted()
                .forEach(old -> problems.check(() -> ProblemException.unless(
                        !specification.has(old), old, "has another name: " + OLD_NAMES.get(old))));
        problems.throwIfAny();
    }

    private static int shift(ObjectNode specification) {
        ProblemException.unless(
                specification.has(SHIFT) || specification.has("billingDay"),
                SHIFT,
                "is required: the days from the first of the month to the billing date, 7 for the 8th");
        return number(specification, SHIFT, 0, 0, LARGEST_SHIFT);
    }

    private static BillingFrequency frequency(ObjectNode specification) {
        var frequency = text(specification, FREQUENCY).flatMap(BillingFrequency::of);
        ProblemException.unless(
                frequency.isPresent() || !specification.has(FREQUENCY),
                FREQUENCY,
                "must be one of " + String.join(", ", BillingFrequency.codes()));
        var ofPeriod = text(specification, PERIOD).flatMap(BillingFrequency::ofPeriod);
        ProblemException.unless(
                ofPeriod.isPresent() || !specification.has(PERIOD),
                PERIOD,
                "must be one of " + String.join(", ", BillingFrequency.periods()));
        ProblemException.unless(
                frequency.isEmpty() || ofPeriod.isEmpty() || frequency.equals(ofPeriod),
                PERIOD,
                "must be " + frequency.map(BillingFrequency::period).orElse("") + " where " + FREQUENCY + " is "
                        + frequency.map(BillingFrequency::code).orElse(""));
        return frequency.or(() -> ofPeriod).orElse(BillingFrequency.MONTHLY);
    }

    private static int chargeOffset(ObjectNode specification) {
        return number(specification, "chargeDateOffset", 0, -LARGEST_CHARGE_OFFSET, LARGEST_CHARGE_OFFSET);
    }

    /** A bill uses the credit that is open when it is planned, whatever its date. */
    private static int requireNoCreditOffset(ObjectNode specification) {
        var given = specification.path("creditDateOffset");
        ProblemException.unless(
                given.isMissingNode()
                        || (given.isNumber() && given.decimalValue().signum() == 0),
                "creditDateOffset",
                "must be 0 or left out: a bill uses all credit that its account has when it is planned");
        return 0;
    }

    private static int mailingOffset(ObjectNode specification) {
        return number(specification, "mailingDateOffset", DEFAULT_MAILING_OFFSET, 0, LARGEST_OFFSET);
    }

    private static int dueOffset(ObjectNode specification) {
        return number(specification, "paymentDueDateOffset", DEFAULT_DUE_OFFSET, 0, LARGEST_OFFSET);
    }

    private static ZoneId zone(ObjectNode specification) {
        try {
            return ZoneId.of(text(specification, "timeZone").orElse("UTC"));
        } catch (DateTimeException e) {
            ProblemException.unless(false, "timeZone", "must be a time zone, such as America/Puerto_Rico");
            throw e;
        }
    }

    private static Optional<Duration> planningDelay(ObjectNode specification) {
        var planning = specification.path(PLANNING);
        if (planning.isMissingNode()) {
            return Optional.empty();
        }
        ProblemException.unless(
                planning.isObject(),
                PLANNING,
                "must be an object, such as {\"" + DELAY + "\": 6}; leave it out for none");
        BodyMembers.require((ObjectNode) planning, Set.of(DELAY));
        return Optional.of(Duration.ofHours(number(planning, DELAY, 0, 0, LONGEST_DELAY_HOURS)));
    }

    private static int number(JsonNode document, String name, int defaultValue, int min, int max) {
        var value = document.path(name);
        boolean whole = value.isMissingNode() || (value.isNumber() && value.canConvertToExactIntegral());
        boolean fits = value.isMissingNode() || value.canConvertToInt();
        int number = value.isMissingNode() ? defaultValue : value.asInt();
        ProblemException.unless(
                whole && fits && number >= min && number <= max, name, "must be a whole number, " + min + " to " + max);
        return number;
    }
}
