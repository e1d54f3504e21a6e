package org.billwright.retention;

import java.util.Collection;
import java.util.List;
import org.billwright.dispute.DisputeErasure;
import org.billwright.ledger.LedgerErasure;
import org.jdbi.v3.core.Handle;

/** Deletes bills with all that belongs to them: for a person who is erased, and when their period is over. */
public final class BillErasure {
    private BillErasure() {}

    /** The numbers of deleted records. */
    public record Erased(int bills, int rates, int events) {}

    /**
     * Deletes locked bills with their rates, requests, disputes, notices, events, delivered or not, and their part of the ledger; documents and
     * links go by a foreign key. What a run has of them stays, without the bill: its totals and its proof are those of when it ended.
     */
    public static Erased ofBills(Handle tx, String tenant, List<String> bills) {
        int events = requests(tx, tenant, requestsOf(tx, tenant, bills));
        int rates = delete(
                tx,
                tenant,
                bills,
                "delete from applied_customer_billing_rate where tenant = :tenant and bill_id = any(:ids)");
        events += events(tx, tenant, "customerBill", bills);
        events += events(tx, tenant, "dispute", DisputeErasure.ofBills(tx, tenant, bills));
        delete(tx, tenant, bills, "delete from overdue_notice where tenant = :tenant and bill_id = any(:ids)");
        LedgerErasure.ofBills(tx, tenant, bills);
        delete(tx, tenant, bills, """
                update bill_run_account made
                set bill_deleted = true
                from customer_bill bill
                where bill.tenant = :tenant and bill.id = any(:ids) and made.tenant = :tenant
                    and made.account_id = bill.billing_account_id and made.bill_id = bill.id
                """);
        tx.execute("set local billwright.erasure = 'on'");
        int erased = delete(tx, tenant, bills, "delete from customer_bill where tenant = :tenant and id = any(:ids)");
        tx.execute("set local billwright.erasure = ''");
        return new Erased(erased, rates, events);
    }

    private static List<String> requestsOf(Handle tx, String tenant, Collection<String> bills) {
        return tx.createQuery("""
                        select id from customer_bill_on_demand
                        where tenant = :tenant and bill_id = any(:bills)
                        order by id
                        for update
                        """)
                .bind("tenant", tenant)
                .bindArray("bills", String.class, bills)
                .mapTo(String.class)
                .list();
    }

    /** Deletes locked requests with their events; returns how many events. */
    public static int requests(Handle tx, String tenant, Collection<String> requests) {
        delete(tx, tenant, requests, "delete from customer_bill_on_demand where tenant = :tenant and id = any(:ids)");
        return events(tx, tenant, "customerBillOnDemand", requests);
    }

    private static int events(Handle tx, String tenant, String resource, Collection<String> ids) {
        var of = "tenant = :tenant and resource = '" + resource + "' and resource_id = any(:ids)";
        delete(
                tx,
                tenant,
                ids,
                "delete from event_delivery where event_seq in (select seq from event where " + of + ")");
        int events = delete(tx, tenant, ids, "delete from event where " + of);
        delete(tx, tenant, ids, "delete from event_sequence where " + of);
        return events;
    }

    private static int delete(Handle tx, String tenant, Collection<String> ids, String sql) {
        return tx.createUpdate(sql)
                .bind("tenant", tenant)
                .bindArray("ids", String.class, ids)
                .execute();
    }
}
