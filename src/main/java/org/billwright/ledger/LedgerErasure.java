package org.billwright.ledger;

import java.util.List;
import org.jdbi.v3.core.Handle;

/** Erases what the ledger has of bills and accounts that are erased, so that the sums of what stays are right. */
public final class LedgerErasure {
    private LedgerErasure() {}

    /**
     * Erases the entries and allocations of bills, and payments that were for these bills alone. A payment of other bills too is reduced
     * by what the erased ones had of it, and its entry corrected; so is the credit of a bill that stays.
     */
    public static void ofBills(Handle tx, String tenant, List<String> bills) {
        begin(tx);
        change(tx, tenant, bills, """
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
                            union all select ''))
                insert into ledger_entry (tenant, account_id, kind, currency, amount, source_id, value_date)
                select tenant, account_id, 'correction', currency, sum(amount), source_id, now()
                from allocation a
                join reduced on (a.source_kind, a.source_id) = (reduced.kind, reduced.id)
                where tenant = :tenant and bill_id = any(:ids)
                group by tenant, account_id, currency, source_id
                having sum(amount) <> 0
                """);
        change(tx, tenant, bills, """
                delete from ledger_entry e using customer_bill b
                where b.tenant = :tenant and b.id = any(:ids) and e.tenant = :tenant and e.source_id = b.id
                    and e.account_id = coalesce(b.billing_account_id, 'financialAccount/' || b.financial_account_id)
                    and e.kind in ('bill', 'openingBalance', 'correction', 'balanceForward')
                """);
        change(tx, tenant, bills, "delete from allocation where tenant = :tenant and bill_id = any(:ids)");
        end(tx);
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
