package org.billwright.ledger;

import static java.util.stream.Collectors.toCollection;

import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import org.billwright.bill.BillStore;
import org.billwright.bill.BillStore.LockedBill;
import org.billwright.ledger.AllocationPolicy.NamedBill;
import org.billwright.ledger.BillAmounts.Applied;
import org.billwright.ledger.LedgerStore.Allocation;
import org.billwright.ledger.PayableBills.Payable;
import org.jdbi.v3.core.Handle;

/** How a credit is allocated to bills that are locked: the allocations, and the bills as they are then. Nothing is written yet. */
record CreditAllocation(List<Allocation> allocations, BillChanges bills) {
    static CreditAllocation none(OffsetDateTime at) {
        return new CreditAllocation(List.of(), new BillChanges(List.of(), List.of(), at));
    }

    /**
     * Finds and locks the bills that the credit is for. Its account and those of the named bills are locked. What is open is read again
     * where a bill was changed before it was locked, for an import changes bills without their accounts.
     */
    static CreditAllocation of(Handle tx, String tenant, Credit credit, List<NamedBill> named, OffsetDateTime at) {
        var locked = new HashMap<String, LockedBill>();
        while (true) {
            var payable = PayableBills.lockFirst(tx, tenant, credit.accountId(), ids(named), locked);
            payable.values()
                    .removeIf(bill ->
                            !bill.bill().currency().equals(credit.amount().unit()));
            var open = payable.values().stream().map(bill -> bill.bill().bill()).toList();
            var parts = AllocationPolicy.allocate(credit.open(), named, open);
            parts.keySet().retainAll(payable.keySet());
            var old = new TreeSet<>(parts.keySet());
            old.removeAll(locked.keySet());
            old.removeIf(id -> !get(payable, id).mayBeOld());
            if (old.isEmpty()) {
                var allocations = new ArrayList<Allocation>();
                parts.forEach((id, amount) -> allocations.add(new Allocation(
                        id,
                        credit.kind(),
                        credit.id(),
                        get(payable, id).bill().accountId(),
                        credit.amount().unit(),
                        amount)));
                return new CreditAllocation(allocations, changes(allocations, payable, at));
            }
            locked.putAll(BillStore.lockAll(tx, tenant, old));
        }
    }

    private static BillChanges changes(List<Allocation> allocations, Map<String, Payable> payable, OffsetDateTime at) {
        var bills = new HashMap<String, LockedBill>();
        var applied = new HashMap<String, List<Applied>>();
        for (var part : allocations) {
            var bill = get(payable, part.billId());
            var all = new ArrayList<>(bill.applied());
            all.add(new Applied(part.kind(), part.sourceId(), part.amount()));
            bills.put(part.billId(), bill.locked().orElseThrow());
            applied.put(part.billId(), all);
        }
        return BillChanges.of(bills, applied, at);
    }

    private static Payable get(Map<String, Payable> payable, String id) {
        return Optional.ofNullable(payable.get(id)).orElseThrow();
    }

    static Collection<String> ids(List<NamedBill> named) {
        return named.stream().map(NamedBill::billId).collect(toCollection(TreeSet::new));
    }
}
