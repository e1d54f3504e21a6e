package org.billwright.event;

import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import org.billwright.query.Condition;
import org.billwright.query.TenantSelect;
import org.billwright.store.AdvisoryLock;
import org.billwright.store.Sql;
import org.jdbi.v3.core.Handle;

/** Every statement about what is to be told to whom. */
final class DeliveryStore {
    private DeliveryStore() {}

    /** One event that is to be told to one subscription. */
    record Due(long seq, int attempts, String eventId, String document) {}

    /**
     * Claims events that nobody was told of yet, oldest first. One process at a time does, so that the events of a
     * resource are given out in their order.
     */
    static List<Long> undispatched(Handle tx, int most) {
        return AdvisoryLock.DISPATCHING.isMine(tx)
                ? tx.createQuery("select seq from event where position is null order by seq limit :most")
                        .bind("most", most)
                        .mapTo(Long.class)
                        .list()
                : List.of();
    }

    /** Gives events the positions that follow, as they stand in the list. */
    static void dispatched(Handle tx, List<Long> events) {
        tx.createUpdate("""
                        update event e
                        set position = given.position
                        from (
                            select listed.seq, nextval('event_position') as position
                            from (
                                select seq
                                from unnest(:events) with ordinality as list (seq, place)
                                order by place) as listed) as given
                        where e.seq = given.seq
                        """).bindArray("events", Long.class, events).execute();
    }

    /** Puts those of the events that a subscription asked for among what is to be told to it. */
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

    /** Puts what happened in a time there again, delivered or parked before; tells how many events. */
    static int again(Handle tx, Hub hub, Condition condition, Instant from, Instant to, Instant now) {
        var sql = insert(hub, now)
                .text(" and occurred_at >= ")
                .value(utc(from))
                .text(" and occurred_at < ")
                .value(utc(to))
                .text(" and position is not null");
        TenantSelect.matching(sql, condition);
        return execute(
                tx,
                sql.text(" on conflict (hub_id, event_seq) do update set parked = false, reason = null, attempts = 0,"
                        + " retry_at = excluded.retry_at where event_delivery.parked"));
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

    /** The query compiler's SQL numbers its parameters; they stand in order, each once. */
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
     * Claims what is due for a subscription: of each resource only the first that waits, so that the next is not told
     * before it. What is claimed is due again at the end of the lease, should this process not come back. Whether it is the
     * first is asked of each row by itself: of {@code not exists} PostgreSQL would make a join, and where it knows nothing of
     * the table yet, one that compares every waiting row with every other.
     */
    static List<Due> claim(Handle tx, Hub hub, int most, Instant now, Instant lease) {
        return tx.createQuery("""
                        update event_delivery d
                        set retry_at = :lease, attempts = d.attempts + 1
                        from (
                            select w.event_seq
                            from event_delivery w
                            where w.hub_id = :hub and not w.parked and w.retry_at <= :now
                                and w.resource_sequence = (
                                    select min(first.resource_sequence)
                                    from event_delivery first
                                    where first.hub_id = w.hub_id and not first.parked
                                        and first.resource = w.resource and first.resource_id = w.resource_id)
                            order by w.event_seq
                            limit :most
                            for update skip locked) as claimed
                        join event e on e.seq = claimed.event_seq
                        where d.hub_id = :hub and d.event_seq = claimed.event_seq
                        returning d.event_seq, d.attempts, e.id, e.doc::text as doc
                        """)
                .bind("hub", hub.id())
                .bind("most", most)
                .bind("now", utc(now))
                .bind("lease", utc(lease))
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

    static void park(Handle tx, Hub hub, long event, String reason) {
        tx.createUpdate("""
                        update event_delivery
                        set parked = true, reason = :reason
                        where hub_id = :hub and event_seq = :event
                        """)
                .bind("hub", hub.id())
                .bind("event", event)
                .bind("reason", reason)
                .execute();
    }

    /** What is to be told, to all. */
    static DeliveryMetrics.DeliveryBacklog standing(Handle tx, Instant now) {
        return tx.createQuery("""
                        select count(*) filter (where not parked) as waiting, count(*) filter (where parked) as parked,
                            coalesce(extract(epoch from :now - min(e.occurred_at) filter (where not parked)), 0)::bigint
                                as oldest
                        from event_delivery d
                        join event e on e.seq = d.event_seq
                        """)
                .bind("now", utc(now))
                .map((row, context) -> new DeliveryMetrics.DeliveryBacklog(
                        row.getLong("waiting"), row.getLong("parked"), row.getLong("oldest")))
                .one();
    }

    /** Deletes events that happened before a time and that nobody waits for any more, nor any of the topics; tells how many. */
    static int forget(Handle tx, Instant before, List<String> topics, int most) {
        return tx.createUpdate("""
                        delete from event where seq in (
                            select seq
                            from event e
                            where occurred_at < :before and position is not null
                                and not exists (select from event_delivery d where d.event_seq = e.seq)
                                and not exists (
                                    select
                                    from unnest(:topics) as reader (topic)
                                    left join event_stream s on s.topic = reader.topic
                                    where e.position > coalesce(s.position, 0))
                            order by seq
                            limit :most)
                        """)
                .bindMap(Map.of("before", utc(before), "most", most))
                .bindArray("topics", String.class, topics)
                .execute();
    }

    private static OffsetDateTime utc(Instant instant) {
        return instant.atOffset(ZoneOffset.UTC);
    }
}
