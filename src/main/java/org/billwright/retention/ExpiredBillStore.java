package org.billwright.retention;

import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.billwright.store.Database;
import org.jdbi.v3.core.Handle;

/** The SQL statements that find bills whose period is over, and why some of them are kept. */
final class ExpiredBillStore {
    private static final int BILLS = 100;
    private static final int RATES = 50_000;

    private ExpiredBillStore() {}

    /** A bill in the order of bill dates. */
    record ExpiredBill(String id, OffsetDateTime billDate) {}

    /** The next bills from before a time, the oldest first: at most 100, and not many more rates than a transaction deletes in a few seconds. */
    static List<ExpiredBill> next(Handle tx, String tenant, Instant before, Optional<ExpiredBill> after) {
        // A plan for any values reads all bills before the page, too.
        Database.set(tx, "plan_cache_mode", "force_custom_plan");
        return Database.inOrder(
                tx,
                () -> tx.createQuery("""
                        select id, bill_date
                        from (
                            select id, bill_date, sum(rates) over (order by bill_date, id) - rates as rates_before
                            from (
                                select id, bill_date
                                from customer_bill
                                where tenant = :tenant and bill_date < :before
                                    and (bill_date, id) > (coalesce(:afterDate::timestamptz, '-infinity'), :afterId)
                                order by bill_date, id
                                limit :bills) expired
                            cross join lateral (
                                select count(*) as rates
                                from (
                                    select from applied_customer_billing_rate
                                    where tenant = :tenant and bill_id = expired.id
                                    limit :rates) counted) of_bill) expired_bill
                        where rates_before < :rates
                        order by bill_date, id
                        """)
                        .bind("tenant", tenant)
                        .bind("before", before)
                        .bind("afterDate", after.map(ExpiredBill::billDate))
                        .bind("afterId", after.map(ExpiredBill::id).orElse(""))
                        .bind("bills", BILLS)
                        .bind("rates", RATES)
                        .map((row, context) ->
                                new ExpiredBill(row.getString("id"), row.getObject("bill_date", OffsetDateTime.class)))
                        .list());
    }

    /**
     * The bills that have to go with each of these, itself included: its corrections and what it corrects; the bills that were paid by its
     * credit; and those whose open amount was carried forward to it.
     */
    static Map<String, Set<String>> together(Handle tx, String tenant, Collection<String> ids) {
        return tx.createQuery("""
                        with recursive needed (root, id) as (
                            select id collate "C", id collate "C" from unnest(:ids) as wanted (id)
                            union
                            select needed.root, other.id
                            from needed
                            cross join lateral (
                                select correction.id
                                from customer_bill correction
                                where correction.tenant = :tenant and correction.corrected_bill_id = needed.id
                                union all
                                select bill.corrected_bill_id
                                from customer_bill bill
                                where bill.tenant = :tenant and bill.id = needed.id and bill.corrected_bill_id is not null
                                union all
                                select used.bill_id
                                from allocation used
                                where used.tenant = :tenant and used.source_id = needed.id
                                    and used.source_kind in ('customerBill', 'balanceForward')) other)
                        select root, id from needed
                        """)
                .bind("tenant", tenant)
                .bindArray("ids", String.class, ids)
                .reduceRows(new HashMap<String, Set<String>>(), (found, row) -> {
                    found.computeIfAbsent(row.getColumn("root", String.class), root -> new HashSet<>())
                            .add(row.getColumn("id", String.class));
                    return found;
                });
    }

