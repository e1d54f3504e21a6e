package org.billwright.rate;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.function.Predicate;
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
                    StagedColumn.optionalText("credited_rate_id", RateRow::creditedRateId),
                    StagedColumn.optionalJson("before_billing", RateRow::beforeBilling),
                    StagedColumn.document(RateRow::doc)));

    private static final int FETCH_SIZE = 2_000;
    private static final List<String> CHANGED_BY_BILLING =
            List.of("bill_id", "currency", "tax_excluded", "tax_included", "before_billing", "doc");

    private RateStore() {}

    /** Adds rates. */
    public static void insert(Handle tx, String tenant, StagingTable.Rows<RateRow> rates) {
        rates.stage(tx);
        STAGING.insertAll(tx, tenant);
    }

    /** The documents of a bill's rates behind an id, ordered by id. */
    public static List<String> ofBill(Handle tx, String tenant, String billId, String after, int limit) {
        return tx.createQuery("""
                        select doc::text
                        from applied_customer_billing_rate
                        where tenant = :tenant and bill_id = :bill and id > :after
                        order by id
                        limit :limit
                        """)
                .bind("tenant", tenant)
                .bind("bill", billId)
                .bind("after", after)
                .bind("limit", limit)
                .mapTo(String.class)
                .list();
    }

    /** The documents of the lines of credit notes that give back parts of these rates. */
    public static List<String> crediting(Handle tx, String tenant, Collection<String> rateIds) {
        return tx.createQuery("""
                        select rate.doc
                        from unnest(:ids) as credited (id)
                        cross join lateral (
                            select doc::text as doc
                            from applied_customer_billing_rate
                            where tenant = :tenant and credited_rate_id = credited.id) as rate
                        """)
                .bind("tenant", tenant)
                .bindArray("ids", String.class, rateIds)
                .mapTo(String.class)
                .list();
    }

    /** Lets rates be marked before their bills are inserted; the bills must be there when the transaction commits. */
    public static void allowBillsLater(Handle tx) {
        tx.execute("set constraints rate_bill_exists deferred");
    }

    /** Marks locked, unbilled rates as billed, each with its billed document. */
    public static void markBilled(Handle tx, String tenant, StagingTable.Rows<RateRow> rates) {
        rates.stage(tx);
        int updated = STAGING.update(tx, tenant, CHANGED_BY_BILLING);
        if (updated != rates.size()) {
            throw new IllegalStateException("a rate that was locked as unbilled is billed");
        }
    }

    /**
     * Gives the rates of voided bills the documents that they had before they were billed.
     *
     * @param progress runs after each batch
     */
    public static void unbill(Handle tx, String tenant, Collection<String> bills, int batch, Runnable progress) {
        for (var after = ""; ; ) {
            var rates = STAGING.rows(0);
            var last = after;
            for (var billed : ofVoided(tx, tenant, bills, after, batch)) {
                var document = Json.stored(billed.document());
                BeforeBilling.restore(document, Json.stored(billed.beforeBilling()));
                rates.add(new StagingTable.Loaded(rates.size(), 0, 0), RateRow.billed(document));
                last = billed.id();
            }
            if (rates.size() == 0) {
                return;
            }
            rates.stage(tx);
            STAGING.update(tx, tenant, CHANGED_BY_BILLING);
            after = last;
            progress.run();
        }
    }

    private record Billed(String id, String document, String beforeBilling) {}

    private static List<Billed> ofVoided(Handle tx, String tenant, Collection<String> bills, String after, int limit) {
        return tx.createQuery("""
                        select rate.id, rate.doc, rate.before_billing
                        from unnest(:bills) as bill (id)
                        cross join lateral (
                            select id, doc::text as doc, before_billing::text as before_billing
                            from applied_customer_billing_rate
                            where tenant = :tenant and bill_id = bill.id and id > :after
                            order by id
                            limit :limit) as rate
                        order by rate.id
                        limit :limit
                        """)
                .bind("tenant", tenant)
                .bindArray("bills", String.class, bills)
                .bind("after", after)
                .bind("limit", limit)
                .map((row, context) ->
                        new Billed(row.getString("id"), row.getString("doc"), row.getString("before_billing")))
                .list();
    }

    /** How unbilled rates are read. */
    public enum Access {
        /** As they are now. */
        READ(""),
        /** Locked, so that nobody else bills or changes them until the transaction ends. */
        LOCK("for update");

        private final String clause;

        Access(String clause) {
            this.clause = clause;
        }
    }

    /**
     * Reads the unbilled rates of accounts, those of one account ordered by id. They are given to the reader one by one, with their
     * account, because all of them may not fit into memory.
     *
     * @param until of each account; rates of a later date are left for a later bill
     * @param limit of the rates of one account
     */
    public static void readUnbilled(
            Handle tx,
            String tenant,
            Map<String, OffsetDateTime> until,
            int limit,
            Access access,
            BiConsumer<String, String> reader) {
        tx.createQuery("""
                        select account.id, rate.doc
                        from unnest(:accounts, :until::timestamptz[]) as account (id, until)
                        cross join lateral (
                            select doc::text as doc
                            from applied_customer_billing_rate
                            where tenant = :tenant and billing_account_id = account.id and bill_id is null
                                and (date is null or date <= account.until)
                            order by id
                            limit :limit
                            %s) as rate
                        """.formatted(access.clause))
                .bind("tenant", tenant)
                .bindArray("accounts", String.class, until.keySet())
                .bindArray(
                        "until",
                        String.class,
                        until.values().stream()
                                // PostgreSQL reads no offset of 16 hours or more
                                .map(at ->
                                        at.withOffsetSameInstant(ZoneOffset.UTC).toString())
                                .toList())
                .bind("limit", limit)
                .setFetchSize(FETCH_SIZE)
                .map((row, context) -> {
                    reader.accept(row.getString("id"), row.getString("doc"));
                    return true;
                })
                .forEach(read -> {});
    }

    /** The documents of an account's unbilled rates to a date, behind an id, ordered by id. */
    public static List<String> unbilled(
            Handle tx, String tenant, String account, OffsetDateTime until, String after, int limit) {
        return tx.createQuery("""
                        select doc::text
                        from applied_customer_billing_rate
                        where tenant = :tenant and billing_account_id = :account and bill_id is null and id > :after
                            and (date is null or date <= :until)
                        order by id
                        limit :limit
                        """)
                .bind("tenant", tenant)
                .bind("account", account)
                .bind("until", until)
                .bind("after", after)
                .bind("limit", limit)
                .mapTo(String.class)
                .list();
    }

    /** Reads the rates of a bill in the order of their ids, while the reader returns true. */
    public static void readOfBill(Handle tx, String tenant, String bill, Predicate<ObjectNode> reader) {
        try (var rates = tx.createQuery("""
                        select doc::text
                        from applied_customer_billing_rate
                        where tenant = :tenant and bill_id = :bill
                        order by bill_id, id
                        """)
                .bind("tenant", tenant)
                .bind("bill", bill)
                .setFetchSize(FETCH_SIZE)
                .mapTo(String.class)
                .iterator()) {
            boolean isWanted = true;
            while (isWanted && rates.hasNext()) {
                isWanted = reader.test(Json.stored(rates.next()));
            }
        }
    }

    /** How many rates a bill has. */
    public static int countOfBill(Handle tx, String tenant, String bill) {
        return tx.createQuery(
                        "select count(*) from applied_customer_billing_rate where tenant = :tenant and bill_id = :bill")
                .bind("tenant", tenant)
                .bind("bill", bill)
                .mapTo(Integer.class)
                .one();
    }
}
