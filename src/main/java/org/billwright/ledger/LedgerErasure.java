package org.billwright.ledger;

import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jdbi.v3.core.Handle;

/** Erases what the ledger has of bills and accounts that are erased, so that the sums of what stays are right. */
public final class LedgerErasure {
    private LedgerErasure() {}

    /**
     * Erases the entries and allocations of bills, and payments that were for these bills alone. A payment of other bills too is reduced
     * by what the erased ones had of it, and its entry corrected; so is the credit of a bill that stays. The balance of each account stays
     * what it was.
     */
    public static void ofBills(Handle tx, String tenant, List<String> bills) {
        if (bills.isEmpty()) {
            return;
        }
        begin(tx);
        var changes = new TreeMap<AccountCurrency, BigDecimal>();
        count(changes, changed(tx, tenant, bills, """
                with used as (
                    select source_kind, source_id, sum(amount) as amount
                    from allocation
                    where tenant = :tenant and bill_id = any(:ids) and source_kind <> 'openingBalance'
                    group by source_kind, source_id),
                erased as (
                    delete from account_credit c using used
                    where c.tenant = :tenant and c.kind = used.source_kind and c.id = used.source_id
                        and c.kind = 'payment' and c.amount = used.amount and c.returned = 0
                    returning c.kind, c.id),
                reduced as (
                    update account_credit c
                    set amount = c.amount - case c.kind when 'payment' then used.amount else 0 end,
                        returned = c.returned + case c.kind when 'payment' then 0 else used.amount end,
                        allocated = c.allocated - used.amount, revision = revision + 1
                    from used
                    where c.tenant = :tenant and c.kind = used.source_kind and c.id = used.source_id
                        and (c.kind <> 'payment' or c.amount <> used.amount or c.returned <> 0)
                    returning c.kind, c.id),
                entries as (
                    delete from ledger_entry e using erased
                    where e.tenant = :tenant and e.source_id = erased.id and e.kind in ('payment', 'assignment', 'transfer')
                        and e.account_id in (
                            select account_id from allocation a where a.tenant = :tenant and a.source_id = erased.id
                            union all select '')
                    returning e.account_id, e.currency, -e.amount as amount),
                corrected as (
                    insert into ledger_entry (tenant, account_id, kind, currency, amount, source_id, value_date)
                    select tenant, account_id, 'correction', currency, sum(amount), source_id, now()
                    from allocation a
                    join reduced on (a.source_kind, a.source_id) = (reduced.kind, reduced.id)
                    where tenant = :tenant and bill_id = any(:ids)
                    group by tenant, account_id, currency, source_id
                    having sum(amount) <> 0
                    returning account_id, currency, amount)
                select account_id, currency, amount from entries
                union all
                select account_id, currency, amount from corrected
                """));
        count(changes, changed(tx, tenant, bills, """
                delete from ledger_entry e using customer_bill b
                where b.tenant = :tenant and b.id = any(:ids) and e.tenant = :tenant and e.source_id = b.id
                    and e.account_id = coalesce(b.billing_account_id, 'financialAccount/' || b.financial_account_id)
                    and e.kind in ('bill', 'openingBalance', 'correction', 'balanceForward')
                returning e.account_id, e.currency, -e.amount as amount
                """));
        correct(tx, tenant, changes);
        change(tx, tenant, bills, "delete from allocation where tenant = :tenant and bill_id = any(:ids)");
        change(tx, tenant, bills, """
                delete from account_credit
                where tenant = :tenant and kind = 'customerBill' and id = any(:ids) and allocated = 0 and returned = amount
                """);
        end(tx);
    }

    private record AccountCurrency(String account, String currency) implements Comparable<AccountCurrency> {
        @Override
        public int compareTo(AccountCurrency other) {
            int byAccount = account.compareTo(other.account);
            return byAccount != 0 ? byAccount : currency.compareTo(other.currency);
        }
    }

    private record BalanceChange(AccountCurrency of, BigDecimal amount) {}

    /** What a statement changes of balances. */
    private static List<BalanceChange> changed(Handle tx, String tenant, List<String> bills, String sql) {
        return tx.createQuery(sql)
                .bind("tenant", tenant)
                .bindArray("ids", String.class, bills)
                .map((row, context) -> new BalanceChange(
                        new AccountCurrency(row.getString("account_id"), row.getString("currency")),
                        row.getBigDecimal("amount")))
                .list();
    }

    private static void count(Map<AccountCurrency, BigDecimal> changes, List<BalanceChange> more) {
        more.forEach(change -> changes.merge(change.of(), change.amount(), BigDecimal::add));
    }

    /** A negative bill whose credit was refunded leaves the refund, and one whose credit is used by a bill that stays, that use. */
    private static void correct(Handle tx, String tenant, Map<AccountCurrency, BigDecimal> changes) {
        changes.values().removeIf(amount -> amount.signum() == 0);
        var batch = tx.prepareBatch("""
                insert into ledger_entry (tenant, account_id, kind, currency, amount, source_id, reason, value_date)
                values (:tenant, :account, 'correction', :currency, :amount, '', 'bills were deleted', now())
                """);
        changes.forEach((of, amount) -> batch.bind("tenant", tenant)
                .bind("account", of.account())
                .bind("currency", of.currency())
                .bind("amount", amount.negate())
                .add());
        if (!changes.isEmpty()) {
            batch.execute();
        }
    }

    /** Erases all that is left of accounts that have no bills any more. */
    public static void ofAccounts(Handle tx, String tenant, List<String> accounts) {
        begin(tx);
        for (var table : List.of("ledger_entry", "account_credit", "refund")) {
            change(tx, tenant, accounts, "delete from " + table + " where tenant = :tenant and account_id = any(:ids)");
        }
        end(tx);
    }

    private static void change(Handle tx, String tenant, List<String> ids, String sql) {
        if (!ids.isEmpty()) {
            tx.createUpdate(sql)
                    .bind("tenant", tenant)
                    .bindArray("ids", String.class, ids)
                    .execute();
        }
    }

    private static void begin(Handle tx) {
        tx.execute("set local billwright.erasure = 'on'");
    }

    private static void end(Handle tx) {
        tx.execute("set local billwright.erasure = ''");
    }
}
