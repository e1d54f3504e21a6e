package org.billwright.billing;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import org.billwright.audit.AuditAction;
import org.billwright.bill.BillStore;
import org.billwright.bill.VoidedBillStore;
import org.billwright.event.EventType;
import org.billwright.event.Outbox;
import org.billwright.ledger.VoidedBills;
import org.billwright.rate.RateStore;
import org.jdbi.v3.core.Handle;

/** Voids bills that nobody was sent: their rates are unbilled as they were, the ledger counters them, and their numbers stay accounted for. */
public final class BillVoiding {
    private static final int RATES_OF_BATCH = 5_000;

    private BillVoiding() {}

    /**
     * Voids bills of accounts that the transaction has locked.
     *
     * @param run on whose behalf, and when
     * @param billRun the bill run that made them
     * @param progress runs after each of many steps
     * @return why bills were not voided, by their ids
     */
    public static Map<String, String> voidAll(
            Handle tx, BillMaker.Run run, String billRun, SortedSet<String> bills, String reason, Runnable progress) {
        var locked = BillStore.lockAll(tx, run.tenant(), bills);
        var obstacles = new HashMap<>(VoidedBillStore.obstacles(tx, run.tenant(), bills));
        var voided = new TreeSet<>(bills);
        voided.removeAll(obstacles.keySet());
        if (voided.isEmpty()) {
            return obstacles;
        }
        VoidedBillStore.add(tx, run.tenant(), voided, billRun, reason, run.now());
        var earlier = VoidedBills.counter(tx, run.tenant(), voided, "bill run " + billRun + " was undone", run.now());
        RateStore.unbill(tx, run.tenant(), voided, RATES_OF_BATCH, progress);
        VoidedBillStore.delete(tx, run.tenant(), voided);
        var documents = voided.stream()
                .map(id -> Optional.ofNullable(locked.get(id)).orElseThrow().document())
                .toList();
        Outbox.addAll(tx, run.tenant(), EventType.BILL_DELETE, documents, run.now());
        BillWriter.record(tx, run, AuditAction.DELETE, List.copyOf(voided));
        if (!earlier.isEmpty()) {
            BillWriter.record(tx, run, AuditAction.CHANGE, earlier);
        }
        return obstacles;
    }
}
