package org.billwright.audit;

import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import org.billwright.access.Caller;
import org.billwright.json.Json;
import org.billwright.json.Times;
import org.billwright.store.Ids;

/**
 * Something that somebody did.
 *
 * @param resource the kind of resource, as URLs call it
 * @param subjects the ids of the instances
 * @param correlationId what the request is called in logs
 */
public record Deed(
        Instant at, Caller caller, Action action, String resource, List<String> subjects, String correlationId) {
    /** Copies what it is given. */
    public Deed {
        subjects = List.copyOf(subjects);
    }

    /** As an entry of the trail. */
    AuditStore.Entry entry() {
        var id = Ids.next();
        var document = Json.object()
                .put("id", id)
                .put("date", Times.format(at.atOffset(ZoneOffset.UTC)))
                .put("caller", caller.id())
                .put("action", action.word())
                .put("resource", resource)
                .put("correlationId", correlationId);
        var entities = document.putArray("subject");
        subjects.forEach(subject -> entities.addObject().put("id", subject));
        return new AuditStore.Entry(id, this, Json.write(document));
    }
}
