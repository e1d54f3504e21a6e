package org.billwright.proof;

import java.util.Collection;
import java.util.List;
import org.jdbi.v3.core.Handle;

/** The SQL statements that compare credits and refunds of accounts with what they are allocated to. */
final class CreditProofStore {
    private CreditProofStore() {}

    /** An account, and what is wrong with a credit or its refunds. */
    record Wrong(String account, String text) {}

    /** What is wrong with the credits, allocations and refunds of accounts. */
    static List<Wrong> wrong(Handle tx, String tenant, Collection<String> accounts) {
        return tx.createQuery("""
                        select account.id, wrong.text
                        from unnest(:accounts) as account (id)
                        cross join lateral (
                            select 'of ' || credit.kind || ' ' || credit.id || ' ' || credit.currency || ' ' || credit.allocated
                                || ' are allocated, and its allocations come to ' || sums.amount as text
                            from (
                                select kind, id, currency, allocated
                                from account_credit
                                where tenant = :tenant and account_id = account.id
                                order by account_id, id
                                offset 0) as credit
                            cross join lateral (
                                select coalesce(sum(amount), 0) as amount
                                from allocation a
                                where a.tenant = :tenant and a.source_id = credit.id and a.source_kind = credit.kind) as sums
                            where credit.allocated <> sums.amount
                            union all
                            select 'bill ' || used.bill_id || ' has ' || used.currency || ' ' || used.amount || ' of ' || used.source_kind
                                || ' ' || used.source_id || ', which does not exist'
                            from (
                                select id
                                from customer_bill
                                where tenant = :tenant and billing_account_id = account.id
                                order by bill_date, id
                                offset 0) as bill
                            cross join lateral (
                                select a.bill_id, a.source_kind, a.source_id, min(a.currency) as currency, sum(a.amount) as amount
                                from allocation a
                                where a.tenant = :tenant and a.bill_id = bill.id
                                    and a.source_kind not in ('openingBalance', 'balanceForward')
                                group by a.bill_id, a.source_kind, a.source_id
                                having sum(a.amount) <> 0) as used
                            where not exists (
                                select
                                from account_credit credit
                                where credit.tenant = :tenant and credit.kind = used.source_kind and credit.id = used.source_id)
                            union all
                            select 'its refunds in ' || currency || ' come to ' || sum(refunded) || ', and in its ledger to ' || sum(posted)
                            from (
                                select currency, amount as refunded, 0 as posted
                                from refund
                                where tenant = :tenant and account_id = account.id
                                union all
                                select currency, 0, amount
                                from ledger_entry
                                where tenant = :tenant and account_id = account.id and kind = 'refund') as part
                            group by currency
                            having sum(refunded) <> sum(posted)) as wrong
                        """)
                .bind("tenant", tenant)
                .bindArray("accounts", String.class, accounts)
                .map((row, context) -> new Wrong(row.getString("id"), row.getString("text")))
                .list();
    }
}
