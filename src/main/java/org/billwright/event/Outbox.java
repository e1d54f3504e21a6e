package org.billwright.event;

import static org.billwright.json.JsonValues.text;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.OffsetDateTime;
import org.billwright.json.DateTimes;
import org.billwright.json.Json;
import org.billwright.store.Ids;
import org.billwright.work.WakeUpSignal;
import org.jdbi.v3.core.Handle;

/** The transactional outbox: an event is written in the transaction of its change, and nowhere else. */
public final class Outbox {
    private static final String DOMAIN = "customerBillManagement";

    private Outbox() {}

    /**
     * Adds an event with the resource as it is now, in the stored shape. Events of a resource are numbered in sequence; other
     * transactions with an event of the same resource wait, so that the numbers are in the order of commits.
     */
    public static void add(Handle tx, String tenant, EventType type, ObjectNode resource, OffsetDateTime at) {
        var id = Ids.next();
        tx.createUpdate("""
                        with numbered as (
                            insert into event_sequence (tenant, resource, resource_id, last_no)
                            values (:tenant, :resource, :resourceId, 1)
                            on conflict (tenant, resource, resource_id) do update
                            set last_no = event_sequence.last_no + 1
                            returning last_no)
                        insert into event
                            (tenant, id, type, resource, resource_id, resource_sequence, occurred_at, doc)
                        select :tenant, :id, :type, :resource, :resourceId, last_no, :at,
                            (:before || last_no || :after)::json
                        from numbered
                        """)
                .bind("tenant", tenant)
                .bind("id", id)
                .bind("type", type.code())
                .bind("resource", type.resource())
                .bind("resourceId", text(resource, "id").orElseThrow())
                .bind("at", at)
                .bind("before", "{\"eventId\":\"" + id + "\",\"sequence\":")
                .bind("after", "," + Json.write(envelope(type, resource, at)).substring(1))
                .execute();
        tx.afterCommit(tx.getConfig(WakeUpSignal.class)::signal);
    }

    private static ObjectNode envelope(EventType type, ObjectNode resource, OffsetDateTime at) {
        var envelope = Json.object()
                .put("eventTime", DateTimes.format(at))
                .put("eventType", type.code())
                .put("@type", type.code())
                .put("title", type.title())
                .put("domain", DOMAIN)
                .put("timeOccurred", DateTimes.format(at));
        envelope.putObject("event").set(type.resource(), resource);
        return envelope;
    }
}
