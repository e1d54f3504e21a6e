package org.billwright.event;

import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import org.billwright.query.Condition;
import org.billwright.query.TenantSelect;
import org.billwright.store.Sql;
import org.billwright.work.AdvisoryLock;
import org.billwright.work.Lease;
import org.jdbi.v3.core.Handle;

/** All statements about deliveries. */
final class DeliveryStore {
    private DeliveryStore() {}

    /** An event that is due for delivery to one subscription. */
    record Due(long seq, int attempts, String eventId, String document) {}

    /**
     * Events that are not dispatched yet, oldest first. One process at a time dispatches, so that the events of a resource are
     * dispatched in their order; for the others the list is empty.
     */
    static List<Long> undispatched(Handle tx, int limit) {
        return AdvisoryLock.EVENT_DISPATCH.tryAcquire(tx)
                ? tx.createQuery("select seq from event where position is null order by seq limit :limit")
                        .bind("limit", limit)
                        .mapTo(Long.class)
                        .list()
                : List.of();
    }

    /** Marks events as dispatched: they get the next positions, in the order of the list. */
    static void dispatched(Handle tx, List<Long> events) {
        tx.createUpdate("""
                        update event e
                        set position = numbered.position
                        from (
                            select ordered.seq, nextval('event_position') as position
                            from (
                                select seq
                                from unnest(:events) with ordinality as list (seq, place)
                                order by place) as ordered) as numbered
                        where e.seq = numbered.seq
                        """).bindArray("events", Long.class, events).execute();
    }

    /** Queues those of the events that match a subscription; returns how many. */
    static int enqueue(Handle tx, Hub hub, Condition condition, List<Long> events, Instant now) {
        var sql = insert(hub, now)
                .text(" and seq = any(")
                .value(events.toArray(Long[]::new))
                .text("::bigint[])")
                .text(" and occurred_at >= ")
                .value(utc(hub.createdAt()));
        TenantSelect.matching(sql, condition);
        return execute(tx, sql.text(" on conflict do nothing"));
    }

    /** Queues the events of a period again, whether they were delivered or dead-lettered; returns how many. */
    static int replay(Handle tx, Hub hub, Condition condition, Instant from, Instant to, Instant now) {
        var sql = insert(hub, now)
                .text(" and occurred_at >= ")
                .value(utc(from))
                .text(" and occurred_at < ")
                .value(utc(to))
                .text(" and position is not null");
        TenantSelect.matching(sql, condition);
        return execute(
                tx,
                sql.text(
                        " on conflict (hub_id, event_seq) do update set dead_lettered = false, reason = null, attempts = 0,"
                                + " retry_at = excluded.retry_at where event_delivery.dead_lettered"));
    }

    private static Sql insert(Hub hub, Instant now) {
        var columns = new Sql()
                .text(
                        "insert into event_delivery (hub_id, event_seq, resource, resource_id, resource_sequence, retry_at)"
                                + " select ")
                .value(hub.id())
                .text(", seq, resource, resource_id, resource_sequence, ")
                .value(utc(now));
        return TenantSelect.from(columns, "event", hub.tenant());
    }

    /** The query compiler numbers its parameters; they are in order, each used once. */
    private static int execute(Handle tx, Sql sql) {
        try (var statement = tx.getConnection().prepareStatement(sql.jdbcText())) {
            var values = sql.values();
            for (int i = 0; i < values.size(); i++) {
                var value = values.get(i);
                statement.setObject(
                        i + 1,
                        value instanceof Long[] array ? tx.getConnection().createArrayOf("bigint", array) : value);
            }
            return statement.executeUpdate();
        } catch (SQLException e) {
            throw new IllegalStateException(e.getMessage(), e);
        }
    }

