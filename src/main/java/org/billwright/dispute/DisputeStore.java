package org.billwright.dispute;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vertx.core.buffer.Buffer;
import java.math.BigDecimal;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;
import org.billwright.json.Json;
import org.billwright.money.Money;
import org.billwright.problem.Problem;
import org.billwright.problem.ProblemException;
import org.billwright.store.StoredDocument;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.UnableToExecuteStatementException;

/** The SQL statements on disputes. */
public final class DisputeStore {
    private static final String UNIQUE_VIOLATION = "23505";

    private DisputeStore() {}

    /**
     * A dispute.
     *
     * @param granted the amount with taxes that was given back, in major units
     */
    record Row(
            String id,
            String billId,
            String accountId,
            Money amount,
            BigDecimal granted,
            DisputeState state,
            DisputeReason reason,
            long revision,
            ObjectNode document) {}

    /**
     * What was made of a request before.
     *
     * @param fingerprint of its content; empty where an import has brought it
     */
    record Earlier(String id, Optional<Long> fingerprint) {}

    /** Requests with one correlatorId wait for each other, so that the second finds what the first has made. */
    static Optional<Earlier> ofCorrelator(Handle tx, String tenant, String correlatorId) {
        tx.createQuery("select pg_advisory_xact_lock(hashtextextended(:name, 0))::text")
                .bind("name", "dispute " + tenant + ' ' + correlatorId)
                .mapTo(String.class)
                .one();
        return tx.createQuery(
                        "select id, fingerprint from dispute where tenant = :tenant and correlator_id = :correlator")
                .bind("tenant", tenant)
                .bind("correlator", correlatorId)
                .map((row, context) ->
                        new Earlier(row.getString("id"), Optional.ofNullable(row.getObject("fingerprint", Long.class))))
                .findOne();
    }

    /** What is disputed of a bill at present, with taxes, in major units. */
    public static BigDecimal openAmount(Handle tx, String tenant, String billId) {
        return tx.createQuery("""
                        select coalesce(sum(amount), 0) from dispute
                        where tenant = :tenant and bill_id = :bill and state in ('opened', 'underReview')
                        """)
                .bind("tenant", tenant)
                .bind("bill", billId)
                .mapTo(BigDecimal.class)
                .one();
    }

    /** Adds an open dispute with its lines. A line that is disputed already is a {@link Problem.Conflict}. */
    static void insert(Handle tx, String tenant, Row dispute, GivenDispute given, OffsetDateTime at) {
        tx.createUpdate("""
                        insert into dispute (
                            tenant, id, bill_id, account_id, currency, state, reason, amount, opened_at, correlator_id, fingerprint, doc)
                        values (
                            :tenant, :id, :bill, :account, :currency, :state, :reason, :amount, :at, :correlator, :fingerprint, :doc::json)
                        """)
                .bind("tenant", tenant)
                .bind("id", dispute.id())
                .bind("bill", dispute.billId())
                .bind("account", dispute.accountId())
                .bind("currency", dispute.amount().unit())
                .bind("state", dispute.state().code())
                .bind("reason", dispute.reason().code())
                .bind("amount", dispute.amount().value())
                .bind("at", at)
                .bind("correlator", given.correlatorId())
                .bind("fingerprint", given.fingerprint())
                .bind("doc", Json.write(dispute.document()))
                .execute();
        insertLines(
                tx,
                tenant,
                dispute.id(),
                given.parts().stream().map(part -> part.rateId()).toList());
    }

    static boolean hasBill(Handle tx, String tenant, String billId, String unit) {
        return exists(
                tx,
                tenant,
                billId,
                List.of(unit),
                "select from customer_bill where tenant = :tenant and id = :id and currency = any(:texts)");
    }

    /**
     * What could be disputed of a bill when a dispute was opened: its amount with taxes, less what credit notes had given back and, where
     * it is open, less other open disputes from before.
     */
    static BigDecimal disputable(Handle tx, String tenant, ImportedDispute dispute) {
        return tx.createQuery("""
                        select coalesce(bill.tax_included, bill.amount_due, 0) + (
                                select coalesce(sum(note.tax_included), 0) from customer_bill note
                                where note.tenant = :tenant and note.corrected_bill_id = :bill and note.category = 'creditNote'
                                    and note.bill_date <= :at)
                            - (
                                select coalesce(sum(other.amount), 0) from dispute other
                                where :isOpen and other.tenant = :tenant and other.bill_id = :bill and other.id <> :id
                                    and other.state in ('opened', 'underReview') and other.opened_at <= :at)
                        from customer_bill bill
                        where bill.tenant = :tenant and bill.id = :bill
                        """)
                .bind("tenant", tenant)
                .bind("bill", dispute.billId())
                .bind("id", dispute.id())
                .bind("at", dispute.openedAt())
                .bind("isOpen", dispute.isOpen())
                .mapTo(BigDecimal.class)
                .one();
    }

