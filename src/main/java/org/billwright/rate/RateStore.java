package org.billwright.rate;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import org.billwright.json.Json;
import org.billwright.store.copy.StagingTable;
import org.billwright.store.copy.StagingTable.StagedColumn;
import org.jdbi.v3.core.Handle;

/** The SQL statements that write rates, and those that read them for billing. */
public final class RateStore {
    /** Loads many rates at once. A rate that was loaded before with the same document stays unchanged. */
    public static final StagingTable<RateRow> STAGING = new StagingTable<>(
            "applied_customer_billing_rate",
            StagingTable.BY_LOADED,
            List.of(
                    StagedColumn.text("id", RateRow::id),
                    StagedColumn.optionalText("bill_id", RateRow::billId),
                    StagedColumn.optionalText("billing_account_id", RateRow::billingAccountId),
                    StagedColumn.optionalText("type", RateRow::type),
                    StagedColumn.optionalText("product_id", RateRow::productId),
                    StagedColumn.time("date", RateRow::date),
                    StagedColumn.optionalText("currency", RateRow::currency),
                    StagedColumn.decimal("tax_excluded", RateRow::taxExcluded),
                    StagedColumn.decimal("tax_included", RateRow::taxIncluded),
                    StagedColumn.document(RateRow::doc)));

    private RateStore() {}

    /** Marks locked, unbilled rates as billed, each with its billed document. */
    public static void markBilled(Handle tx, String tenant, List<RateRow> rates) {
        var batch = tx.prepareBatch("""
                update applied_customer_billing_rate
                set bill_id = :billId, tax_included = :taxIncluded, doc = :doc::json, revision = revision + 1
                where tenant = :tenant and id = :id and bill_id is null
                """);
        rates.forEach(rate -> batch.bind("tenant", tenant).bindMethods(rate).add());
        for (int updated : batch.execute()) {
            if (updated != 1) {
                throw new IllegalStateException("a rate that was locked as unbilled is billed");
            }
        }
    }

    /** Reads and locks an account's unbilled rates, ordered by id. */
    public static List<ObjectNode> lockUnbilled(Handle tx, String tenant, String accountId, int limit) {
        return tx.createQuery("""
                        select doc::text
                        from applied_customer_billing_rate
                        where tenant = :tenant and billing_account_id = :account and bill_id is null
                        order by id
                        limit :limit
                        for update
                        """)
                .bind("tenant", tenant)
                .bind("account", accountId)
                .bind("limit", limit)
                .mapTo(String.class)
                .map(Json::stored)
                .list();
    }
}
