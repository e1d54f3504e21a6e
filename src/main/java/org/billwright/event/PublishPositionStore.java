package org.billwright.event;

import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import org.jdbi.v3.core.Handle;

/**
 * Every statement about how far a topic has come. An event has its position once it was given out, after its transaction was
 * committed, so that nothing appears behind a position that was read.
 */
final class PublishPositionStore {
    private PublishPositionStore() {}

    /** An event in its place. */
    record Unsent(
            long position,
            String tenant,
            String id,
            String type,
            String resource,
            String resourceId,
            long resourceSequence,
            String document) {}

    /** How far a topic has come; before all events that are kept, where it is new. */
    static long position(Handle tx, String topic) {
        tx.createUpdate("insert into event_stream (topic, position) values (:topic, 0) on conflict do nothing")
                .bind("topic", topic)
                .execute();
        return tx.createQuery("select position from event_stream where topic = :topic")
                .bind("topic", topic)
                .mapTo(Long.class)
                .one();
    }

    /** The events that follow a position, in their order. */
    static List<Unsent> following(Handle tx, long position, int most) {
        return tx.createQuery("""
                        select position, tenant, id, type, resource, resource_id, resource_sequence, doc::text as doc
                        from event
                        where position > :position
                        order by position
                        limit :most
                        """)
                .bind("position", position)
                .bind("most", most)
                .map((row, context) -> new Unsent(
                        row.getLong("position"),
                        row.getString("tenant"),
                        row.getString("id"),
                        row.getString("type"),
                        row.getString("resource"),
                        row.getString("resource_id"),
                        row.getLong("resource_sequence"),
                        row.getString("doc")))
                .list();
    }

    /** All up to this position were taken. */
    static void sent(Handle tx, String topic, long position) {
        tx.createUpdate("update event_stream set position = :position where topic = :topic and position < :position")
                .bind("topic", topic)
                .bind("position", position)
                .execute();
    }

    /** What a topic still has to get: by its place and the last one, for counting millions would take seconds. */
    static PublishMetrics.PublishBacklog standing(Handle tx, String topic, Instant now) {
        return tx.createQuery("""
                        with reached as (
                            select greatest(
                                coalesce((select position from event_stream where topic = :topic), 0),
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
