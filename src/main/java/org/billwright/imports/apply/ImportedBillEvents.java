package org.billwright.imports.apply;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.billwright.event.EventType;
import org.billwright.event.Outbox;
import org.billwright.json.DateTimes;
import org.billwright.json.Json;
import org.billwright.json.JsonValues;
import org.jdbi.v3.core.Handle;

/** Publishes the events of bills that an import adds or whose state it changes. */
final class ImportedBillEvents {
    private ImportedBillEvents() {}

    /** The documents of the bills that are in the database, by id. */
    static Map<String, ObjectNode> documents(Handle tx, ImportContext context, Collection<String> ids) {
        return tx.createQuery("""
                        select bill.*
                        from unnest(:ids) as wanted (id)
                        cross join lateral (
                            select id, doc::text as doc
                            from customer_bill
                            where tenant = :tenant and id = wanted.id
                            limit 1) as bill
                        """)
                .bind("tenant", context.tenant())
                .bindArray("ids", String.class, ids)
                .reduceRows(new HashMap<>(), (documents, row) -> {
                    documents.put(row.getColumn("id", String.class), Json.stored(row.getColumn("doc", String.class)));
                    return documents;
                });
    }

    /** Publishes an event for each bill that is new or has changed its state. */
    static void publish(
            Handle tx, ImportContext context, Map<String, ObjectNode> before, Map<String, ObjectNode> after) {
        var now = DateTimes.now(context.clock());
        after.forEach((id, bill) -> {
            var known = Optional.ofNullable(before.get(id));
            if (known.isEmpty()) {
                Outbox.add(tx, context.tenant(), EventType.BILL_CREATE, bill, now);
            } else if (!JsonValues.text(known.get(), "state").equals(JsonValues.text(bill, "state"))) {
                Outbox.add(tx, context.tenant(), EventType.BILL_STATE_CHANGE, bill, now);
            }
        });
    }
}
