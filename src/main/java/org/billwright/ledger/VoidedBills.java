package org.billwright.ledger;

import com.fasterxml.jackson.databind.node.ArrayNode;
import java.time.OffsetDateTime;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import org.billwright.bill.BillShape;
import org.billwright.bill.BillStore;
import org.jdbi.v3.core.Handle;

/** The ledger of bills that are voided before anybody was sent them: as if they had not been made, with entries that counter theirs. */
public final class VoidedBills {
    /** What the bills used. */
    private static final String USED = "bill_id = wanted.id";

    /** What other bills used of the bills. */
    private static final String USED_BY_OTHERS =
            "source_id = wanted.id and source_kind in ('" + BalanceForward.KIND + "', '" + Credit.BILL + "')";

    private final Handle tx;
    private final String tenant;
    private final OffsetDateTime at;

    private VoidedBills(Handle tx, String tenant, OffsetDateTime at) {
        this.tx = tx;
        this.tenant = tenant;
        this.at = at;
    }

    /**
     * Counters the entries of locked bills. The credit that they used is open again, the credit that a negative one gave is returned, and
     * the bills whose debt they had are open again.
     *
     * @param reason as entries have it
     * @return the ids of the earlier bills that are open again
     */
    public static List<String> counter(
            Handle tx, String tenant, Collection<String> bills, String reason, OffsetDateTime at) {
        var voided = new VoidedBills(tx, tenant, at);
        voided.takeOff(bills, USED);
        var earlier = voided.openEarlier(bills);
        voided.returnCredits(bills);
        voided.counterEntries(bills, reason);
        return earlier;
    }

    /** Takes allocations of bills, or of their credit, off again. Returns the ids of the bills that had them. */
    private List<String> takeOff(Collection<String> bills, String which) {
        return tx.createQuery("""
                        insert into allocation (tenant, bill_id, source_kind, source_id, account_id, currency, amount)
                        select :tenant, used.*
                        from unnest(:bills) as wanted (id)
                        cross join lateral (
                            select bill_id, source_kind, source_id, account_id, currency, -sum(amount)
                            from allocation
                            where tenant = :tenant and %s
                            group by bill_id, source_kind, source_id, account_id, currency
                            having sum(amount) <> 0) used
                        returning bill_id
                        """.formatted(which))
                .bind("tenant", tenant)
                .bindArray("bills", String.class, bills)
                .mapTo(String.class)
                .list();
    }

    private void returnCredits(Collection<String> bills) {
        tx.createUpdate("""
                        update account_credit
                        set returned = amount, status = 'reversed', revision = revision + 1
                        where tenant = :tenant and kind = 'customerBill' and id = any(:bills)
                        """)
                .bind("tenant", tenant)
                .bindArray("bills", String.class, bills)
                .execute();
    }

    /** Bills that were carried forward, or paid by a negative bill. Their documents no longer name the voided ones. */
    private List<String> openEarlier(Collection<String> bills) {
        var earlier = takeOff(bills, USED_BY_OTHERS);
        if (earlier.isEmpty()) {
            return List.of();
        }
        var voided = Set.copyOf(bills);
        var locked = BillStore.lockAll(tx, tenant, earlier);
        locked.values().forEach(bill -> {
            var carried = bill.document().withArrayProperty(BillShape.CARRIED_FORWARD);
            removeTo(voided, carried);
            if (carried.isEmpty()) {
                bill.document().remove(BillShape.CARRIED_FORWARD);
            }
        });
        return new Ledger(tx, tenant, at).changed(locked);
    }

    private static void removeTo(Set<String> bills, ArrayNode carried) {
        for (int i = carried.size() - 1; i >= 0; i--) {
            if (bills.contains(carried.get(i).path("bill").path("id").asText())) {
                carried.remove(i);
            }
        }
    }

    private void counterEntries(Collection<String> bills, String reason) {
        tx.createUpdate("""
                        insert into ledger_entry (
                            tenant, account_id, kind, currency, amount, source_id, reason, value_date, counters)
                        select :tenant, entry.account_id, 'correction', entry.currency, -entry.amount, entry.source_id, :reason, :at, entry.seq
                        from unnest(:bills) as wanted (id)
                        cross join lateral (
                            select billing_account_id from customer_bill where tenant = :tenant and id = wanted.id limit 1) bill
                        cross join lateral (
                            select seq, account_id, currency, amount, source_id
                            from ledger_entry
                            where tenant = :tenant and account_id = bill.billing_account_id and kind = 'bill' and source_id = wanted.id) entry
                        """)
                .bind("tenant", tenant)
                .bind("reason", reason)
                .bind("at", at)
                .bindArray("bills", String.class, bills)
                .execute();
    }
}
