package org.billwright.ledger;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.billwright.account.Account;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.result.RowView;

/** The SQL statements on the bills that are carried forward. */
final class BalanceForwardStore {
    private BalanceForwardStore() {}

    /**
     * An earlier bill: open, or the last one of its account.
     *
     * @param isHeld whether it is on hold
     * @param wasCarried whether it was carried forward before
     * @param remaining as the bill has it
     * @param paid what payments are allocated to it
     * @param credited what else is allocated to it
     * @param disputed the part of the remaining amount that is disputed
     */
    record EarlierBill(
            String id,
            boolean isHeld,
            boolean wasCarried,
            BigDecimal due,
            BigDecimal remaining,
            BigDecimal paid,
            BigDecimal credited,
            BigDecimal disputed) {
        /** What the next bill asks for. */
        BigDecimal carriable() {
            return remaining.subtract(disputed);
        }
    }

    /**
     * An account in its currency.
     *
     * @param balance the sum of its ledger
     * @param credit its open credit
     */
    record AccountItems(BigDecimal balance, BigDecimal credit, List<EarlierBill> bills) {}

    /** Locks the open bills of accounts that the transaction has locked. */
    static void lock(Handle tx, String tenant, Collection<String> accounts) {
        tx.createQuery("""
                        select bill.id
                        from unnest(:accounts) as wanted (id)
                        cross join lateral (
                            select id from customer_bill
                            where tenant = :tenant and billing_account_id = wanted.id and amount_due > 0
                                and (remaining is null or remaining > 0)
                            -- The order makes the index by account the cheapest one whatever the statistics say.
                            order by bill_date, id
                            for update) bill
                        """)
                .bind("tenant", tenant)
                .bindArray("accounts", String.class, accounts)
                .mapTo(String.class)
                .list();
    }

    /** What accounts have, by their ids, as one statement sees it. */
    static Map<String, AccountItems> read(Handle tx, String tenant, List<Account> accounts) {
        return tx.createQuery("""
                        with wanted as materialized (
                            select id, currency,
                                (select coalesce(sum(amount), 0) from ledger_entry
                                where tenant = :tenant and account_id = account.id and currency = account.currency) as balance,
                                (select coalesce(sum(amount - allocated - returned), 0) from account_credit
                                where tenant = :tenant and account_id = account.id and currency = account.currency
                                    and amount > allocated + returned) as credit
                            from unnest(:accounts, :currencies) as account (id, currency))
                        select wanted.id as account_id, bill.*, balance, credit
                        from wanted
                        left join lateral (
                            select earlier.id, state = 'onHold' as is_held, doc -> 'carriedForward' is not null as was_carried,
                                amount_due, coalesce(remaining, amount_due - paid - credited) as remaining, paid, credited,
                                disputed, bill_date
                            from (
                                select * from (
                                    select id, state, doc, amount_due, remaining, bill_date from customer_bill
                                    where tenant = :tenant and billing_account_id = wanted.id and currency = wanted.currency
                                        and amount_due > 0 and category is distinct from 'trial'
                                        and (remaining is null or remaining > 0)
                                    order by bill_date, id
                                    offset 0) open
                                union all
                                select * from (
                                    select id, state, doc, amount_due, remaining, bill_date from customer_bill
                                    where tenant = :tenant and billing_account_id = wanted.id and currency = wanted.currency
                                        and amount_due > 0 and category is distinct from 'trial'
                                    order by bill_date desc, id desc
                                    limit 1) last
                                where remaining = 0) earlier
                            cross join lateral (
                                select coalesce(sum(amount) filter (where source_kind = 'payment'), 0) as paid,
                                    coalesce(sum(amount) filter (where source_kind <> 'payment'), 0) as credited
                                from allocation
                                where tenant = :tenant and bill_id = earlier.id) used
                            cross join lateral (
                                select coalesce(sum(amount), 0) as disputed
                                from dispute
                                where tenant = :tenant and bill_id = earlier.id and state in ('opened', 'underReview')) open_dispute) bill
                            on true
                        order by wanted.id, bill.bill_date, bill.id
                        """)
                .bind("tenant", tenant)
                .bindArray(
                        "accounts",
                        String.class,
                        accounts.stream().map(Account::id).toList())
                .bindArray(
                        "currencies",
                        String.class,
                        accounts.stream().map(Account::currency).toList())
                .reduceRows(new LinkedHashMap<String, AccountItems>(), (found, row) -> {
                    var items = found.computeIfAbsent(
                            row.getColumn("account_id", String.class),
                            id -> new AccountItems(
                                    row.getColumn("balance", BigDecimal.class),
                                    row.getColumn("credit", BigDecimal.class),
                                    new ArrayList<>()));
                    Optional.ofNullable(row.getColumn("id", String.class))
                            .ifPresent(id -> items.bills().add(bill(id, row)));
                    return found;
                });
    }

    private static EarlierBill bill(String id, RowView row) {
        return new EarlierBill(
                id,
                row.getColumn("is_held", Boolean.class),
                row.getColumn("was_carried", Boolean.class),
                row.getColumn("amount_due", BigDecimal.class),
                row.getColumn("remaining", BigDecimal.class),
                row.getColumn("paid", BigDecimal.class),
                row.getColumn("credited", BigDecimal.class),
                row.getColumn("disputed", BigDecimal.class).min(row.getColumn("remaining", BigDecimal.class)));
    }
}
