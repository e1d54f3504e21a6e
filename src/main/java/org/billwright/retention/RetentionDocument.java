package org.billwright.retention;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.time.Period;
import java.util.OptionalInt;
import org.billwright.json.Json;

/** The retention of a tenant as it is shown: what it has set, and which periods hold. */
public final class RetentionDocument {
    private RetentionDocument() {}

    /** The document. Periods that hold are durations of ISO 8601, each with its source: the tenant or the server. */
    public static ObjectNode of(Retention retention, RetentionDefaults defaults) {
        var document = Json.object().put("@type", "Retention");
        document.setAll(retention.document());
        var effective = document.putObject("effective");
        int years = retention.billYears().orElse(defaults.billYears());
        add(effective, "bills", Period.ofYears(years).toString(), retention.billYears());
        add(effective, "events", period(retention.eventDays(), defaults.events()), retention.eventDays());
        add(
                effective,
                "rejectedLines",
                period(retention.rejectedLineDays(), defaults.rejectedLines()),
                retention.rejectedLineDays());
        return document;
    }

    private static void add(ObjectNode effective, String name, String period, OptionalInt own) {
        effective.putObject(name).put("period", period).put("source", own.isPresent() ? "tenant" : "server");
    }

    private static String period(OptionalInt days, Duration ofServer) {
        var period = days.isPresent() ? Duration.ofDays(days.getAsInt()) : ofServer;
        boolean isOfDays = period.equals(Duration.ofDays(period.toDays()));
        return isOfDays ? Period.ofDays((int) period.toDays()).toString() : period.toString();
    }
}
