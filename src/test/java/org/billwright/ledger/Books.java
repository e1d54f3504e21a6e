package org.billwright.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.jdbi.v3.core.Jdbi;

/** The books of a database, seen as its owner: every sum that the ledger promises, over all tenants. */
public final class Books {
    private Books() {}

    /** Requires that all of them are right. */
    public static void areRight(Jdbi owner) {
        areRight(owner, "");
    }

    /** The same of accounts whose ids begin with this: other tests delete bills from under the ledger. */
    public static void areRight(Jdbi owner, String accounts) {
        assertThat(wrongBalances(owner, accounts))
                .as("entries against open items")
                .isEmpty();
        assertThat(wrongBills(owner, accounts)).as("bills against allocations").isEmpty();
        assertThat(wrongCredits(owner, accounts))
                .as("credits against allocations")
                .isEmpty();
        assertThat(wrongStates(owner, accounts)).as("states against amounts").isEmpty();
    }

    private static List<String> wrongBalances(Jdbi owner, String accounts) {
        return list(owner, accounts, """
                with item as (
                    select tenant, coalesce(billing_account_id, 'financialAccount/' || financial_account_id) as account_id, currency,
                        case when amount_due > 0 then amount_due - (
                            select coalesce(sum(amount), 0) from allocation a where a.tenant = b.tenant and a.bill_id = b.id)
                        else 0 end as amount
                    from customer_bill b
                    where amount_due is not null and category is distinct from 'trial'
                    union all
                    select tenant, account_id, currency, allocated + returned - amount from account_credit
                    union all
                    select tenant, account_id, currency, -amount from ledger_entry)
                select tenant || ' ' || account_id || ' ' || currency || ': ' || sum(amount)
                from item
                where starts_with(account_id, :accounts)
                group by tenant, account_id, currency
                having sum(amount) <> 0""");
    }

    private static List<String> wrongBills(Jdbi owner, String accounts) {
        return list(owner, accounts, """
                select tenant || ' ' || id || ': ' || amount_due || ' due, ' || remaining || ' remaining'
                from customer_bill b
                where starts_with(coalesce(billing_account_id, ''), :accounts) and remaining <> greatest(amount_due, 0) - (
                    select coalesce(sum(amount), 0) from allocation a where a.tenant = b.tenant and a.bill_id = b.id)""");
    }

    private static List<String> wrongCredits(Jdbi owner, String accounts) {
        return list(owner, accounts, """
                select tenant || ' ' || kind || ' ' || id || ': ' || allocated
                from account_credit c
                where starts_with(account_id, :accounts) and allocated <> (
                    select coalesce(sum(amount), 0) from allocation a
                    where a.tenant = c.tenant and a.source_kind = c.kind and a.source_id = c.id)""");
    }

    private static List<String> wrongStates(Jdbi owner, String accounts) {
        return list(owner, accounts, """
                select tenant || ' ' || id || ': ' || state || ', ' || remaining || ' of ' || amount_due
                from customer_bill
                where starts_with(coalesce(billing_account_id, ''), :accounts) and amount_due > 0 and case state
                    when 'sent' then remaining <> amount_due
                    when 'partiallyPaid' then remaining = 0 or remaining = amount_due
                    when 'settled' then remaining <> 0
                    else false end""");
    }

    private static List<String> list(Jdbi owner, String accounts, String sql) {
        return owner.withHandle(handle -> handle.createQuery(sql)
                .bind("accounts", accounts)
                .mapTo(String.class)
                .list());
    }
}
