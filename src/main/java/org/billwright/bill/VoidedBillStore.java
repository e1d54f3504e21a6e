package org.billwright.bill;

import java.time.OffsetDateTime;
import java.util.Collection;
import java.util.Map;
import java.util.TreeMap;
import org.jdbi.v3.core.Handle;

/** The SQL statements on bills that are voided. */
public final class VoidedBillStore {
    private VoidedBillStore() {}

    /** Why bills that the transaction has locked cannot be voided, by their ids; those that can be are missing. */
    public static Map<String, String> obstacles(Handle tx, String tenant, Collection<String> bills) {
        return tx.createQuery("""
                        select wanted.id, case
                            when bill.id is null then 'its bill does not exist any more'
                            when coalesce(bill.held_from, bill.state) in ('sent', 'partiallyPaid') then 'its bill was sent'
                            when exists (
                                select from customer_bill later
                                where later.tenant = :tenant and later.billing_account_id = bill.billing_account_id
                                    and (later.bill_date, later.id) > (bill.bill_date, bill.id) and later.produced
                                    and later.category is distinct from 'creditNote'
                                    -- A bill that replaces another one is of that one's period, whenever it was made.
                                    and later.corrected_bill_id is null) then
                                'it has a later bill'
                            when exists (
                                select from customer_bill correction
                                where correction.tenant = :tenant and correction.corrected_bill_id = bill.id) then
                                'its bill has a credit note'
                            when exists (select from dispute where tenant = :tenant and bill_id = bill.id) then 'its bill was disputed'
                            when exists (
                                select from allocation used
                                where used.tenant = :tenant and used.bill_id = bill.id and used.posted_at <> made.at) then
                                'a payment was applied to its bill'
                            when exists (
                                select from account_credit
                                where tenant = :tenant and kind = 'customerBill' and id = bill.id and returned > 0)
                                or exists (
                                select from allocation used
                                where used.tenant = :tenant and used.source_kind = 'customerBill' and used.source_id = bill.id
                                    and used.posted_at <> made.at) then
                                'the credit of its bill was used'
                            when exists (
                                select from applied_customer_billing_rate rate
                                where rate.tenant = :tenant and rate.bill_id = bill.id and rate.before_billing is null) then
                                'what its rates were before is not known, as after a restore'
                            end as obstacle
                        from unnest(:bills) as wanted (id)
                        left join lateral (
                            select id, state, held_from, bill_date, billing_account_id
                            from customer_bill
                            where tenant = :tenant and id = wanted.id
                            limit 1) bill on true
                        cross join lateral (
                            select coalesce(max(posted_at), '-infinity') as at
                            from ledger_entry
                            where tenant = :tenant and account_id = bill.billing_account_id and kind = 'bill' and source_id = bill.id) made
                        """)
                .bind("tenant", tenant)
                .bindArray("bills", String.class, bills)
                .reduceRows(new TreeMap<String, String>(), (found, row) -> {
                    var obstacle = row.getColumn("obstacle", String.class);
                    if (obstacle != null) {
                        found.put(row.getColumn("id", String.class), obstacle);
                    }
                    return found;
                });
    }

    /** Records locked bills as voided: their numbers stay accounted for. */
    public static void add(
            Handle tx, String tenant, Collection<String> bills, String run, String reason, OffsetDateTime at) {
        tx.createUpdate("""
                        insert into voided_bill (
                            tenant, id, bill_no, billing_account_id, bill_run_id, currency, amount_due, bill_date, voided_at, reason)
                        select :tenant, bill.id, bill_no, billing_account_id, :run, currency, amount_due, bill_date, :at, :reason
                        from unnest(:bills) as wanted (id)
                        cross join lateral (select * from customer_bill where tenant = :tenant and id = wanted.id limit 1) bill
                        """)
                .bind("tenant", tenant)
                .bind("run", run)
                .bind("reason", reason)
                .bind("at", at)
                .bindArray("bills", String.class, bills)
                .execute();
    }

    /** Deletes voided bills, which have no rates any more. */
    public static void delete(Handle tx, String tenant, Collection<String> bills) {
        tx.createUpdate("delete from customer_bill where tenant = :tenant and id = any(:bills)")
                .bind("tenant", tenant)
                .bindArray("bills", String.class, bills)
                .execute();
    }
}
