package org.billwright.event;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/** All statements that count what is not delivered, and delete what is older than the retention. */
final class MaintenanceStore {
    /** More deliveries are not counted: the number of millions would take seconds. */
    static final int COUNTED = 100_000;

    private MaintenanceStore() {}

    /** The deliveries that are not done, of all subscriptions, each kind counted up to {@value #COUNTED}. */
    static DeliveryMetrics.DeliveryBacklog backlog(Handle tx) {
        return tx.createQuery("""
                        select (select count(*) from (select from event_delivery where not dead_lettered limit :most) as counted)
                                as waiting,
                            (select count(*) from (select from event_delivery where dead_lettered limit :most) as counted)
                                as dead_lettered,
                            coalesce(extract(epoch from clock_timestamp() - (
                                select e.recorded_at
                                from event_delivery d
                                join event e on e.seq = d.event_seq
                                where not d.dead_lettered
                                order by d.event_seq
                                limit 1)), 0)::bigint as oldest
                        """)
                .bind("most", COUNTED)
                .map((row, context) -> new DeliveryMetrics.DeliveryBacklog(
                        row.getLong("waiting"), row.getLong("dead_lettered"), row.getLong("oldest")))
                .one();
    }

    /** How long each tenant that has events keeps them. The transaction sees all tenants. */
    static Map<String, Duration> retentions(Handle tx, Duration ofServer) {
        return tx.createQuery("""
                        select d.tenant, r.event_days
                        from event_dispatch d
                        left join retention r on r.tenant = d.tenant
                        order by d.tenant
                        """).reduceRows(new LinkedHashMap<String, Duration>(), (found, row) -> {
            var days = Optional.ofNullable(row.getColumn("event_days", Integer.class));
            found.put(
                    row.getColumn("tenant", String.class),
                    days.map(Duration::ofDays).orElse(ofServer));
            return found;
        });
    }

    /**
     * Deletes dead-lettered deliveries of a tenant's events that are older than its retention, and events of it that no delivery and none of
     * the topics needs any more; returns how many events.
     */
    static int purge(Handle tx, String tenant, Duration retention, List<String> topics, int limit) {
        tx.createUpdate("""
                        delete from event_delivery d
                        using (
                            select e.seq
                            from event e
                            where e.tenant = :tenant and e.recorded_at < now() - :retention * interval '1 millisecond'
                                and exists (select from event_delivery x where x.event_seq = e.seq and x.dead_lettered)
                            order by e.recorded_at, e.seq
                            limit :limit) as old
                        where d.event_seq = old.seq and d.dead_lettered
                        """)
                .bind("tenant", tenant)
                .bind("retention", retention.toMillis())
                .bind("limit", limit)
                .execute();
        return tx.createUpdate("""
                        delete from event where seq in (
                            select seq
                            from event e
                            where e.tenant = :tenant and recorded_at < now() - :retention * interval '1 millisecond'
                                and position is not null
                                and not exists (select from event_delivery d where d.event_seq = e.seq)
                                and position <= (select d.position from event_dispatch d where d.tenant = e.tenant)
                                and not exists (
                                    select from hub h
                                    where h.tenant = e.tenant and h.query_error is null and h.dispatch_position < e.position)
                                and not exists (
                                    select
                                    from unnest(:topics) as reader (topic)
                                    left join event_publish_position p on p.topic = reader.topic
                                    where e.position > coalesce(p.position, 0))
                            order by recorded_at, seq
                            limit :limit)
                        """)
                .bind("tenant", tenant)
                .bind("retention", retention.toMillis())
                .bind("limit", limit)
                .bindArray("topics", String.class, topics)
                .execute();
    }
}
