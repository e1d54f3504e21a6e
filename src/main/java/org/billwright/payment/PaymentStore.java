package org.billwright.payment;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vertx.core.buffer.Buffer;
import java.time.OffsetDateTime;
import java.util.Optional;
import org.billwright.json.Json;
import org.billwright.money.Money;
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

    /** Adds a refund; false where its id or correlatorId is taken. */
    static boolean insert(
            Handle tx,
            String tenant,
            String accountId,
            Money amount,
            OffsetDateTime date,
            GivenPayment given,
            ObjectNode document) {
        return tx.createUpdate("""
                        insert into refund (
                            tenant, id, account_id, currency, amount, refund_date, correlator_id, fingerprint, doc)
                        values (
                            :tenant, :id, :account, :currency, :amount, :date, :correlator, :fingerprint, :doc::json)
                        on conflict do nothing
                        """)
                        .bind("tenant", tenant)
                        .bind("id", document.path("id").textValue())
                        .bind("account", accountId)
                        .bind("currency", amount.unit())
                        .bind("amount", amount.value())
                        .bind("date", date)
                        .bind("correlator", given.correlatorId())
                        .bind("fingerprint", given.fingerprint())
                        .bind("doc", Json.write(document))
                        .execute()
                > 0;
    }
}
