package org.billwright.ledger;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.billwright.bill.BillStore;
import org.billwright.bill.BillStore.LockedBill;
import org.billwright.ledger.BillAmounts.Applied;
import org.billwright.ledger.LedgerStore.PayableBill;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.result.RowView;

/** The bills that a credit can be allocated to, of which those that are probably paid by it are read and locked by the same statement. */
final class PayableBills {
    /** Most payments are for fewer bills. */
    private static final int FIRST = 10;

    private PayableBills() {}

    /**
     * A bill that can be paid.
     *
     * @param locked the bill, if the statement has locked it
     * @param applied what is allocated to a locked bill
     */
    record Payable(PayableBill bill, Optional<LockedBill> locked, List<Applied> applied) {
        /** Whether the bill was changed after the statement had begun, and before it was locked. The amount that is open may be old. */
        boolean mayBeOld() {
            return locked.flatMap(now -> now.status().remaining())
                    .filter(remaining -> remaining.compareTo(bill.bill().open()) == 0)
                    .isEmpty();
        }
    }

    /**
     * The bills that are named and the unpaid ones of an account that the transaction has locked, by id. The first to be paid are locked.
     *
     * @param locked bills that the transaction has locked before, which are not read again
     */
    static Map<String, Payable> lockFirst(
            Handle tx, String tenant, String accountId, Collection<String> named, Map<String, LockedBill> locked) {
        var statement = """
                with payable as materialized (
                    select bill.*, row_number() over (order by %3$s payment_due_date nulls last, coalesce(bill_no, id)) as place
                    from (%1$s) as bill)
                select payable.*, bill.*, used.kinds, used.sources, used.amounts
                from (select * from payable order by id) as payable
                left join lateral (
                    select %2$s
                    from customer_bill
                    where tenant = :tenant and id = payable.id and payable.place <= :first
                    limit 1
                    for update) as bill on true
                left join lateral (
                    select array_agg(source_kind) as kinds, array_agg(source_id) as sources, array_agg(amount::text) as amounts
                    from (
                        select source_kind, source_id, sum(amount) as amount
                        from allocation
                        where tenant = :tenant and bill_id = payable.id %4$s
                        group by source_kind, source_id
                        order by min(seq)) as part) as used on true
                """.formatted(
                        LedgerStore.payableSql(!named.isEmpty()),
                        BillStore.LOCKED_COLUMNS,
                        named.isEmpty() ? "" : "(id = any(:named)) desc,",
                        locked.isEmpty() ? "and bill.state is not null" : "");
        var query = LedgerStore.payable(tx.createQuery(statement).bind("first", FIRST), tenant, accountId, named);
        return query.reduceRows(new LinkedHashMap<String, Payable>(), (found, row) -> {
            var bill = payable(row, locked);
            found.put(bill.bill().bill().id(), bill);
            return found;
        });
    }

    private static Payable payable(RowView row, Map<String, LockedBill> locked) {
        var bill = LedgerStore.payable(row);
        var now = Optional.ofNullable(locked.get(bill.bill().id()))
                .or(() -> row.getColumn("state", String.class) == null
                        ? Optional.empty()
                        : Optional.of(LockedBill.of(row)));
        return new Payable(bill, now, now.isPresent() ? applied(row) : List.of());
    }

    private static List<Applied> applied(RowView row) {
        var kinds = texts(row, "kinds");
        var sources = texts(row, "sources");
        var amounts = texts(row, "amounts");
        var applied = new ArrayList<Applied>();
        for (int i = 0; i < kinds.length; i++) {
            applied.add(new Applied(kinds[i], sources[i], new BigDecimal(amounts[i])));
        }
        return applied;
    }

    private static String[] texts(RowView row, String name) {
        return Optional.ofNullable(row.getColumn(name, String[].class)).orElseGet(() -> new String[0]);
    }
}
