package org.billwright.run;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Optional;
import org.billwright.json.Json;
import org.jdbi.v3.core.Handle;

/** The SQL statements that read what runs came to, and what they were expected to. */
final class RunHistoryStore {
    private RunHistoryStore() {}

    /** What the last regular run of the cycle before this one came to. */
    static Optional<ObjectNode> lastResult(Handle tx, BillRun run) {
        return tx.createQuery("""
                        select bill_totals::text
                        from bill_run
                        where tenant = :tenant and cycle_specification_id = :specification and billing_date < :billingDate
                            and kind = 'regular' and state = 'done' and bill_totals is not null
                        order by billing_date desc
                        limit 1
                        """)
                .bind("tenant", run.tenant())
                .bind("specification", run.cycleSpecificationId())
                .bind("billingDate", run.billingDate())
                .mapTo(String.class)
                .findOne()
                .map(Json::stored);
    }

    /** What a run is expected to come to. */
    static Optional<JsonNode> forecast(Handle tx, BillRun run) {
        return column(tx, run, "'{\"forecast\":' || forecast || '}'").map(stored -> stored.path("forecast"));
    }

    /** The totals of the plan of a run. */
    static Optional<ObjectNode> planTotals(Handle tx, BillRun run) {
        return column(tx, run, "plan_totals::text");
    }

    private static Optional<ObjectNode> column(Handle tx, BillRun run, String expression) {
        return tx.createQuery("select " + expression + " from bill_run where tenant = :tenant and id = :id")
                .bind("tenant", run.tenant())
                .bind("id", run.id())
                .mapTo(String.class)
                .findOne()
                .map(Json::stored);
    }

    /** The newest runs that were planned, of one cycle or of all; trials and cancelled runs are none. */
    static List<BillRun> newestPlanned(Handle tx, String tenant, Optional<String> cycleSpecificationId, int limit) {
        return tx.createQuery("select " + RunStore.COLUMNS
                        + " from bill_run where tenant = :tenant and kind <> 'trial' and state not in ('planning', 'cancelled')"
                        + " and plan_totals is not null and (:specification::text is null or cycle_specification_id = :specification)"
                        + " order by created_at desc, id desc limit :limit")
                .bind("tenant", tenant)
                .bind("specification", cycleSpecificationId)
                .bind("limit", limit)
                .map((row, context) -> RunStore.run(row))
                .list();
    }
}
