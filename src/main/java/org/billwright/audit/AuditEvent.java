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
 * Something that somebody did.
 *
 * @param resource the kind of resource, as URLs call it
 * @param subjects the ids of the instances
 * @param correlationId what the request is called in logs
 */
public record AuditEvent(
        Instant at, Caller caller, AuditAction action, String resource, List<String> subjects, String correlationId) {
    /** Deeds of one kind by one caller. */
    record AggregationKey(Caller caller, AuditAction action, String resource) {}

    AggregationKey alike() {
        return new AggregationKey(caller, action, resource);
    }

    /** Copies what it is given; a time is kept to the millisecond, as documents write it. */
    public AuditEvent {
        at = at.truncatedTo(ChronoUnit.MILLIS);
        subjects = List.copyOf(subjects);
    }

    /** As an entry of the trail. */
    AuditStore.Entry entry() {
        return entry(List.of(this));
    }

    /** Deeds of one kind by one caller as one entry, which has the date of the last; each subject tells its request. */
    static AuditStore.Entry together(List<AuditEvent> deeds) {
        return deeds.getLast().entry(deeds);
    }

    private AuditStore.Entry entry(List<AuditEvent> deeds) {
        var id = Ids.next();
        var document = Json.object()
                .put("id", id)
                .put("date", DateTimes.format(at.atOffset(ZoneOffset.UTC)))
                .put("caller", caller.id())
                .put("action", action.word())
                .put("resource", resource);
        if (deeds.size() == 1) {
            document.put("correlationId", correlationId);
        }
        var entities = document.putArray("subject");
        deeds.forEach(deed -> deed.subjects.forEach(subject -> {
            var entity = entities.addObject().put("id", subject);
            if (deeds.size() > 1) {
                entity.put("correlationId", deed.correlationId);
            }
        }));
        return new AuditStore.Entry(id, this, Json.write(document));
    }
}
