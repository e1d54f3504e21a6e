package org.billwright.event;

import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/**
 * All statements about the publish position of a topic. An event gets its position when it is dispatched, after its transaction
 * was committed, so that no event appears later before a position that was read.
 */
final class PublishPositionStore {
    private PublishPositionStore() {}

    /** An event that is to be published. */
    record Unpublished(
            long position,
            String tenant,
            String id,
            String type,
            String resource,
            String resourceId,
            long resourceSequence,
            Optional<String> trace,
            String document) {}

    /** The position of the last published event of a topic; 0 for a new topic. */
    static long position(Handle tx, String topic) {
        tx.createUpdate(
                        "insert into event_publish_position (topic, position) values (:topic, 0) on conflict do nothing")
                .bind("topic", topic)
                .execute();
        return tx.createQuery("select position from event_publish_position where topic = :topic")
                .bind("topic", topic)
                .mapTo(Long.class)
                .one();
    }

    /** The events that follow a position, in their order. */
    static List<Unpublished> following(Handle tx, long position, int limit) {
        return tx.createQuery("""
                        select position, tenant, id, type, resource, resource_id, resource_sequence, trace, doc::text as doc
                        from event
                        where position > :position
                        order by position
                        limit :limit
                        """)
                .bind("position", position)
                .bind("limit", limit)
                .map((row, context) -> new Unpublished(
                        row.getLong("position"),
                        row.getString("tenant"),
                        row.getString("id"),
                        row.getString("type"),
                        row.getString("resource"),
                        row.getString("resource_id"),
                        row.getLong("resource_sequence"),
                        Optional.ofNullable(row.getString("trace")),
                        row.getString("doc")))
                .list();
    }

    /** Records that all events up to this position were published. */
    static void published(Handle tx, String topic, long position) {
        tx.createUpdate(
                        "update event_publish_position set position = :position where topic = :topic and position < :position")
                .bind("topic", topic)
                .bind("position", position)
                .execute();
    }

    /** Keeps why a topic does not get an event. */
    static void deadLetter(Handle tx, String topic, Unpublished event, String reason) {
        tx.createUpdate("""
                        insert into event_publish_dead_letter (topic, event_id, tenant, reason)
                        values (:topic, :id, :tenant, :reason)
                        on conflict do nothing
                        """)
                .bind("topic", topic)
                .bind("id", event.id())
                .bind("tenant", event.tenant())
                .bind("reason", reason)
                .execute();
    }

    /** The events that a topic has not got yet, by the difference of positions: counting millions would take seconds. */
    static PublishMetrics.PublishBacklog backlog(Handle tx, String topic, Instant now) {
        return tx.createQuery("""
                        with reached as (
                            select greatest(
                                coalesce((select position from event_publish_position where topic = :topic), 0),
                                (select min(position) - 1 from event)) as position)
                        select coalesce((select max(position) from event) - reached.position, 0) as waiting,
                            coalesce(extract(epoch from :now - (
                                select occurred_at
                                from event e
                                where e.position > reached.position
                                order by e.position
                                limit 1)), 0)::bigint as oldest
                        from reached
                        """)
                .bind("topic", topic)
                .bind("now", now.atOffset(ZoneOffset.UTC))
                .map((row, context) -> new PublishMetrics.PublishBacklog(row.getLong("waiting"), row.getLong("oldest")))
                .one();
    }
}
