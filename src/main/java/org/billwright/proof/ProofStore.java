package org.billwright.proof;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;
import org.billwright.bill.BillRow;
import org.billwright.json.Json;
import org.billwright.json.JsonValues;
import org.billwright.rate.RateRow;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.result.RowView;

/** The SQL statements that read what is proved. */
final class ProofStore {
    private static final int FETCH_SIZE = 1_000;

    private ProofStore() {}

    /** Bills with what is allocated to them, read at one moment, in the order of the ids. Those that do not exist are missing. */
    static List<StoredBill> bills(Handle tx, String tenant, List<String> ids) {
        return tx.createQuery("""
                        select bill.*, used.allocated
                        from unnest(:ids) as wanted (id)
                        cross join lateral (
                            select id, produced, doc::text as doc, %s
                            from customer_bill
                            where tenant = :tenant and id = wanted.id
                            limit 1) as bill
                        cross join lateral (
                            select json_build_object('allocated', coalesce(json_agg(
                                json_build_object('kind', source_kind, 'id', source_id, 'amount', amount)), '[]'))::text as allocated
                            from (
                                select source_kind, source_id, sum(amount) as amount
                                from allocation
                                where tenant = :tenant and bill_id = bill.id
                                group by source_kind, source_id) of_source) as used
                        """.formatted(ColumnComparison.BILL_COLUMNS))
                .bind("tenant", tenant)
                .bindArray("ids", String.class, ids)
                .reduceRows(new ArrayList<StoredBill>(), (bills, row) -> {
                    bills.add(bill(row));
                    return bills;
                });
    }

    private static StoredBill bill(RowView row) {
        var document = Json.stored(row.getColumn("doc", String.class));
        var allocated = Json.stored(row.getColumn("allocated", String.class))
                .path("allocated")
                .valueStream()
                .map(part -> new StoredBill.Allocated(
                        JsonValues.text(part, "kind").orElseThrow(),
                        JsonValues.text(part, "id").orElseThrow(),
                        JsonValues.decimal(part, "amount").orElseThrow()))
                .toList();
        return new StoredBill(
                row.getColumn("id", String.class),
                row.getColumn("produced", Boolean.class),
                document,
                ColumnComparison.of(row, BillRow.produced(document)),
                allocated);
    }

    /** Reads the rates of bills, those of one bill together, with its id. */
    static void readRates(Handle tx, String tenant, List<String> bills, BiConsumer<String, StoredBill.Rate> reader) {
        tx.createQuery("""
                        select bill.id, rate.*
                        from unnest(:bills) as bill (id)
                        cross join lateral (
                            select doc::text as doc, before_billing::text as before_billing, %s
                            from applied_customer_billing_rate
                            where tenant = :tenant and bill_id = bill.id
                            order by id
                            offset 0) as rate
                        """.formatted(ColumnComparison.RATE_COLUMNS))
                .bind("tenant", tenant)
                .bindArray("bills", String.class, bills)
                .setFetchSize(FETCH_SIZE)
                .reduceRows(reader, (each, row) -> {
                    each.accept(row.getColumn("id", String.class), rate(row));
                    return each;
                });
    }

    private static StoredBill.Rate rate(RowView row) {
        var text = row.getColumn("doc", String.class);
        var document = Json.stored(text);
        return new StoredBill.Rate(
                text,
                document,
                Optional.ofNullable(row.getColumn("before_billing", String.class))
                        .map(Json::stored),
                ColumnComparison.of(row, RateRow.billed(document)));
    }

    /** The ids of all bills behind one, in their order. */
    static List<String> allBills(Handle tx, String tenant, String after, int limit) {
        return ids(tx, "customer_bill", tenant, after, limit);
    }

    /** The same of an account. Its index has another order; with the limit, that of all bills would look cheaper. */
    static List<String> billsOfAccount(Handle tx, String tenant, String account, String after, int limit) {
        return tx.createQuery("""
                        select id
                        from (
                            select id
                            from customer_bill
                            where tenant = :tenant and billing_account_id = :account
                            order by bill_date, id
                            offset 0) own
                        where id > :after
                        order by id
                        limit :limit
                        """)
                .bind("tenant", tenant)
                .bind("account", account)
                .bind("after", after)
                .bind("limit", limit)
                .mapTo(String.class)
                .list();
    }

    /** The digests of a chunk of a run; absent where an earlier version billed it. */
    record ChunkDigests(int no, Optional<byte[]> digests) {}

    /** The digests of the chunks of a run that made bills, in their order. */
    static List<ChunkDigests> digests(Handle tx, String tenant, String run) {
        return tx.createQuery("""
                        select no, bill_digests
                        from bill_run_chunk
                        where tenant = :tenant and run_id = :run and state in ('billed', 'toRevert', 'reverted')
                        order by no
                        """)
                .bind("tenant", tenant)
                .bind("run", run)
                .map((row, context) ->
                        new ChunkDigests(row.getInt("no"), Optional.ofNullable(row.getBytes("bill_digests"))))
                .list();
    }

    /**
     * An account that a run billed.
     *
     * @param isReverted whether its bill was voided since, or deleted when its retention period was over
     */
    record BilledAccount(String account, Optional<String> bill, boolean isReverted) {}

