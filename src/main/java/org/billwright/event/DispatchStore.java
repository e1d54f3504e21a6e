package org.billwright.event;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.billwright.store.Database;
import org.billwright.work.AdvisoryLock;
import org.jdbi.v3.core.Handle;

/**
 * All statements about how far events were dispatched. An event gets a position after its transaction was committed; positions are
 * assigned by one transaction at a time, so that no event appears later before a position that was read.
 */
final class DispatchStore {
    /** Tenants that one worker tries to lock, where others work on some of them. */
    private static final int CANDIDATES = 16;

    private DispatchStore() {}

    /**
     * Events of a tenant by their positions.
     *
     * @param after exclusive
     * @param upTo inclusive
     */
    record Range(String tenant, long after, long upTo) {
        boolean isEmpty() {
            return upTo <= after;
        }
    }

    /** A subscription that is dispatched apart, and the position up to which it has its events. */
    record Apart(String hub, String tenant, long position) {}

    /** Gives the next positions to committed events that have none, in the order in which they were written; returns how many. */
    static int assignPositions(Handle tx, int limit) {
        if (!AdvisoryLock.EVENT_DISPATCH.tryAcquire(tx)) {
            return 0;
        }
        return tx.createQuery("""
                        with numbered as (
                            select ordered.seq, nextval('event_position') as position
                            from (select seq from event where position is null order by seq limit :limit) as ordered),
                        assigned as (
                            update event e
                            set position = numbered.position
                            from numbered
                            where e.seq = numbered.seq
                            returning e.tenant, e.position),
                        noted as (
                            insert into event_dispatch as d (tenant, last_position)
                            select tenant, max(position)
                            from assigned
                            group by tenant
                            order by tenant
                            on conflict (tenant) do update
                            set last_position = greatest(d.last_position, excluded.last_position))
                        select count(*) from assigned
                        """).bind("limit", limit).mapTo(Integer.class).one();
    }

    /**
     * Locks the tenant that waits longest with events that are not dispatched; empty if there is none, or others work on all. Its row
     * stays free for the positions of new events, which are assigned for all tenants at once.
     */
    static Optional<String> lockTenant(Handle tx) {
        return tx.createQuery("""
                        select tenant
                        from event_dispatch
                        where position < last_position and due_at <= now()
                        order by due_at, tenant
                        limit :limit
                        """).bind("limit", CANDIDATES).mapTo(String.class).list().stream()
                .filter(tenant -> AdvisoryLock.TENANT_DISPATCH.tryAcquire(tx, tenant))
                .findFirst();
    }

    /**
     * The next events of a tenant, at most so many. The rows are compared and ordered with their tenant, so that only the index of tenants
     * has their order: by the index of all positions PostgreSQL would read those of the other tenants in between.
     */
    static Range next(Handle tx, String tenant, int limit) {
        return Database.inOrder(
                tx,
                () -> tx.createQuery("""
                        select d.tenant, d.position, coalesce(last.position, d.last_position) as up_to
                        from event_dispatch d
                        left join lateral (
                            select e.position
                            from event e
                            where (e.tenant, e.position) > (d.tenant, d.position) and e.tenant <= d.tenant
                                and e.position is not null
                            order by e.tenant, e.position
                            offset :limit - 1
                            limit 1) as last on true
                        where d.tenant = :tenant
                        """)
                        .bind("tenant", tenant)
                        .bind("limit", limit)
                        .map((row, context) ->
                                new Range(row.getString("tenant"), row.getLong("position"), row.getLong("up_to")))
                        .one());
    }

    /** The next events of a subscription that is dispatched apart, up to those that its tenant has dispatched. */
    static Range next(Handle tx, Apart apart, int limit) {
        return Database.inOrder(
                tx,
                () -> tx.createQuery("""
                        select coalesce(last.position, d.position) as up_to
                        from event_dispatch d
                        left join lateral (
                            select e.position
                            from event e
                            where (e.tenant, e.position) > (d.tenant, :position)
                                and (e.tenant, e.position) <= (d.tenant, d.position) and e.position is not null
                            order by e.tenant, e.position
                            offset :limit - 1
                            limit 1) as last on true
                        where d.tenant = :tenant
                        """)
                        .bind("tenant", apart.tenant())
                        .bind("position", apart.position())
                        .bind("limit", limit)
                        .map((row, context) -> new Range(apart.tenant(), apart.position(), row.getLong("up_to")))
                        .one());
    }

