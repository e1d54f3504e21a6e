package org.billwright.rate;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import org.billwright.json.Json;
import org.billwright.store.copy.StagingTable;
import org.billwright.store.copy.StagingTable.StagedColumn;
import org.jdbi.v3.core.Handle;

/** Every statement about rates that writes, and those that billing reads with. */
public final class RateStore {
    /** Many rates at once. One that was loaded before as it comes now stays, whatever has become of it since. */
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
                    StagedColumn.loaded(RateRow::doc),
                    StagedColumn.document(RateRow::doc)));

    private RateStore() {}

    /** Puts rates that were unbilled on a bill, each with its document as billed. */
    public static void bill(Handle tx, String tenant, List<RateRow> rates) {
        var batch = tx.prepareBatch("""
                update applied_customer_billing_rate
                set bill_id = :billId, tax_included = :taxIncluded, doc = :doc::json, revision = revision + 1
                where tenant = :tenant and id = :id and bill_id is null
                """);
        rates.forEach(rate -> batch.bind("tenant", tenant).bindMethods(rate).add());
        for (int updated : batch.execute()) {
            if (updated != 1) {
                throw new IllegalStateException("a rate that was locked as unbilled is no longer");
            }
        }
    }

    /** An account's unbilled rates in the order of their ids, kept from others until the transaction ends. */
    public static List<ObjectNode> lockUnbilled(Handle tx, String tenant, String accountId, int atMost) {
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
                .bind("limit", atMost)
                .mapTo(String.class)
                .map(Json::stored)
                .list();
    }
}