    /** The accounts that a chunk billed, in the order of its digests. */
    static List<BilledAccount> accountsOfChunk(Handle tx, String tenant, String run, int chunk) {
        return tx.createQuery("""
                        select account_id, bill_id, status = 'reverted' or bill_deleted as is_reverted
                        from bill_run_account
                        where tenant = :tenant and run_id = :run and chunk = :chunk and status in ('billed', 'reverted')
                        order by id
                        """)
                .bind("tenant", tenant)
                .bind("run", run)
                .bind("chunk", chunk)
                .map((row, context) -> new BilledAccount(
                        row.getString("account_id"),
                        Optional.ofNullable(row.getString("bill_id")),
                        row.getBoolean("is_reverted")))
                .list();
    }

    /** Whether the audit trail has this root of a run. */
    static boolean isInTrail(Handle tx, String tenant, String run, String root) {
        return tx.createQuery("""
                        select exists (
                            select
                            from audit_entry
                            where tenant = :tenant and resource = :resource and strpos(doc::text, :run) > 0
                                and strpos(doc::text, :root) > 0)
                        """)
                .bind("tenant", tenant)
                .bind("resource", RunProofs.RESOURCE)
                .bind("run", run)
                .bind("root", root)
                .mapTo(Boolean.class)
                .one();
    }

    /** The root of a run, if it has one. */
    static Optional<String> root(Handle tx, String tenant, String run) {
        return tx.createQuery(
                        "select merkle_root from bill_run where tenant = :tenant and id = :run and merkle_root is not null")
                .bind("tenant", tenant)
                .bind("run", run)
                .mapTo(String.class)
                .findOne();
    }

    /**
     * Where a bill is in the run that made it.
     *
     * @param inChunk its place among the bills of the chunk
     */
    record Place(String run, String root, int chunk, int inChunk) {}

    /** The place of a bill in the run that made it and has ended. */
    static Optional<Place> place(Handle tx, String tenant, String bill) {
        return tx.createQuery("""
                        select account.run_id, run.merkle_root, account.chunk, (
                            select count(*)
                            from bill_run_account before
                            where before.tenant = :tenant and before.run_id = account.run_id and before.chunk = account.chunk
                                and before.status in ('billed', 'reverted') and before.id < account.id) as in_chunk
                        from (
                            select billing_account_id from customer_bill where tenant = :tenant and id = :bill offset 0) bill
                        join bill_run_account account
                            on account.tenant = :tenant and account.account_id = bill.billing_account_id
                                and account.bill_id = :bill and account.status = 'billed'
                        join bill_run run on run.tenant = :tenant and run.id = account.run_id and run.merkle_root is not null
                        limit 1
                        """)
                .bind("tenant", tenant)
                .bind("bill", bill)
                .map((row, context) -> new Place(
                        row.getString("run_id"),
                        row.getString("merkle_root"),
                        row.getInt("chunk"),
                        row.getInt("in_chunk")))
                .findOne();
    }

    /** The ids of all accounts behind one, in their order. */
    static List<String> allAccounts(Handle tx, String tenant, String after, int limit) {
        return ids(tx, "billing_account", tenant, after, limit);
    }

    private static List<String> ids(Handle tx, String table, String tenant, String after, int limit) {
        return tx.createQuery(
                        "select id from " + table + " where tenant = :tenant and id > :after order by id limit :limit")
                .bind("tenant", tenant)
                .bind("after", after)
                .bind("limit", limit)
                .mapTo(String.class)
                .list();
    }

    /** An account whose ledger does not agree with its bills and credits. */
    record Unbalanced(String account, String currency, BigDecimal ledger, BigDecimal open) {}

    /** The accounts among these whose balance is not the sum of their open bills less their open credit, read at one moment. */
    static List<Unbalanced> unbalanced(Handle tx, String tenant, Collection<String> accounts) {
        return tx.createQuery("""
                        select account.id, sums.currency, sums.ledger, sums.open
                        from unnest(:accounts) as account (id)
                        cross join lateral (
                            select currency, sum(ledger) as ledger, sum(open) as open
                            from (
                                select currency, amount as ledger, 0 as open
                                from ledger_entry
                                where tenant = :tenant and account_id = account.id
                                union all
                                select currency, 0, amount_due - coalesce((
                                    select sum(amount) from allocation a where a.tenant = :tenant and a.bill_id = bill.id), 0)
                                from (
                                    select id, currency, amount_due, category
                                    from customer_bill
                                    where tenant = :tenant and billing_account_id = account.id
                                    order by bill_date, id
                                    offset 0) bill
                                where amount_due > 0 and currency is not null and category is distinct from 'trial'
                                union all
                                select currency, 0, returned + allocated - amount
                                from account_credit
                                where tenant = :tenant and account_id = account.id) part
                            group by currency
                            having sum(ledger) <> sum(open)) as sums
                        """)
                .bind("tenant", tenant)
                .bindArray("accounts", String.class, accounts)
                .map((row, context) -> new Unbalanced(
                        row.getString("id"),
                        row.getString("currency"),
                        row.getBigDecimal("ledger"),
                        row.getBigDecimal("open")))
                .list();
    }
}
