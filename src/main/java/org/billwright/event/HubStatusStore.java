package org.billwright.event;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.OffsetDateTime;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import org.billwright.json.DateTimes;
import org.billwright.json.Json;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.result.RowView;

/** All statements about how the deliveries to a subscription go. */
final class HubStatusStore {
    private HubStatusStore() {}

    /** Records that subscribers received deliveries. */
    static void delivered(Handle tx, Collection<String> hubs) {
        tx.createUpdate("""
                        insert into hub_status as s (hub_id, last_delivery)
                        select id, clock_timestamp()
                        from hub
                        where id = any(:hubs)
                        order by id
                        on conflict (hub_id) do update set last_delivery = excluded.last_delivery
                        """).bindArray("hubs", String.class, hubs).execute();
    }

    /** Records the last failure of deliveries, by the id of the subscription. */
    static void failed(Handle tx, Map<String, String> reasons) {
        tx.createUpdate("""
                        insert into hub_status as s (hub_id, last_failure, last_error)
                        select h.id, clock_timestamp(), failed.reason
                        from unnest(:hubs, :reasons) as failed (id, reason)
                        join hub h on h.id = failed.id
                        order by h.id
                        on conflict (hub_id) do update
                        set last_failure = excluded.last_failure, last_error = excluded.last_error
                        """)
                .bindArray("hubs", String.class, reasons.keySet())
                .bindArray(
                        "reasons",
                        String.class,
                        reasons.values().stream().map(DeliveryStore::shortened).toList())
                .execute();
    }

    /** How the deliveries to a subscription go, as its resource shows it. */
    static ObjectNode of(Handle tx, String hub) {
        return tx.createQuery("""
                        select h.query_error, s.last_delivery, s.last_failure, s.last_error,
                            r.from_time, r.to_time, r.queued, r.done,
                            (select count(*) from (
                                select from event_delivery d where d.hub_id = h.id and d.state = 'waiting' limit :most) as counted)
                                as waiting,
                            (select count(*) from (
                                select from event_delivery d where d.hub_id = h.id and d.state = 'deadLettered' limit :most) as counted)
                                as dead_lettered
                        from hub h
                        left join hub_status s on s.hub_id = h.id
                        left join event_replay r on r.hub_id = h.id
                        where h.id = :hub
                        """)
                .bind("hub", hub)
                .bind("most", MaintenanceStore.COUNTED)
                .reduceRows(Json.object(), HubStatusStore::add);
    }

    private static ObjectNode add(ObjectNode status, RowView row) {
        var queryError = text(row, "query_error");
        var delivered = time(row, "last_delivery");
        var failed = time(row, "last_failure");
        boolean failing = failed.isPresent()
                && delivered.filter(at -> at.isAfter(failed.get())).isEmpty();
        status.put("state", queryError.isPresent() ? "queryFailed" : failing ? "failing" : "active");
        status.put("waiting", row.getColumn("waiting", Long.class));
        status.put("deadLettered", row.getColumn("dead_lettered", Long.class));
        delivered.ifPresent(at -> status.put("lastDelivery", DateTimes.format(at)));
        failed.ifPresent(at -> status.put("lastFailure", DateTimes.format(at)));
        queryError.or(() -> text(row, "last_error")).ifPresent(error -> status.put("lastError", error));
        time(row, "from_time")
                .ifPresent(from -> status.putObject("replay")
                        .put("from", DateTimes.format(from))
                        .put("to", DateTimes.format(row.getColumn("to_time", OffsetDateTime.class)))
                        .put("queued", row.getColumn("queued", Long.class))
                        .put("state", row.getColumn("done", Boolean.class) ? "done" : "inProgress"));
        return status;
    }

    private static Optional<String> text(RowView row, String column) {
        return Optional.ofNullable(row.getColumn(column, String.class));
    }

    private static Optional<OffsetDateTime> time(RowView row, String column) {
        return Optional.ofNullable(row.getColumn(column, OffsetDateTime.class));
    }
}
