package org.billwright.ledger;

import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.billwright.bill.BillRow;
import org.billwright.bill.BillStore;
import org.billwright.json.Json;
import org.jdbi.v3.core.Handle;

/** Writes a payment that is taken: the credit, its entry, the allocations and the bills, by one statement. */
final class PaymentPosting {
    /** More bills are staged, and written by a statement of their own. */
    private static final int MAX_BILLS = 50;

    private PaymentPosting() {}

    /** Writes it; false, and nothing is written, where its id or correlatorId is taken. */
    static boolean write(
            Handle tx,
            String tenant,
            Ledger.NewPayment payment,
            Credit credit,
            Optional<String> reason,
            CreditAllocation allocated) {
        var rows = allocated.bills().rows();
        boolean areStaged = rows.size() > MAX_BILLS;
        var inOne = areStaged ? List.<BillRow>of() : rows;
        var details = payment.details().deepCopy();
        reason.ifPresent(text -> details.put("statusReason", text));
        // The bills, the allocations and the entry follow from the row of the credit: none is written without it.
        var statement = tx.createQuery("""
                        with credit as (
                            insert into account_credit (
                                tenant, kind, id, account_id, currency, amount, status, payment_date, correlator_id,
                                fingerprint, details)
                            values (
                                :tenant, :kind, :id, :account, :currency, :amount, :status, :date, :correlator,
                                :fingerprint, :details::json)
                            on conflict do nothing
                            returning tenant, account_id, currency, amount, id, payment_date),
                        entry as (
                            insert into ledger_entry (tenant, account_id, kind, currency, amount, source_id, reason, value_date)
                            select tenant, account_id, 'payment', currency, -amount, id, :reason, payment_date from credit),
                        part as (
                            insert into allocation (%s)
                            select :tenant, part.* from credit cross join %s as part),
                        bill as (
                            update customer_bill bill
                            set state = new.state, held_from = new.held_from, remaining = new.remaining,
                                last_update = new.last_update, doc = new.doc::json, revision = bill.revision + 1
                            from credit
                            cross join unnest(:ids, :states, :heldFrom, :remaining::numeric[], :lastUpdate::timestamptz[], :docs)
                                as new (id, state, held_from, remaining, last_update, doc)
                            where bill.tenant = :tenant and bill.id = new.id)
                        select count(*) from credit
                        """.formatted(LedgerStore.ALLOCATION_COLUMNS, LedgerStore.ALLOCATIONS))
                .bind("tenant", tenant)
                .bind("kind", credit.kind())
                .bind("id", credit.id())
                .bind("account", credit.accountId())
                .bind("currency", credit.amount().unit())
                .bind("amount", credit.amount().value())
                .bind("status", credit.status())
                .bind("date", credit.date())
                .bind("correlator", payment.correlatorId())
                .bind("fingerprint", payment.fingerprint())
                .bind("details", Json.write(details))
                .bind("reason", reason)
                .bindArray("ids", String.class, texts(inOne, bill -> Optional.of(bill.id())))
                .bindArray("states", String.class, texts(inOne, bill -> Optional.of(bill.state())))
                .bindArray("heldFrom", String.class, texts(inOne, BillRow::heldFrom))
                .bindArray(
                        "remaining",
                        String.class,
                        texts(inOne, bill -> bill.remaining().map(amount -> amount.toPlainString())))
                .bindArray(
                        "lastUpdate",
                        String.class,
                        texts(inOne, bill -> bill.lastUpdate().map(time -> time.toString())))
                .bindArray("docs", String.class, texts(inOne, bill -> Optional.of(bill.doc())));
        boolean isNew = LedgerStore.allocations(statement, allocated.allocations())
                        .mapTo(Long.class)
                        .one()
                > 0;
        if (isNew && areStaged) {
            BillStore.changeAmounts(tx, tenant, rows);
        }
        return isNew;
    }

    private static Object[] texts(List<BillRow> bills, Function<BillRow, Optional<String>> value) {
        return bills.stream().map(bill -> value.apply(bill).orElse(null)).toArray();
    }
}
