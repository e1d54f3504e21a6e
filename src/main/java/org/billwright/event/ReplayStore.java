package org.billwright.event;

import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/** All statements about replays: at most one for each subscription, which goes on in steps. */
final class ReplayStore {
    private ReplayStore() {}

    /** A replay in progress. */
    record Replay(String hub, String tenant, OffsetDateTime to, OffsetDateTime nextTime, long nextSeq) {}

    /** An event that a replay looks at. */
    record Replayed(long seq, OffsetDateTime occurredAt) {}

    /** Begins a replay, in place of one that is done; returns false while one is in progress. */
    static boolean begin(Handle tx, String hub, Instant from, Instant to) {
        return tx.createUpdate("""
                        insert into event_replay as r (hub_id, from_time, to_time, next_time)
                        values (:hub, :from, :to, :from)
                        on conflict (hub_id) do update
                        set from_time = excluded.from_time, to_time = excluded.to_time, next_time = excluded.next_time,
                            next_seq = 0, queued = 0, done = false
                        where r.done
                        """)
                        .bind("hub", hub)
                        .bind("from", from.atOffset(ZoneOffset.UTC))
                        .bind("to", to.atOffset(ZoneOffset.UTC))
                        .execute()
                > 0;
    }

    /** Locks the replay in progress that waits longest. */
    static Optional<Replay> lock(Handle tx) {
        return tx.createQuery("""
                        select r.hub_id, h.tenant, r.to_time, r.next_time, r.next_seq
                        from event_replay r
                        join hub h on h.id = r.hub_id
                        where not r.done
                        order by r.served_at, r.hub_id
                        limit 1
                        for update of r skip locked
                        """)
                .map((row, context) -> new Replay(
                        row.getString("hub_id"),
                        row.getString("tenant"),
                        row.getObject("to_time", OffsetDateTime.class),
                        row.getObject("next_time", OffsetDateTime.class),
                        row.getLong("next_seq")))
                .findOne();
    }

    /** The next events of a replay. */
    static List<Replayed> next(Handle tx, Replay replay, int limit) {
        return tx.createQuery("""
                        select seq, occurred_at
                        from event
                        where tenant = :tenant and (occurred_at, seq) > (:nextTime, :nextSeq) and occurred_at < :to
                            and position is not null
                        order by occurred_at, seq
                        limit :limit
                        """)
                .bind("tenant", replay.tenant())
                .bind("nextTime", replay.nextTime())
                .bind("nextSeq", replay.nextSeq())
                .bind("to", replay.to())
                .bind("limit", limit)
                .map((row, context) ->
                        new Replayed(row.getLong("seq"), row.getObject("occurred_at", OffsetDateTime.class)))
                .list();
    }

    /** Records a step, and how many of its events were queued. */
    static void advanced(Handle tx, Replay replay, Replayed last, int queued, boolean done) {
        tx.createUpdate("""
                        update event_replay
                        set next_time = :time, next_seq = :seq, queued = queued + :queued, done = :done,
                            served_at = clock_timestamp()
                        where hub_id = :hub
                        """)
                .bind("time", last.occurredAt())
                .bind("seq", last.seq())
                .bind("queued", queued)
                .bind("done", done)
                .bind("hub", replay.hub())
                .execute();
    }

    /** The next attempt comes after those of the other replays. */
    static void postpone(Handle tx, Replay replay) {
        tx.createUpdate("update event_replay set served_at = clock_timestamp() where hub_id = :hub")
                .bind("hub", replay.hub())
                .execute();
    }
}