    /**
     * Judges bills, each by itself. Those that do not exist are missing. {@code offset 0} has PostgreSQL look for each bill, where it
     * would else make a hash table of all allocations, refunds and events of the tenant; open disputes are few.
     */
    static Map<String, JudgedBill> judge(Handle tx, String tenant, Instant before, Collection<String> ids) {
        return Database.inOrder(
                tx,
                () -> tx.createQuery("""
                        select bill.id, bill.bill_date, bill.bill_date < :before as is_expired,
                            case
                                -- A negative bill stays what it is when its credit is used up.
                                when bill.state <> 'settled'
                                    and (bill.state = 'onHold' or coalesce(bill.amount_due, 0) >= 0 or own.amount is null)
                                    then 'notSettled'
                                when exists (
                                    select from dispute
                                    where tenant = :tenant and bill_id = bill.id and state in ('opened', 'underReview')) then 'disputed'
                                when own.amount > own.allocated + own.returned then 'openCredit'
                                when exists (
                                    select
                                    from allocation used
                                    cross join lateral (
                                        select payment_date from account_credit
                                        where tenant = :tenant and kind = used.source_kind and id = used.source_id
                                        limit 1) credit
                                    where used.tenant = :tenant and used.bill_id = bill.id and credit.payment_date >= :before
                                    offset 0)
                                    or own.returned > 0 and exists (
                                    select from refund
                                    where tenant = :tenant and account_id = own.account_id and refund_date >= :before
                                    offset 0) then 'paidLater'
                                when exists (
                                    select from event
                                    where tenant = :tenant and resource = 'customerBill' and resource_id = bill.id
                                    offset 0) then 'events'
                                when bill.billing_account_id is not null
                                    and coalesce(bill.category, '') not in ('creditNote', 'trial')
                                    and not (later.is_dated and later.is_of_period and (coalesce(bill.amount_due, 0) <= 0 or later.is_due))
                                    then 'lastOfAccount'
                            end as reason
                        from unnest(:ids) as wanted (id)
                        cross join lateral (
                            select id, bill_date, state, category, billing_account_id, amount_due,
                                coalesce(period_end, bill_date) as period_end
                            from customer_bill
                            where tenant = :tenant and id = wanted.id
                            limit 1) bill
                        left join lateral (
                            select account_id, amount, allocated, returned
                            from account_credit
                            where tenant = :tenant and kind = 'customerBill' and id = bill.id
                            limit 1) own on true
                        cross join lateral (
                            select
                                -- What a new bill is compared with.
                                coalesce(bool_or((bill_date, id) > (bill.bill_date, bill.id) and not is_replaced), false) as is_dated,
                                -- Where its period begins.
                                coalesce(bool_or((period_end, id) > (bill.period_end, bill.id)), false) as is_of_period,
                                -- What it brings forward.
                                coalesce(bool_or((bill_date, id) > (bill.bill_date, bill.id) and amount_due > 0), false) as is_due
                            from (
                                select id, bill_date, coalesce(period_end, bill_date) as period_end, amount_due,
                                    doc -> 'replacingBill' is not null as is_replaced
                                from customer_bill
                                where tenant = :tenant and billing_account_id = bill.billing_account_id
                                    and coalesce(category, '') not in ('creditNote', 'trial')
                                order by bill_date desc, id desc
                                limit 12) newest) later
                        """)
                        .bind("tenant", tenant)
                        .bind("before", before)
                        .bindArray("ids", String.class, new TreeSet<>(ids))
                        .reduceRows(new LinkedHashMap<String, JudgedBill>(), (found, row) -> {
                            found.put(
                                    row.getColumn("id", String.class),
                                    new JudgedBill(
                                            row.getColumn("bill_date", OffsetDateTime.class),
                                            row.getColumn("is_expired", Boolean.class),
                                            Optional.ofNullable(row.getColumn("reason", String.class))
                                                    .map(KeptReason::of)));
                            return found;
                        }));
    }

    /** The accounts that the ledger of bills touches: their own, and those of what they were paid with. */
    static List<String> accounts(Handle tx, String tenant, Collection<String> ids) {
        return tx.createQuery("""
                        select distinct account.id
                        from unnest(:ids) as wanted (id)
                        cross join lateral (
                            select billing_account_id as id from customer_bill where tenant = :tenant and id = wanted.id
                            union all
                            select credit.account_id
                            from allocation used
                            cross join lateral (
                                select account_id from account_credit
                                where tenant = :tenant and kind = used.source_kind and id = used.source_id
                                limit 1) credit
                            where used.tenant = :tenant and used.bill_id = wanted.id) account
                        where account.id is not null
                        """)
                .bind("tenant", tenant)
                .bindArray("ids", String.class, ids)
                .mapTo(String.class)
                .list();
    }

    /** Locks bills in the order of their ids. */
    static void lock(Handle tx, String tenant, Collection<String> ids) {
        tx.createQuery("""
                        select locked.id
                        from (select id from unnest(:ids) as all_ids (id) order by id collate "C") wanted
                        cross join lateral (
                            select id from customer_bill
                            where tenant = :tenant and id = wanted.id
                            limit 1
                            for update) locked
                        """)
                .bind("tenant", tenant)
                .bindArray("ids", String.class, new TreeSet<>(ids))
                .mapTo(String.class)
                .list();
    }
}
