package org.billwright.audit;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.billwright.access.Caller;
import org.billwright.json.DateTimes;
import org.billwright.json.Json;
import org.billwright.store.Ids;

/**
 * An access that is recorded: who read or changed what.
 *
 * @param resource the resource type, as in URLs
 * @param subjects the ids of the instances
 * @param correlationId the id of the request in logs
 */
public record AuditEvent(
        Instant at, Caller caller, AuditAction action, String resource, List<String> subjects, String correlationId) {
    /** What events that are aggregated have in common. */
    record AggregationKey(Caller caller, AuditAction action, String resource) {}

    AggregationKey aggregationKey() {
        return new AggregationKey(caller, action, resource);
    }

    /** Truncates the time to milliseconds, as documents have it. */
    public AuditEvent {
        at = at.truncatedTo(ChronoUnit.MILLIS);
        subjects = List.copyOf(subjects);
    }

    /** The event as an entry of the trail. */
    AuditStore.AuditEntry entry() {
        return entry(List.of(this));
    }

    /** One entry for several events with one key. It has the date of the last; each subject has the correlation id of its event. */
    static AuditStore.AuditEntry aggregate(List<AuditEvent> events) {
        return events.getLast().entry(events);
    }

    private AuditStore.AuditEntry entry(List<AuditEvent> events) {
        var id = Ids.next();
        var document = Json.object()
                .put("id", id)
                .put("date", DateTimes.format(at.atOffset(ZoneOffset.UTC)))
                .put("caller", caller.id())
                .put("action", action.code())
                .put("resource", resource);
        if (events.size() == 1) {
            document.put("correlationId", correlationId);
        }
        var entities = document.putArray("subject");
        events.forEach(event -> event.subjects.forEach(subject -> {
            var entity = entities.addObject().put("id", subject);
            if (events.size() > 1) {
                entity.put("correlationId", event.correlationId);
            }
        }));
        return new AuditStore.AuditEntry(id, this, Json.write(document));
    }
}
