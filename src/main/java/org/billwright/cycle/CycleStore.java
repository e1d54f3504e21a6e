package org.billwright.cycle;

import static org.billwright.json.JsonValues.dateTime;
import static org.billwright.json.JsonValues.text;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import org.billwright.json.Json;
import org.billwright.store.copy.StagingTable;
import org.billwright.store.copy.StagingTable.StagedColumn;
import org.jdbi.v3.core.Handle;

/** All statements about bill cycles and their specifications. */
public final class CycleStore {
    /** The staging table of specifications. */
    public static final StagingTable<ObjectNode> SPECIFICATIONS = new StagingTable<>(
            "bill_cycle_specification",
            StagingTable.BY_DOCUMENT,
            List.of(
                    StagedColumn.text("id", document -> text(document, "id").orElseThrow()),
                    StagedColumn.document(Json::write)));

    /** The staging table of bill cycles. */
    public static final StagingTable<ObjectNode> CYCLES = new StagingTable<>(
            "bill_cycle",
            StagingTable.BY_DOCUMENT,
            List.of(
                    StagedColumn.text("id", document -> text(document, "id").orElseThrow()),
                    StagedColumn.optionalText("specification_id", cycle -> text(cycle, CycleShape.SPECIFICATION, "id")),
                    StagedColumn.time("billing_date", cycle -> dateTime(cycle, "billingDate")),
                    StagedColumn.document(Json::write)));

    private CycleStore() {}

    private static boolean add(Handle tx, String tenant, ObjectNode cycle) {
        return tx.createUpdate("""
                                insert into bill_cycle (tenant, id, specification_id, billing_date, doc)
                                values (:tenant, :id, :specification, :billingDate, :doc::json)
                                on conflict (tenant, id) do nothing
                                """)
                        .bind("tenant", tenant)
                        .bind("id", text(cycle, "id").orElseThrow())
                        .bind("specification", text(cycle, CycleShape.SPECIFICATION, "id"))
                        .bind("billingDate", dateTime(cycle, "billingDate"))
                        .bind("doc", Json.write(cycle))
                        .execute()
                > 0;
    }

    /**
     * Adds this many bill cycles of every specification, starting with the last billing date before this day. Existing cycles
     * are not changed. Returns how many were added.
     */
    public static int open(Handle tx, LocalDate from, int count) {
        var specifications = tx.createQuery(
                        "select tenant, doc::text as doc from bill_cycle_specification order by tenant, id")
                .map((row, context) -> new Specification(
                        row.getString("tenant"), BillCycleCalendar.of(Json.stored(row.getString("doc")))))
                .list();
        int opened = 0;
        for (var specification : specifications) {
            var calendar = specification.calendar();
            for (var billingDate : calendar.billingDates(from, count)) {
                opened += add(tx, specification.tenant(), calendar.cycle(billingDate)) ? 1 : 0;
            }
        }
        return opened;
    }

    /** The calendar of a specification. */
    public static Optional<BillCycleCalendar> calendar(Handle tx, String tenant, String specificationId) {
        return tx.createQuery(
                        "select doc::text from bill_cycle_specification where tenant = :tenant and id = :specification")
                .bind("tenant", tenant)
                .bind("specification", specificationId)
                .mapTo(String.class)
                .findOne()
                .map(doc -> BillCycleCalendar.of(Json.stored(doc)));
    }

    /** Adds the bill cycle with this billing date, or gives it the dates that the calendar has now. Its other attributes stay. */
    public static void open(Handle tx, String tenant, BillCycleCalendar calendar, LocalDate billingDate) {
        var cycle = calendar.cycle(billingDate);
        if (!add(tx, tenant, cycle)) {
            var id = calendar.cycleId(billingDate);
            var before = lockCycle(tx, tenant, id);
            var after = Json.stored(before);
            after.setAll(cycle);
            replace(tx, tenant, id, before, after);
        }
    }

    private static String lockCycle(Handle tx, String tenant, String id) {
        return tx.createQuery("select doc::text from bill_cycle where tenant = :tenant and id = :id for update")
                .bind("tenant", tenant)
                .bind("id", id)
                .mapTo(String.class)
                .one();
    }

    private static void replace(Handle tx, String tenant, String id, String before, ObjectNode after) {
        if (after.equals(Json.stored(before))) {
            return;
        }
        tx.createUpdate("""
                        update bill_cycle
                        set specification_id = :specification, billing_date = :billingDate, doc = :doc::json, revision = revision + 1
                        where tenant = :tenant and id = :id
                        """)
                .bind("tenant", tenant)
                .bind("id", id)
                .bind("specification", text(after, CycleShape.SPECIFICATION, "id"))
                .bind("billingDate", dateTime(after, "billingDate"))
                .bind("doc", Json.write(after))
                .execute();
    }

    private record Specification(String tenant, BillCycleCalendar calendar) {}

    /** Whether a bill cycle with this id exists. */
    public static boolean exists(Handle tx, String tenant, String id) {
        return tx.createQuery("select 1 from bill_cycle where tenant = :tenant and id = :id")
                .bind("tenant", tenant)
                .bind("id", id)
                .mapTo(Integer.class)
                .findOne()
                .isPresent();
    }
}
