package org.billwright.rate;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import org.billwright.json.Json;
import org.billwright.store.Sql;
import org.jdbi.v3.core.Handle;

/** Every statement about rates that writes, and those that billing reads with. */
public final class RateStore {
    private static final String COLUMNS = """
            tenant, id, bill_id, billing_account_id, type, product_id, date, currency, tax_excluded, tax_included, doc
            """;
    private static final String REPLACE = "insert into applied_customer_billing_rate (" + COLUMNS
            + """
            ) values (
            :tenant, :id, :billId, :billingAccountId, :type, :productId, :date, :currency, :taxExcluded, :taxIncluded,
            :doc::json)
            on conflict (tenant, id) do update set ("""
            + COLUMNS + ", revision) = (" + Sql.excluded(COLUMNS)
            + ", applied_customer_billing_rate.revision + 1)"
            + " where applied_customer_billing_rate.doc::text <> excluded.doc::text";

    private RateStore() {}

    /** Adds or replaces a rate by its id; an equal one is left as it is. Tells whether anything changed. */
    public static boolean replace(Handle tx, String tenant, RateRow rate) {
        return tx.createUpdate(REPLACE).bind("tenant", tenant).bindMethods(rate).execute() > 0;
    }

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