    /**
     * Claims deliveries that are due for a subscription: of each resource only the first that waits, so that events of a
     * resource are delivered in order. A claimed delivery is due again at the end of the lease, in case this process dies.
     * A subquery for each row finds the first: PostgreSQL would turn {@code not exists} into a join, and as long as the table
     * has no statistics, into one that compares every waiting row with every other.
     */
    static List<Due> claim(Handle tx, Hub hub, int limit, Lease lease) {
        return tx.createQuery("""
                        update event_delivery d
                        set retry_at = :lease, attempts = d.attempts + 1
                        from (
                            select w.event_seq
                            from event_delivery w
                            where w.hub_id = :hub and not w.dead_lettered and w.retry_at <= :now
                                and w.resource_sequence = (
                                    select min(first.resource_sequence)
                                    from event_delivery first
                                    where first.hub_id = w.hub_id and not first.dead_lettered
                                        and first.resource = w.resource and first.resource_id = w.resource_id)
                            order by w.event_seq
                            limit :limit
                            for update skip locked) as claimed
                        join event e on e.seq = claimed.event_seq
                        where d.hub_id = :hub and d.event_seq = claimed.event_seq
                        returning d.event_seq, d.attempts, e.id, e.doc::text as doc
                        """)
                .bind("hub", hub.id())
                .bind("limit", limit)
                .bind("now", utc(lease.start()))
                .bind("lease", utc(lease.end()))
                .map((row, context) -> new Due(
                        row.getLong("event_seq"), row.getInt("attempts"), row.getString("id"), row.getString("doc")))
                .list();
    }

    static void delivered(Handle tx, Hub hub, List<Long> events) {
        tx.createUpdate("delete from event_delivery where hub_id = :hub and event_seq = any(:events)")
                .bind("hub", hub.id())
                .bindArray("events", Long.class, events)
                .execute();
    }

    static void retryLater(Handle tx, Hub hub, long event, Instant at, String reason) {
        tx.createUpdate("""
                        update event_delivery
                        set retry_at = :at, reason = :reason
                        where hub_id = :hub and event_seq = :event
                        """)
                .bind("hub", hub.id())
                .bind("event", event)
                .bind("at", utc(at))
                .bind("reason", reason)
                .execute();
    }

    static void deadLetter(Handle tx, Hub hub, long event, String reason) {
        tx.createUpdate("""
                        update event_delivery
                        set dead_lettered = true, reason = :reason
                        where hub_id = :hub and event_seq = :event
                        """)
                .bind("hub", hub.id())
                .bind("event", event)
                .bind("reason", reason)
                .execute();
    }

    /** The deliveries that are not done, of all subscriptions. */
    static DeliveryMetrics.DeliveryBacklog backlog(Handle tx, Instant now) {
        return tx.createQuery("""
                        select count(*) filter (where not dead_lettered) as waiting,
                            count(*) filter (where dead_lettered) as dead_lettered,
                            coalesce(extract(epoch from :now - min(e.occurred_at) filter (where not dead_lettered)), 0)::bigint
                                as oldest
                        from event_delivery d
                        join event e on e.seq = d.event_seq
                        """)
                .bind("now", utc(now))
                .map((row, context) -> new DeliveryMetrics.DeliveryBacklog(
                        row.getLong("waiting"), row.getLong("dead_lettered"), row.getLong("oldest")))
                .one();
    }

    /** Deletes events before a time that no delivery and none of the topics needs any more; returns how many. */
    static int purge(Handle tx, Instant before, List<String> topics, int limit) {
        return tx.createUpdate("""
                        delete from event where seq in (
                            select seq
                            from event e
                            where occurred_at < :before and position is not null
                                and not exists (select from event_delivery d where d.event_seq = e.seq)
                                and not exists (
                                    select
                                    from unnest(:topics) as reader (topic)
                                    left join event_publish_position p on p.topic = reader.topic
                                    where e.position > coalesce(p.position, 0))
                            order by seq
                            limit :limit)
                        """)
                .bindMap(Map.of("before", utc(before), "limit", limit))
                .bindArray("topics", String.class, topics)
                .execute();
    }

    private static OffsetDateTime utc(Instant instant) {
        return instant.atOffset(ZoneOffset.UTC);
    }
}
