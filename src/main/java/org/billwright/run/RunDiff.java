package org.billwright.run;

import com.fasterxml.jackson.databind.node.ArrayNode;
import java.math.BigDecimal;
import org.billwright.json.Json;
import org.jdbi.v3.core.Handle;

/** How the bills of a run differ from the bills before them. */
public final class RunDiff {
    private RunDiff() {}

    /**
     * The accounts of a run by change and currency: how many there are, and the sums of their amounts due now and before.
     *
     * @param threshold in percent: a change of more is {@code higher} or {@code lower}, another one {@code similar}
     */
    public static ArrayNode of(Handle tx, String tenant, String runId, BigDecimal threshold) {
        var differences = Json.array();
        tx.createQuery("""
                        select case when change in ('higher', 'lower', 'same') and abs(coalesce(change_percent, 0)) <= :threshold
                                then 'similar' else change end as change,
                            currency, count(*) as accounts, coalesce(sum(amount_due), 0) as amount_due,
                            coalesce(sum(previous_amount_due), 0) as previous
                        from bill_run_account
                        where tenant = :tenant and run_id = :run and (
                            status in ('planned', 'billed') or change = 'gone')
                        group by 1, 2
                        order by 2, 1
                        """)
                .bind("tenant", tenant)
                .bind("run", runId)
                .bind("threshold", threshold)
                .map((row, context) -> {
                    var entry = differences.addObject().put("change", row.getString("change"));
                    entry.put("accounts", row.getLong("accounts"));
                    entry.putObject("amountDue")
                            .put("unit", row.getString("currency"))
                            .put("value", row.getBigDecimal("amount_due"));
                    entry.putObject("previousAmountDue")
                            .put("unit", row.getString("currency"))
                            .put("value", row.getBigDecimal("previous"));
                    return entry;
                })
                .list();
        return differences;
    }
}
