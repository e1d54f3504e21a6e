package org.billwright.ledger;

import java.math.BigDecimal;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import org.billwright.money.Money;
import org.jdbi.v3.core.Handle;

/** The SQL statements on credits. */
final class CreditStore {
    static final String COLUMNS = "kind, id, account_id, currency, amount, allocated, returned, status, payment_date";

    private CreditStore() {}

    static Optional<Credit> lock(Handle tx, String tenant, String kind, String id) {
        return tx.createQuery("select " + COLUMNS
                        + " from account_credit where tenant = :tenant and kind = :kind and id = :id for update")
                .bind("kind", kind)
                .bind("tenant", tenant)
                .bind("id", id)
                .map((row, context) -> credit(row))
                .findOne();
    }

    /**
     * Locks the credits of accounts that have something open, in the order of accounts, and of each the oldest first. An account with a
     * currency has those in it.
     *
     * @param limit how many of each account
     */
    static List<Credit> lockOpen(Handle tx, String tenant, Collection<String> accounts, int limit) {
        return open(tx, tenant, accounts, limit, "for update");
    }

    /** The same without a lock. */
    static List<Credit> open(Handle tx, String tenant, Collection<String> accounts, int limit) {
        return open(tx, tenant, accounts, limit, "");
    }

    private static List<Credit> open(Handle tx, String tenant, Collection<String> accounts, int limit, String lock) {
        return tx.createQuery("""
                        select credit.*
                        from unnest(:accounts) as wanted (id)
                        left join lateral (
                            select currency from billing_account where tenant = :tenant and id = wanted.id limit 1) account on true
                        cross join lateral (
                            select %s
                            from account_credit
                            where tenant = :tenant and account_id = wanted.id and amount > allocated + returned
                                and (account.currency is null or currency = account.currency)
                            order by payment_date, id
                            limit :limit
                            %s) credit
                        """.formatted(COLUMNS, lock))
                .bind("tenant", tenant)
                .bind("limit", limit)
                .bindArray("accounts", String.class, new TreeSet<>(accounts))
                .map((row, context) -> credit(row))
                .list();
    }

    /** Locks the credits of the credit notes of bills, by the bills, the oldest first. */
    static Map<String, List<Credit>> lockNotesOf(Handle tx, String tenant, Collection<String> bills) {
        var found = new HashMap<String, List<Credit>>();
        tx.createQuery("""
                        select note.corrected_bill_id, credit.*
                        from unnest(:bills) as wanted (id)
                        cross join lateral (
                            select id, corrected_bill_id from customer_bill
                            where tenant = :tenant and corrected_bill_id = wanted.id and category = 'creditNote'
                            order by id
                            limit %d) note
                        cross join lateral (
                            select %s
                            from account_credit
                            where tenant = :tenant and kind = 'customerBill' and id = note.id
                            limit 1
                            for update) credit
                        """.formatted(CreditUse.MAX_CREDITS, COLUMNS))
                .bind("tenant", tenant)
                .bindArray("bills", String.class, bills)
                .map((row, context) -> found.computeIfAbsent(
                                row.getString("corrected_bill_id"), first -> new ArrayList<>())
                        .add(credit(row)))
                .list();
        return found;
    }

    static Credit credit(ResultSet row) throws SQLException {
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

    /** Returns parts of locked credits, by their kinds and ids. */
    static void giveBack(Handle tx, String tenant, List<Credit> credits, List<BigDecimal> parts) {
        tx.createUpdate("""
                        update account_credit credit
                        set returned = returned + part.amount, revision = revision + 1
                        from unnest(:kinds, :ids, :parts::numeric[]) as part (kind, id, amount)
                        where credit.tenant = :tenant and credit.kind = part.kind and credit.id = part.id
                        """)
                .bind("tenant", tenant)
                .bindArray(
                        "kinds",
                        String.class,
                        credits.stream().map(Credit::kind).toList())
                .bindArray("ids", String.class, credits.stream().map(Credit::id).toList())
                .bindArray(
                        "parts",
                        String.class,
                        parts.stream().map(BigDecimal::toPlainString).toList())
                .execute();
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
}
