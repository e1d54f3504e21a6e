package org.billwright.imports.apply;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.billwright.account.AccountStore;
import org.billwright.bill.BillStore;
import org.billwright.cycle.CycleStore;
import org.billwright.rate.RateStore;
import org.billwright.store.TemporaryCopies;
import org.billwright.store.copy.StagingTable;
import org.billwright.tax.TaxStore;
import org.jdbi.v3.core.Handle;

/**
 * The rows that a dry run meets: it changes temporary copies of the tables, and before each step it copies those rows that the step could
 * find, by an id, a number or a billing period. Every transaction of a dry run is read-only, so that PostgreSQL itself holds that nothing
 * else is changed.
 */
public final class ExistingRows {
    /** Those with foreign keys come last. The first are changed by imports themselves. */
    private static final List<String> TABLES = List.of(
            "import_job",
            "import_deferred_line",
            "import_bill",
            "import_missing_account",
            "import_refunded_account",
            "import_line",
            "bill_number_series",
            "issuer",
            "tax_settings",
            "related_party",
            "ledger_entry",
            "account_credit",
            "allocation",
            "refund",
            "dispute",
            "dispute_line",
            "tax_rule",
            "billing_account",
            "bill_cycle_specification",
            "bill_cycle",
            "customer_bill",
            "applied_customer_billing_rate",
            "bill_document_content");

    private static final List<StagingTable<?>> STAGED = List.of(
            TaxStore.STAGING,
            AccountStore.STAGING,
            CycleStore.SPECIFICATIONS,
            CycleStore.CYCLES,
            BillStore.STAGING,
            RateStore.STAGING);

    private final String tenant;
    private final TemporaryCopies copies;

    private ExistingRows(String tenant, TemporaryCopies copies) {
        this.tenant = tenant;
        this.copies = copies;
    }

    /** Creates the copies, and the staging tables, which a read-only transaction could not create. */
    public static ExistingRows create(Handle tx, String tenant) {
        TemporaryCopies.discard(tx); // an import on this connection before has left its own staging tables
        var copies = TemporaryCopies.create(tx, TABLES);
        STAGED.forEach(staging -> staging.create(tx));
        var existing = new ExistingRows(tenant, copies);
        List.of("bill_number_series", "issuer", "tax_settings").forEach(table -> existing.fill(tx, table, "true"));
        return existing;
    }

    /** Rows that staged ones may replace, refer to, or collide with. */
    void ofStaged(Handle tx, StagingTable<?> staging) {
        var staged = "pg_temp." + staging.staged();
        if (staging.equals(RateStore.STAGING)) {
            fill(tx, BillStore.STAGING.table(), in("id", "bill_id", staged));
            var stored = copies.original(staging.table()) + " where tenant = :tenant and id in (select id from "
                    + staged + ")";
            fill(tx, BillStore.STAGING.table(), in("id", "bill_id", stored));
            fill(tx, "billing_account", in("id", "billing_account_id", staged));
        }
        fill(tx, staging.table(), in("id", "id", staged));
        if (staging.equals(BillStore.STAGING)) {
            fill(tx, staging.table(), in("bill_no", "bill_no", staged));
            var onCycle = "stored.run_type = 'onCycle' and stored.category = 'normal' and "
                    + in("period_start", "period_start", staged);
            fill(tx, staging.table(), onCycle + " and " + in("billing_account_id", "billing_account_id", staged));
            fill(tx, staging.table(), onCycle + " and stored.billing_account_id is null");
            var ofProduced = in("billing_account_id", "billing_account_id", staged + " where produced");
            fill(tx, staging.table(), "stored.produced and " + ofProduced);
            fill(tx, "billing_account", in("id", "billing_account_id", staged));
        }
    }

    private static String in(String column, String ofStaged, String staged) {
        return "stored." + column + " in (select " + ofStaged + " from " + staged + ")";
    }

    private void fill(Handle tx, String table, String condition) {
        fill(tx, table, condition, Map.of("tenant", tenant));
    }

    /** A bill that replaces another one needs the credit notes of that, which come first. */
    private void fill(Handle tx, String table, String condition, Map<String, ?> values) {
        var ofTenant = "stored.tenant = :tenant and " + condition;
        if (table.equals(BillStore.STAGING.table())) {
            copies.fill(
                    tx,
                    table,
                    "stored.tenant = :tenant and stored.category = 'creditNote' and stored.corrected_bill_id in ("
                            + "select stored.corrected_bill_id from " + copies.original(table) + " stored where "
                            + ofTenant + " and stored.category = 'normal' and stored.corrected_bill_id is not null)",
                    values);
        }
        copies.fill(tx, table, ofTenant, values);
    }

    /** Bills that payments or PDF documents are added to, or that are replaced, with their PDF documents. */
    void bills(Handle tx, Collection<String> ids) {
        var values = Map.of("tenant", tenant, "ids", ids.toArray(String[]::new));
        fill(tx, "customer_bill", "stored.id = any(:ids)", values);
        fill(tx, "bill_document_content", "stored.bill_id = any(:ids)", values);
    }

    /** The lines of the bills of the import, which are added up at its end. */
    public void lines(Handle tx) {
        tx.execute("set local statement_timeout = 0");
        fill(tx, "applied_customer_billing_rate", in("bill_id", "bill_id", "pg_temp.import_bill"));
    }
}
