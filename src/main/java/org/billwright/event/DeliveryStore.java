package org.billwright.event;

import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.billwright.query.Condition;
import org.billwright.query.TenantSelect;
import org.billwright.store.Database;
import org.billwright.store.Sql;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.Update;

/** All statements about deliveries. Times are of PostgreSQL's clock. */
final class DeliveryStore {
    private static final int MAX_REASON_CHARACTERS = 500;

    private DeliveryStore() {}

    /** A subscription that has due deliveries; empty where this program cannot read it. */
    record DueHub(String id, Optional<Hub> hub) {}

    /**
     * A delivery that was claimed.
     *
     * @param attempts including this one
     * @param trace of what added the event, if that was traced
     */
    record Due(
            String hub, long seq, int attempts, String eventId, String type, Optional<String> trace, String document) {}

    /** Queues those events of a range that match a subscription; returns how many. */
    static int enqueue(Handle tx, Hub hub, Condition condition, DispatchStore.Range range) {
        var sql = insert(hub)
                .text(" and position > ")
                .value(Math.max(range.after(), hub.start()))
                .text(" and position <= ")
                .value(range.upTo());
        TenantSelect.matching(sql, condition);
        return execute(tx, sql.text(" on conflict do nothing"));
    }

    /** Queues the only event of a range as dead-lettered: it cannot be compared with the subscription's query. */
    static void deadLetter(Handle tx, Hub hub, DispatchStore.Range range, String reason) {
        tx.createUpdate("""
                        insert into event_delivery
                            (hub_id, event_seq, resource, resource_id, resource_sequence, retry_at, dead_lettered, reason)
                        select :hub, seq, resource, resource_id, resource_sequence, now(), true, :reason
                        from event
                        where tenant = :tenant and position > :after and position <= :upTo
                        on conflict do nothing
                        """)
                .bind("hub", hub.id())
                .bind("reason", shortened(reason))
                .bind("tenant", range.tenant())
                .bind("after", range.after())
                .bind("upTo", range.upTo())
                .execute();
    }

    /** Queues events again, whether they were delivered or dead-lettered; returns how many. */
    static int replay(Handle tx, Hub hub, Condition condition, List<Long> events) {
        var sql = insert(hub)
                .text(" and seq = any(")
                .value(events.toArray(Long[]::new))
                .text("::bigint[])");
        TenantSelect.matching(sql, condition);
        return execute(
                tx,
                sql.text(
                        " on conflict (hub_id, event_seq) do update set dead_lettered = false, reason = null, attempts = 0,"
                                + " retry_at = excluded.retry_at where event_delivery.dead_lettered"));
    }