    /** The events of a range in two halves. */
    static List<Range> halves(Handle tx, Range range) {
        long middle = tx.createQuery("""
                        select position
                        from event
                        where tenant = :tenant and position > :after and position <= :upTo
                        order by position
                        offset (
                            select (count(*) - 1) / 2
                            from event
                            where tenant = :tenant and position > :after and position <= :upTo)
                        limit 1
                        """)
                .bind("tenant", range.tenant())
                .bind("after", range.after())
                .bind("upTo", range.upTo())
                .mapTo(Long.class)
                .findOne()
                .orElse(range.upTo());
        return List.of(
                new Range(range.tenant(), range.after(), middle), new Range(range.tenant(), middle, range.upTo()));
    }

    /** Records that the events of a range were dispatched. */
    static void dispatched(Handle tx, Range range) {
        tx.createUpdate("update event_dispatch set position = :position, due_at = now() where tenant = :tenant")
                .bind("position", range.upTo())
                .bind("tenant", range.tenant())
                .execute();
    }

    /** The next attempt at this tenant is made later. */
    static void postpone(Handle tx, String tenant, Duration delay) {
        tx.createUpdate(
                        "update event_dispatch set due_at = clock_timestamp() + :delay * interval '1 millisecond' where tenant = :tenant")
                .bind("tenant", tenant)
                .bind("delay", delay.toMillis())
                .execute();
    }

    /** From now on these subscriptions are dispatched apart. They have their events up to this position. */
    static void dispatchApart(Handle tx, List<String> hubs, long position) {
        tx.createUpdate("update hub set dispatch_position = :position where id = any(:hubs)")
                .bind("position", position)
                .bindArray("hubs", String.class, hubs)
                .execute();
    }

    /** Locks a subscription that is dispatched apart and waits for events, the one that waits longest. */
    static Optional<Apart> lockApart(Handle tx) {
        return tx.createQuery("""
                        select h.id, h.tenant, h.dispatch_position
                        from hub h
                        join event_dispatch d on d.tenant = h.tenant
                        where h.dispatch_position < d.position and h.query_error is null
                        order by h.dispatched_at, h.id
                        limit 1
                        for update of h skip locked
                        """)
                .map((row, context) ->
                        new Apart(row.getString("id"), row.getString("tenant"), row.getLong("dispatch_position")))
                .findOne();
    }

    /** The next attempt comes after those of the other subscriptions. */
    static void postpone(Handle tx, Apart apart) {
        tx.createUpdate("update hub set dispatched_at = clock_timestamp() where id = :hub")
                .bind("hub", apart.hub())
                .execute();
    }

    static void dispatchedApart(Handle tx, String hub, long position) {
        tx.createUpdate(
                        "update hub set dispatch_position = :position, dispatched_at = clock_timestamp() where id = :hub")
                .bind("position", position)
                .bind("hub", hub)
                .execute();
    }

    /**
     * Dispatches the subscription together with the others of its tenant again, if it has all that they have; otherwise returns false. The
     * lock on the tenant keeps the others from going on meanwhile.
     *
     * @param position up to which it has its events
     */
    static boolean dispatchTogether(Handle tx, Apart apart, long position) {
        AdvisoryLock.TENANT_DISPATCH.acquire(tx, apart.tenant());
        long others = tx.createQuery("select position from event_dispatch where tenant = :tenant")
                .bind("tenant", apart.tenant())
                .mapTo(Long.class)
                .one();
        return position >= others
                && tx.createUpdate("update hub set dispatch_position = null where id = :hub")
                                .bind("hub", apart.hub())
                                .execute()
                        > 0;
    }

    /** The query of a subscription cannot work any more: no event is matched with it. */
    static void queryFailed(Handle tx, String hub, String reason) {
        tx.createUpdate("update hub set query_error = :reason where id = :hub")
                .bind("reason", reason)
                .bind("hub", hub)
                .execute();
    }
}
