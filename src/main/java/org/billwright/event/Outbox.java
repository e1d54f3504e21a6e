package org.billwright.event;

import static org.billwright.json.JsonValues.text;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.OffsetDateTime;
import java.util.List;
import org.billwright.json.DateTimes;
import org.billwright.json.Json;
import org.billwright.store.Ids;
import org.billwright.telemetry.Activity;
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
        addAll(tx, tenant, type, List.of(resource), at);
    }

    /** The same for several resources, by one statement. */
    public static void addAll(Handle tx, String tenant, EventType type, List<ObjectNode> resources, OffsetDateTime at) {
        var ids = resources.stream()
                .map(resource -> text(resource, "id").orElseThrow())
                .toList();
        addAll(tx, tenant, type, ids, resources.stream().map(Json::write).toList(), at);
    }

    /** The same for resources that are written already: their ids and documents. */
    public static void addAll(
            Handle tx,
            String tenant,
            EventType type,
            List<String> resourceIds,
            List<String> documents,
            OffsetDateTime at) {
        var begin = envelope(type, at);
        var trace = Activity.current().event(type.code(), documents.size());
        var ids = documents.stream().map(document -> Ids.next()).toList();
        tx.createUpdate("""
                        with added as (
                            select * from unnest(:ids, :resourceIds, :afters) as e (id, resource_id, after)),
                        numbered as (
                            insert into event_sequence (tenant, resource, resource_id, last_no)
                            select :tenant, :resource, resource_id, 1 from added order by resource_id
                            on conflict (tenant, resource, resource_id) do update
                            set last_no = event_sequence.last_no + 1
                            returning resource_id, last_no)
                        insert into event
                            (tenant, id, type, resource, resource_id, resource_sequence, occurred_at, trace, doc)
                        select :tenant, added.id, :type, :resource, added.resource_id, last_no, :at, :trace,
                            ('{"eventId":"' || added.id || '","sequence":' || last_no || ',' || added.after)::json
                        from added join numbered using (resource_id)
                        order by added.id
                        """)
                .bind("tenant", tenant)
                .bindArray("ids", String.class, ids)
                .bind("type", type.code())
                .bind("resource", type.resource())
                .bindArray("resourceIds", String.class, resourceIds)
                .bindArray(
                        "afters",
                        String.class,
                        documents.stream()
                                .map(document -> begin + document + "}}")
                                .toList())
                .bind("at", at)
                .bind("trace", trace)
                .execute();
        tx.afterCommit(tx.getConfig(WakeUpSignal.class)::signal);
    }

    /** The members of an event up to its resource, without the brace before them. */
    private static String envelope(EventType type, OffsetDateTime at) {
        var envelope = Json.write(Json.object()
                .put("eventTime", DateTimes.format(at))
                .put("eventType", type.code())
                .put("@type", type.code())
                .put("title", type.title())
                .put("domain", DOMAIN)
                .put("timeOccurred", DateTimes.format(at)));
        return envelope.substring(1, envelope.length() - 1) + ",\"event\":{\"" + type.resource() + "\":";
    }
}