    private static Sql insert(Hub hub) {
        var columns = new Sql()
                .text(
                        "insert into event_delivery (hub_id, event_seq, resource, resource_id, resource_sequence, retry_at)"
                                + " select ")
                .value(hub.id())
                .text(", seq, resource, resource_id, resource_sequence, now()");
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
     * Subscriptions that have due deliveries, in the order of their ids after the given one. The index is asked once for each
     * subscription with deliveries; subscriptions without cost nothing.
     */
    static List<DueHub> dueHubs(Handle tx, String after, int limit) {
        return tx.createQuery("""
                        with recursive waiting (hub_id) as (
                            (select hub_id
                            from event_delivery
                            where state = 'waiting' and hub_id > :after
                            order by hub_id
                            limit 1)
                            union all
                            select (
                                select d.hub_id
                                from event_delivery d
                                where d.state = 'waiting' and d.hub_id > w.hub_id
                                order by d.hub_id
                                limit 1)
                            from waiting w
                            where w.hub_id is not null)
                        select h.*
                        from waiting w
                        cross join lateral (select %s from hub where id = w.hub_id limit 1) as h
                        cross join lateral (
                            select from event_delivery d
                            where d.hub_id = w.hub_id and d.state = 'waiting' and d.retry_at <= now()
                            limit 1) as due
                        where w.hub_id is not null
                        limit :limit
                        """.formatted(HubStore.COLUMNS))
                .bind("after", after)
                .bind("limit", limit)
                .map((row, context) -> new DueHub(row.getString("id"), HubStore.hub(row)))
                .list();
    }

    /**
     * Claims due deliveries of several subscriptions: of each resource only the first that waits, so that events of a
     * resource are delivered in order. A claimed delivery is due again at the end of the lease, in case this process dies.
     * A subquery for each row finds the first: PostgreSQL would turn {@code not exists} into a join, and as long as the table
     * has no statistics, into one that compares every waiting row with every other.
     *
     * @param free how many of each subscription at most
     */
    static List<Due> claim(Handle tx, Map<String, Integer> free, Duration lease) {
        var hubs = List.copyOf(free.keySet());
        return Database.inOrder(
                tx,
                () -> tx.createQuery("""
                        with claimed as (
                            select next.*
                            from unnest(:hubs, :limits) as due (hub_id, free)
                            cross join lateral (
                                select w.hub_id, w.event_seq
                                from event_delivery w
                                where w.hub_id = due.hub_id and w.state = 'waiting' and w.retry_at <= now()
                                    and w.resource_sequence = (
                                        select min(first.resource_sequence)
                                        from event_delivery first
                                        where first.hub_id = w.hub_id and not first.dead_lettered
                                            and first.resource = w.resource and first.resource_id = w.resource_id)
                                order by w.retry_at, w.event_seq
                                limit due.free
                                for update skip locked) as next)
                        update event_delivery d
                        set retry_at = clock_timestamp() + :lease * interval '1 millisecond', attempts = d.attempts + 1
                        from claimed
                        join event e on e.seq = claimed.event_seq
                        where d.hub_id = claimed.hub_id and d.event_seq = claimed.event_seq
                        returning d.hub_id, d.event_seq, d.attempts, e.id, e.type, e.trace, e.doc::text as doc
                        """)
                        .bindArray("hubs", String.class, hubs)
                        .bindArray(
                                "limits",
                                Integer.class,
                                hubs.stream().map(free::get).toList())
                        .bind("lease", lease.toMillis())
                        .map((row, context) -> new Due(
                                row.getString("hub_id"),
                                row.getLong("event_seq"),
                                row.getInt("attempts"),
                                row.getString("id"),
                                row.getString("type"),
                                Optional.ofNullable(row.getString("trace")),
                                row.getString("doc")))
                        .list());
    }

    static void delivered(Handle tx, List<Due> deliveries) {
        each(tx.createUpdate("""
                        delete from event_delivery d
                        using unnest(:hubs, :events) as delivered (hub_id, event_seq)
                        where d.hub_id = delivered.hub_id and d.event_seq = delivered.event_seq
                        """), deliveries).execute();
    }

    /** Makes claimed deliveries due again, as if they had not been claimed. */
    static void giveBack(Handle tx, List<Due> deliveries) {
        each(tx.createUpdate("""
                        update event_delivery d
                        set retry_at = now(), attempts = d.attempts - 1
                        from unnest(:hubs, :events, :attempts) as given_back (hub_id, event_seq, attempts)
                        where d.hub_id = given_back.hub_id and d.event_seq = given_back.event_seq
                            and d.attempts = given_back.attempts
                        """), deliveries)
                .bindArray(
                        "attempts",
                        Integer.class,
                        deliveries.stream().map(Due::attempts).toList())
                .execute();
    }

    private static Update each(Update statement, List<Due> deliveries) {
        return statement
                .bindArray(
                        "hubs", String.class, deliveries.stream().map(Due::hub).toList())
                .bindArray(
                        "events", Long.class, deliveries.stream().map(Due::seq).toList());
    }

    /** Those that wait behind it, for the same resource, are due with it. An attempt that another process has claimed since stays as it is. */
    static void retryLater(Handle tx, Due due, Duration delay, String reason) {
        tx.createUpdate("""
                        with failed as (
                            update event_delivery
                            set retry_at = clock_timestamp() + :delay * interval '1 millisecond', reason = :reason
                            where hub_id = :hub and event_seq = :event and attempts = :attempts and not dead_lettered
                            returning hub_id, resource, resource_id, event_seq, retry_at)
                        update event_delivery behind
                        set retry_at = failed.retry_at
                        from failed
                        where behind.hub_id = failed.hub_id and behind.resource = failed.resource
                            and behind.resource_id = failed.resource_id and behind.event_seq <> failed.event_seq
                            and not behind.dead_lettered and behind.retry_at < failed.retry_at
                        """)
                .bind("hub", due.hub())
                .bind("event", due.seq())
                .bind("attempts", due.attempts())
                .bind("delay", delay.toMillis())
                .bind("reason", shortened(reason))
                .execute();
    }

    /** It keeps the time of its end. Those that wait behind it, for the same resource, are due now. */
    static void deadLetter(Handle tx, Due due, String reason) {
        tx.createUpdate("""
                        with failed as (
                            update event_delivery
                            set dead_lettered = true, reason = :reason, retry_at = clock_timestamp()
                            where hub_id = :hub and event_seq = :event and attempts = :attempts and not dead_lettered
                            returning hub_id, resource, resource_id, event_seq)
                        update event_delivery behind
                        set retry_at = now()
                        from failed
                        where behind.hub_id = failed.hub_id and behind.resource = failed.resource
                            and behind.resource_id = failed.resource_id and behind.event_seq <> failed.event_seq
                            and not behind.dead_lettered and behind.retry_at > now()
                        """)
                .bind("hub", due.hub())
                .bind("event", due.seq())
                .bind("attempts", due.attempts())
                .bind("reason", shortened(reason))
                .execute();
    }

    /** A reason as it is stored: not long, and without what a text of PostgreSQL cannot have. */
    static String shortened(String reason) {
        var text = reason.replace('\0', ' ');
        return text.length() <= MAX_REASON_CHARACTERS ? text : text.substring(0, MAX_REASON_CHARACTERS);
    }
}
