package org.billwright.billsource;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vertx.core.Future;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.billwright.bill.BillShape;
import org.billwright.json.Json;
import org.billwright.proof.explanation.Explanation;
import org.billwright.query.ResourceSchema;
import org.billwright.query.TenantSelect;
import org.billwright.rate.RateShape;
import org.billwright.store.DocumentList;
import org.billwright.store.ReadPool;
import org.billwright.store.Sql;
import org.billwright.store.StoredDocument;
import org.billwright.store.TransactionRunner;

/** The bills of this server's database. */
public final class LocalBillSource implements BillSource {
    private static final String RATE_TYPE = "appliedBillingRateType";

    private final ReadPool reads;
    private final TransactionRunner transactions;

    /** Bills read through this pool, and explained in these transactions. */
    public LocalBillSource(ReadPool reads, TransactionRunner transactions) {
        this.reads = reads;
        this.transactions = transactions;
    }

    /** An account exists by itself, or by a bill that was loaded without it. */
    @Override
    public Future<Boolean> hasAccount(ReadContext context, String accountId) {
        var sql = new Sql().text("select (exists (select");
        TenantSelect.from(sql, "billing_account", context.tenant())
                .text(" and id = ")
                .value(accountId)
                .text(") or exists (select");
        TenantSelect.from(sql, BillShape.V4.table(), context.tenant())
                .text(" and billing_account_id = ")
                .value(accountId)
                .text("))::int::bigint");
        return reads.number(context.tenant(), sql).map(found -> found > 0);
    }

    @Override
    public Future<Optional<SourceBill>> bill(ReadContext context, String billId) {
        var sql = documents(StoredDocument.COLUMNS, BillShape.V4, context, "id", billId);
        return reads.document(context.tenant(), sql).map(found -> found.map(LocalBillSource::read));
    }

    @Override
    public Future<List<SourceRate>> rates(ReadContext context, String billId) {
        var sql = documents(StoredDocument.LISTED, RateShape.V4, context, "bill_id", billId)
                .text(" order by id");
        return all(
                context,
                sql,
                stored -> SourceRate.of(Json.stored(stored.document().getBytes(), SourceRate.MEMBERS), RATE_TYPE));
    }

    @Override
    public Future<List<SourceBill>> bills(ReadContext context, String accountId) {
        var sql = documents(StoredDocument.LISTED, BillShape.V4, context, "billing_account_id", accountId)
                .text(" order by bill_date desc, id desc");
        return all(context, sql, LocalBillSource::read);
    }

    @Override
    public Future<Optional<SourceBill>> previousBill(ReadContext context, String billId) {
        return transactions
                .inTransaction(context.tenant(), tx -> Explanation.previous(tx, context.tenant(), billId))
                .compose(before ->
                        before.map(id -> bill(context, id)).orElseGet(() -> Future.succeededFuture(Optional.empty())));
    }

    @Override
    public Future<Optional<ObjectNode>> explanation(
            ReadContext context, String billId, Optional<String> previous, String language) {
        return transactions.inTransaction(
                context.tenant(),
                tx -> Explanation.of(tx, context.tenant(), billId, previous)
                        .map(explanation -> explanation.document(language)));
    }

    private static SourceBill read(StoredDocument stored) {
        return SourceBill.of(Json.stored(stored.document().getBytes(), SourceBill.MEMBERS));
    }

    private <T> Future<List<T>> all(ReadContext context, Sql sql, Function<StoredDocument, T> read) {
        return reads.documents(context.tenant(), DocumentList.whole(sql.limit(MAX_ITEMS + 1), MAX_ITEMS + 1))
                .map(documents -> {
                    if (documents.size() > MAX_ITEMS) {
                        throw new IllegalStateException("more than " + MAX_ITEMS + " items");
                    }
                    return documents.stream().map(read).toList();
                });
    }

    private static Sql documents(
            String columns, ResourceSchema schema, ReadContext context, String column, String value) {
        return TenantSelect.columns(columns, schema.table(), context.tenant())
                .text(" and ")
                .text(column)
                .text(" = ")
                .value(value);
    }
}
