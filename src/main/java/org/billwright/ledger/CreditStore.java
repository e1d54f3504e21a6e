package org.billwright.ledger;

import java.math.BigDecimal;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import org.billwright.money.Money;
import org.jdbi.v3.core.Handle;

/** The SQL statements on credits. */
final class CreditStore {
    private static final String COLUMNS =
            "kind, id, account_id, currency, amount, allocated, returned, status, payment_date";

    private CreditStore() {}

    static Optional<Credit> lock(Handle tx, String tenant, String paymentId) {
        return lock(tx, tenant, Credit.PAYMENT, paymentId);
    }

    static Optional<Credit> lock(Handle tx, String tenant, String kind, String id) {
        return tx.createQuery("select " + COLUMNS
                        + " from account_credit where tenant = :tenant and kind = :kind and id = :id for update")
                .bind("kind", kind)
                .bind("tenant", tenant)
                .bind("id", id)
                .map((row, context) -> credit(row))
                .findOne();
    }

    /** Locks the credits of accounts that have something open, in the order of accounts, and of each the oldest first. */
    static List<Credit> lockOpen(Handle tx, String tenant, Collection<String> accounts) {
        return open(tx, tenant, accounts, "for update");
    }

    /** The same without a lock. */
    static List<Credit> open(Handle tx, String tenant, Collection<String> accounts) {
        return open(tx, tenant, accounts, "");
    }

    private static List<Credit> open(Handle tx, String tenant, Collection<String> accounts, String lock) {
        return tx.createQuery(
                        "select credit.* from unnest(:accounts) as wanted (id) cross join lateral (select " + COLUMNS
                                + " from account_credit where tenant = :tenant and account_id = wanted.id"
                                + " and amount > allocated + returned order by payment_date, id " + lock + ") credit")
                .bind("tenant", tenant)
                .bindArray("accounts", String.class, new TreeSet<>(accounts))
                .map((row, context) -> credit(row))
                .list();
    }

    private static Credit credit(ResultSet row) throws SQLException {
        return new Credit(
                row.getString("kind"),
                row.getString("id"),
                row.getString("account_id"),
                new Money(row.getString("currency"), row.getBigDecimal("amount")),
                row.getBigDecimal("allocated"),
                row.getBigDecimal("returned"),
                row.getString("status"),
                row.getObject("payment_date", OffsetDateTime.class));
    }

    /** Adds a payment that is not used yet; false where its id is taken. */
    static boolean insert(
            Handle tx, String tenant, Credit credit, Optional<String> correlator, long fingerprint, String details) {
        return tx.createUpdate("""
                        insert into account_credit (
                            tenant, kind, id, account_id, currency, amount, status, payment_date, correlator_id,
                            fingerprint, details)
                        values (
                            :tenant, :kind, :id, :account, :currency, :amount, :status, :date, :correlator, :fingerprint, :details::json)
                        on conflict do nothing
                        """)
                        .bind("tenant", tenant)
                        .bind("kind", credit.kind())
                        .bind("id", credit.id())
                        .bind("account", credit.accountId())
                        .bind("currency", credit.amount().unit())
                        .bind("amount", credit.amount().value())
                        .bind("status", credit.status())
                        .bind("date", credit.date())
                        .bind("correlator", correlator)
                        .bind("fingerprint", fingerprint)
                        .bind("details", details)
                        .execute()
                > 0;
    }

    /** Returns a part of a locked credit. */
    static void giveBack(Handle tx, String tenant, Credit credit, BigDecimal part, String status) {
        tx.createUpdate("""
                        update account_credit
                        set returned = returned + :part, status = :status, revision = revision + 1
                        where tenant = :tenant and kind = :kind and id = :id
                        """)
                .bind("tenant", tenant)
                .bind("kind", credit.kind())
                .bind("id", credit.id())
                .bind("part", part)
                .bind("status", status)
                .execute();
    }

    /** Assigns a locked payment in suspense. */
    static void assign(Handle tx, String tenant, String paymentId, String accountId) {
        tx.createUpdate("""
                        update account_credit
                        set account_id = :account, status = 'done', details = (details::jsonb - 'statusReason')::json, revision = revision + 1
                        where tenant = :tenant and kind = 'payment' and id = :id
                        """)
                .bind("tenant", tenant)
                .bind("account", accountId)
                .bind("id", paymentId)
                .execute();
    }

    static boolean isImported(Handle tx, String tenant, String kind, String id) {
        return tx.createQuery(
                        "select imported from account_credit where tenant = :tenant and kind = :kind and id = :id")
                .bind("tenant", tenant)
                .bind("kind", kind)
                .bind("id", id)
                .mapTo(Boolean.class)
                .one();
    }

    /** Adds an imported credit, or replaces what an import may change of it. */
    static void replace(Handle tx, String tenant, CreditImport imported) {
        var credit = imported.credit();
        tx.createUpdate("""
                        insert into account_credit as old (
                            tenant, kind, id, account_id, currency, amount, returned, status, payment_date, correlator_id,
                            imported, fingerprint, details)
                        values (
                            :tenant, :kind, :id, :account, :currency, :amount, :returned, :status, :date, :correlator,
                            true, :fingerprint, :details::json)
                        on conflict (tenant, kind, id) do update
                        set (account_id, amount, returned, status, payment_date, correlator_id, fingerprint, details, revision) = (
                            excluded.account_id, excluded.amount, excluded.returned, excluded.status, excluded.payment_date,
                            excluded.correlator_id, excluded.fingerprint, excluded.details, old.revision + 1)
                        """)
                .bind("tenant", tenant)
                .bind("kind", credit.kind())
                .bind("id", credit.id())
                .bind("account", credit.accountId())
                .bind("currency", credit.amount().unit())
                .bind("amount", credit.amount().value())
                .bind("returned", credit.returned())
                .bind("status", credit.status())
                .bind("date", credit.date())
                .bind("correlator", imported.correlatorId())
                .bind("fingerprint", imported.fingerprint())
                .bind("details", imported.detailsText())
                .execute();
    }
}
