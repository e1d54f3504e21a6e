package org.billwright.cycle;

import static org.billwright.json.Lookup.text;
import static org.billwright.json.Lookup.time;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.LocalDate;
import org.billwright.json.Json;
import org.jdbi.v3.core.Handle;

/** Every statement about bill cycles and their specifications. */
public final class CycleStore {
    private CycleStore() {}

    /** Adds or replaces a specification by its id; an equal one is left as it is. Tells whether anything changed. */
    public static boolean replaceSpecification(Handle tx, String tenant, ObjectNode specification) {
        return tx.createUpdate("""
                                insert into bill_cycle_specification (tenant, id, doc) values (:tenant, :id, :doc::json)
                                on conflict (tenant, id) do update
                                set doc = excluded.doc, revision = bill_cycle_specification.revision + 1
                                where bill_cycle_specification.doc::text <> excluded.doc::text
                                """)
                        .bind("tenant", tenant)
                        .bind("id", text(specification, "id").orElseThrow())
                        .bind("doc", Json.write(specification))
                        .execute()
                > 0;
    }

    /** Adds or replaces a cycle by its id; an equal one is left as it is. Tells whether anything changed. */
    public static boolean replace(Handle tx, String tenant, ObjectNode cycle) {
        return put(tx, tenant, cycle, """
                do update
                set (specification_id, billing_date, doc, revision) =
                    (excluded.specification_id, excluded.billing_date, excluded.doc, bill_cycle.revision + 1)
                where bill_cycle.doc::text <> excluded.doc::text
                """);
    }

    private static boolean put(Handle tx, String tenant, ObjectNode cycle, String onConflict) {
        return tx.createUpdate("""
                                insert into bill_cycle (tenant, id, specification_id, billing_date, doc)
                                values (:tenant, :id, :specification, :billingDate, :doc::json)
                                on conflict (tenant, id)
                                """ + onConflict)
                        .bind("tenant", tenant)
                        .bind("id", text(cycle, "id").orElseThrow())
                        .bind("specification", text(cycle, CycleShape.SPECIFICATION, "id"))
                        .bind("billingDate", time(cycle, "billingDate"))
                        .bind("doc", Json.write(cycle))
                        .execute()
                > 0;
    }

    /**
     * Adds the cycles of every specification from the last billing date before this day on, so many of each. Those that
     * are there stay as they are.
     */
    public static int open(Handle tx, LocalDate from, int count) {
        var specifications = tx.createQuery(
                        "select tenant, doc::text as doc from bill_cycle_specification order by tenant, id")
                .map((row, context) ->
                        new Specification(row.getString("tenant"), Calendar.of(Json.stored(row.getString("doc")))))
                .list();
        int opened = 0;
        for (var specification : specifications) {
            var calendar = specification.calendar();
            for (var billingDate : calendar.billingDates(from, count)) {
                opened += put(tx, specification.tenant(), calendar.cycle(billingDate), "do nothing") ? 1 : 0;
            }
        }
        return opened;
    }

    private record Specification(String tenant, Calendar calendar) {}

    /** Whether there is a cycle with this id. */
    public static boolean exists(Handle tx, String tenant, String id) {
        return tx.createQuery("select 1 from bill_cycle where tenant = :tenant and id = :id")
                .bind("tenant", tenant)
                .bind("id", id)
                .mapTo(Integer.class)
                .findOne()
                .isPresent();
    }
}
