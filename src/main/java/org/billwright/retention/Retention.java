package org.billwright.retention;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.OptionalInt;
import org.billwright.json.Json;
import org.billwright.problem.Problem;
import org.billwright.problem.ProblemException;

/**
 * How long a tenant keeps what it has. Where a period is absent, that of the server holds.
 *
 * @param billYears how long bills are kept, in years from their bill date
 * @param eventDays how long events are kept, in days
 * @param rejectedLineDays how long rejected lines of imports are kept, in days
 * @param deletesBills whether bills are deleted when their period is over
 */
public record Retention(
        OptionalInt billYears, OptionalInt eventDays, OptionalInt rejectedLineDays, boolean deletesBills) {
    /** The resource's name in URLs. */
    public static final String RESOURCE = "retention";

    /** A tenant that has set nothing. */
    public static final Retention NONE =
            new Retention(OptionalInt.empty(), OptionalInt.empty(), OptionalInt.empty(), false);

    static final String BILL_YEARS = "billYears";
    static final String EVENT_DAYS = "eventDays";
    static final String REJECTED_LINE_DAYS = "rejectedLineDays";
    static final String DELETES_BILLS = "deletesBills";

    private static final List<String> MEMBERS = List.of(BILL_YEARS, EVENT_DAYS, REJECTED_LINE_DAYS, DELETES_BILLS);
    private static final int MAX_YEARS = 100;
    private static final int MAX_DAYS = 3_650;

    /** Reads a document. What is invalid or unknown is a {@link Problem.InvalidBody}. */
    public static Retention of(JsonNode given) {
        ProblemException.unless(given.isObject(), "", "must be an object");
        given.fieldNames()
                .forEachRemaining(name -> ProblemException.unless(
                        MEMBERS.contains(name), name, "is not set here; there are " + String.join(", ", MEMBERS)));
        var deletes = given.path(DELETES_BILLS);
        ProblemException.unless(deletes.isMissingNode() || deletes.isBoolean(), DELETES_BILLS, "must be true or false");
        return new Retention(
                period(given, BILL_YEARS, MAX_YEARS),
                period(given, EVENT_DAYS, MAX_DAYS),
                period(given, REJECTED_LINE_DAYS, MAX_DAYS),
                deletes.asBoolean());
    }

    private static OptionalInt period(JsonNode given, String name, int most) {
        var value = given.path(name);
        if (value.isMissingNode()) {
            return OptionalInt.empty();
        }
        ProblemException.unless(
                value.isIntegralNumber()
                        && value.canConvertToInt()
                        && value.intValue() >= 1
                        && value.intValue() <= most,
                name,
                "must be a whole number from 1 to " + most);
        return OptionalInt.of(value.intValue());
    }

    /** What is set, as a document. */
    ObjectNode document() {
        var document = Json.object();
        billYears.ifPresent(years -> document.put(BILL_YEARS, years));
        eventDays.ifPresent(days -> document.put(EVENT_DAYS, days));
        rejectedLineDays.ifPresent(days -> document.put(REJECTED_LINE_DAYS, days));
        return document.put(DELETES_BILLS, deletesBills);
    }

    /** The first moment of which bills are kept: a bill is kept the whole day (UTC) on which its last year ends. */
    public Instant billsKeptFrom(Instant now, RetentionDefaults defaults) {
        return keptFrom(LocalDate.ofInstant(now, ZoneOffset.UTC), billYears.orElse(defaults.billYears()));
    }

    /** The first moment of which bills are kept on a day, with this period in years. */
    static Instant keptFrom(LocalDate today, int years) {
        return today.minusYears(years).atStartOfDay(ZoneOffset.UTC).toInstant();
    }

    /** How long rejected lines are kept. */
    public Duration rejectedLines(Duration ofServer) {
        return rejectedLineDays.isPresent() ? Duration.ofDays(rejectedLineDays.getAsInt()) : ofServer;
    }
}
