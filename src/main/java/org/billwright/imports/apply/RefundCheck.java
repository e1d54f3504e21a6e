package org.billwright.imports.apply;

import java.util.Collection;
import java.util.List;
import java.util.TreeSet;
import org.billwright.money.Money;
import org.jdbi.v3.core.Handle;

/**
 * Checks at the end of an import that what its refunds paid back is in the returned amounts of payments. A refund may come before its
 * payments, so that its line is loaded in any case. A dry run does not know the payments that are there, and checks nothing.
 */
public final class RefundCheck {
    /** How many accounts are named. */
    private static final int MOST_NAMED = 1_000;

    private RefundCheck() {}

    /** Records accounts with refunds. */
    static void record(Handle tx, ImportContext context, Collection<String> accounts) {
        if (context.existing().isEmpty()) {
            tx.createUpdate("""
                            insert into import_refunded_account (tenant, job_id, account_id)
                            select :tenant, :job, account from unnest(:accounts) as account
                            on conflict do nothing
                            """)
                    .bind("tenant", context.tenant())
                    .bind("job", context.job())
                    .bindArray("accounts", String.class, new TreeSet<>(accounts))
                    .execute();
        }
    }

    /** The accounts of which more was refunded than was paid back of their credit, each with the amount as a sentence. */
    public static List<String> warnings(Handle tx, ImportContext context) {
        if (context.existing().isPresent()) {
            return List.of();
        }
        return tx.createQuery("""
                        select account.account_id, refunded.currency, refunded.amount - paid_back.amount as more
                        from import_refunded_account account
                        cross join lateral (
                            select currency, sum(amount) as amount
                            from refund
                            where tenant = account.tenant and account_id = account.account_id
                            group by currency) as refunded
                        cross join lateral (
                            select coalesce(sum(returned), 0) as amount
                            from account_credit
                            where tenant = account.tenant and account_id = account.account_id
                                and currency = refunded.currency) as paid_back
                        where account.tenant = :tenant and account.job_id = :job and refunded.amount > paid_back.amount
                        order by account.account_id, refunded.currency
                        limit :most
                        """)
                .bind("tenant", context.tenant())
                .bind("job", context.job())
                .bind("most", MOST_NAMED)
                .map((row, ctx) -> {
                    var more = new Money(row.getString("currency"), row.getBigDecimal("more"));
                    return "the refunds of billing account '" + row.getString("account_id") + "' are " + more.unit()
                            + " " + more.value().toPlainString() + " more than the returned amounts of its payments";
                })
                .list();
    }
}