    /** Whether one of the lines is in another open dispute than this one. */
    static boolean isDisputed(Handle tx, String tenant, String id, List<String> rates) {
        return exists(
                tx,
                tenant,
                id,
                rates,
                "select from dispute_line where tenant = :tenant and dispute_id <> :id and is_open and rate_id = any(:texts)");
    }

    /** Whether another dispute than this one has the correlatorId. */
    static boolean isTaken(Handle tx, String tenant, String id, Optional<String> correlatorId) {
        return exists(
                tx,
                tenant,
                id,
                correlatorId.stream().toList(),
                "select from dispute where tenant = :tenant and id <> :id and correlator_id = any(:texts)");
    }

    private static boolean exists(Handle tx, String tenant, String id, List<String> texts, String select) {
        return tx.createQuery("select exists (" + select + ")")
                .bind("tenant", tenant)
                .bind("id", id)
                .bindArray("texts", String.class, texts)
                .mapTo(Boolean.class)
                .one();
    }

    /** Replaces the lines of an imported dispute. */
    static void replaceLines(Handle tx, String tenant, String id, List<String> rates, boolean isOpen) {
        tx.createUpdate("delete from dispute_line where tenant = :tenant and dispute_id = :id")
                .bind("tenant", tenant)
                .bind("id", id)
                .execute();
        tx.createUpdate("""
                        insert into dispute_line (tenant, dispute_id, rate_id, is_open)
                        select :tenant, :id, rate_id, :open from unnest(:rates) as line (rate_id) order by rate_id
                        """)
                .bind("tenant", tenant)
                .bind("id", id)
                .bind("open", isOpen)
                .bindArray("rates", String.class, rates)
                .execute();
    }

    private static void insertLines(Handle tx, String tenant, String id, List<String> rates) {
        try {
            tx.createUpdate("""
                            insert into dispute_line (tenant, dispute_id, rate_id, is_open)
                            select :tenant, :id, rate_id, true from unnest(:rates) as line (rate_id) order by rate_id
                            """)
                    .bind("tenant", tenant)
                    .bind("id", id)
                    .bindArray("rates", String.class, rates)
                    .execute();
        } catch (UnableToExecuteStatementException e) {
            if (e.getCause() instanceof SQLException sql && UNIQUE_VIOLATION.equals(sql.getSQLState())) {
                throw new ProblemException(new Problem.Conflict(
                        "one of the lines is in an open dispute already; decide or withdraw that one first"));
            }
            throw e;
        }
    }

    /** Reads and locks a dispute. */
    static Optional<Row> lock(Handle tx, String tenant, String id) {
        return tx.createQuery("""
                        select id, bill_id, account_id, currency, amount, granted, state, reason, revision, doc::text as doc
                        from dispute where tenant = :tenant and id = :id
                        for update
                        """)
                .bind("tenant", tenant)
                .bind("id", id)
                .map((row, context) -> new Row(
                        row.getString("id"),
                        row.getString("bill_id"),
                        row.getString("account_id"),
                        new Money(row.getString("currency"), row.getBigDecimal("amount")),
                        row.getBigDecimal("granted"),
                        DisputeState.of(row.getString("state")),
                        DisputeReason.of(row.getString("reason")).orElseThrow(),
                        row.getLong("revision"),
                        Json.stored(row.getString("doc"))))
                .findOne();
    }

    /** Writes the new state, granted amount and document of a locked dispute. */
    static StoredDocument change(Handle tx, String tenant, Row dispute, boolean isByRule) {
        long revision = tx.createQuery("""
                        update dispute
                        set state = :state, granted = :granted, by_rule = :byRule, doc = :doc::json, revision = revision + 1
                        where tenant = :tenant and id = :id
                        returning revision
                        """)
                .bind("tenant", tenant)
                .bind("id", dispute.id())
                .bind("state", dispute.state().code())
                .bind("granted", dispute.granted())
                .bind("byRule", isByRule)
                .bind("doc", Json.write(dispute.document()))
                .mapTo(Long.class)
                .one();
        return new StoredDocument(dispute.id(), revision, Buffer.buffer(Json.write(dispute.document())));
    }

    /** The disputes of a tenant: how many and how much, by reason, state and currency. */
    static List<ObjectNode> counts(Handle tx, String tenant) {
        return tx.createQuery("""
                        select reason, state, currency, count(*) as disputes, sum(amount) as amount, sum(granted) as granted
                        from dispute
                        where tenant = :tenant
                        group by reason, state, currency
                        order by reason, state, currency
                        """)
                .bind("tenant", tenant)
                .map((row, context) -> {
                    var unit = row.getString("currency");
                    var count = Json.object()
                            .put("reason", row.getString("reason"))
                            .put("state", row.getString("state"))
                            .put("count", row.getLong("disputes"));
                    money(count, "disputedAmount", new Money(unit, row.getBigDecimal("amount")));
                    money(count, "grantedAmount", new Money(unit, row.getBigDecimal("granted")));
                    return count;
                })
                .list();
    }

    static void money(ObjectNode document, String name, Money amount) {
        document.putObject(name).put("unit", amount.unit()).put("value", amount.value());
    }
}
