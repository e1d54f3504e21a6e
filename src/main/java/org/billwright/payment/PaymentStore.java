package org.billwright.payment;

import io.vertx.core.buffer.Buffer;
import java.util.Collection;
import java.util.Optional;
import java.util.function.Function;
import org.billwright.json.Json;
import org.billwright.payment.ImportedPayments.ImportedRefund;
import org.billwright.store.StoredDocument;
import org.jdbi.v3.core.Handle;

/** The SQL statements on payments and refunds as documents. Their money is moved by the ledger. */
final class PaymentStore {
    private PaymentStore() {}

    /** What was made of a request before. */
    record Earlier(String id, long fingerprint) {}

    /** What a committed request with this correlatorId has made. */
    static Optional<Earlier> ofCorrelator(Handle tx, String tenant, String table, String correlatorId) {
        return tx.createQuery("select id, fingerprint from " + table
                        + " where tenant = :tenant and correlator_id = :correlator")
                .bind("tenant", tenant)
                .bind("correlator", correlatorId)
                .map((row, context) -> new Earlier(row.getString("id"), row.getLong("fingerprint")))
                .findOne();
    }

    /** A document of the view or table. */
    static Optional<StoredDocument> find(Handle tx, String tenant, String table, String id) {
        return tx.createQuery(
                        "select revision, doc::text as doc from " + table + " where tenant = :tenant and id = :id")
                .bind("tenant", tenant)
                .bind("id", id)
                .map((row, context) ->
                        new StoredDocument(id, row.getLong("revision"), Buffer.buffer(row.getString("doc"))))
                .findOne();
    }

    /** Adds refunds. Returns how many: those whose id or correlatorId is taken are left out. */
    static int insert(Handle tx, String tenant, Collection<ImportedRefund> refunds) {
        var given = refunds.stream().map(ImportedRefund::given).toList();
        return tx.createUpdate("""
                        insert into refund (
                            tenant, id, account_id, currency, amount, refund_date, correlator_id, fingerprint, doc)
                        select :tenant, id, account, currency, amount, date, correlator, fingerprint, doc::json
                        from unnest(
                            :ids, :accounts, :currencies, :amounts::numeric[], :dates::timestamptz[], :correlators,
                            :fingerprints::bigint[], :docs)
                            as new (id, account, currency, amount, date, correlator, fingerprint, doc)
                        on conflict do nothing
                        """)
                .bind("tenant", tenant)
                .bindArray(
                        "ids",
                        String.class,
                        texts(refunds, refund -> refund.document().path("id").textValue()))
                .bindArray(
                        "accounts",
                        String.class,
                        texts(given, refund -> refund.accountId().orElseThrow()))
                .bindArray(
                        "currencies",
                        String.class,
                        texts(given, refund -> refund.amount().unit()))
                .bindArray(
                        "amounts",
                        String.class,
                        texts(given, refund -> refund.amount().value().toPlainString()))
                .bindArray(
                        "dates",
                        String.class,
                        texts(
                                refunds,
                                refund -> refund.document().path("refundDate").textValue()))
                .bindArray(
                        "correlators",
                        String.class,
                        given.stream()
                                .map(refund -> refund.correlatorId().orElse(null))
                                .toArray())
                .bindArray("fingerprints", String.class, texts(given, refund -> String.valueOf(refund.fingerprint())))
                .bindArray("docs", String.class, texts(refunds, refund -> Json.write(refund.document())))
                .execute();
    }

    private static <T> Object[] texts(Collection<T> rows, Function<T, String> value) {
        return rows.stream().map(value).toArray();
    }
}
