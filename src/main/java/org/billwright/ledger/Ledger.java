package org.billwright.ledger;

import static java.util.stream.Collectors.toCollection;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import org.billwright.account.AccountStore;
import org.billwright.bill.BillRow;
import org.billwright.bill.BillStore;
import org.billwright.event.EventType;
import org.billwright.event.Outbox;
import org.billwright.json.DateTimes;
import org.billwright.json.Json;
import org.billwright.ledger.AllocationPolicy.NamedBill;
import org.billwright.ledger.LedgerStore.Allocation;
import org.billwright.ledger.LedgerStore.Entry;
import org.billwright.money.Money;
import org.billwright.problem.Problem;
import org.billwright.problem.ProblemException;
import org.jdbi.v3.core.Handle;

/**
 * The moves of money, each in a transaction: entries, allocations, and the bills that follow from them, with their events. Accounts are
 * locked first, then credits, then bills.
 */
public final class Ledger {
    private final Handle tx;
    private final String tenant;
    private final OffsetDateTime at;

    Ledger(Handle tx, String tenant, OffsetDateTime at) {
        this.tx = tx;
        this.tenant = tenant;
        this.at = at;
    }

    /**
     * Begins moves in a transaction.
     *
     * @param actor who makes them, as entries name it
     */
    public static Ledger begin(Handle tx, String tenant, String actor, OffsetDateTime at) {
        tx.createQuery("select set_config('billwright.actor', :actor, true)")
                .bind("actor", actor)
                .mapTo(String.class)
                .one();
        return new Ledger(tx, tenant, at);
    }

    /**
     * A payment that is taken.
     *
     * @param accountId empty where the bills that it names decide
     * @param details its other attributes, a JSON object
     */
    public record NewPayment(
            String id,
            Optional<String> accountId,
            Money amount,
            OffsetDateTime date,
            Optional<String> correlatorId,
            List<NamedBill> bills,
            long fingerprint,
            ObjectNode details) {}

    /** Takes a payment and allocates it. One of an unknown account or bill is kept in suspense. Returns the ids of the changed bills. */
    public List<String> pay(NewPayment payment) {
        var target = PaymentTarget.of(tx, tenant, payment);
        lockAccounts(target.accountId(), payment.bills());
        var status = target.suspenseReason().isPresent() ? "suspense" : "done";
        var details = payment.details().deepCopy();
        target.suspenseReason().ifPresent(reason -> details.put("statusReason", reason));
        var credit = new Credit(
                Credit.PAYMENT,
                payment.id(),
                target.accountId(),
                payment.amount(),
                BigDecimal.ZERO,
                BigDecimal.ZERO,
                status,
                payment.date());
        if (!CreditStore.insert(
                tx, tenant, credit, payment.correlatorId(), payment.fingerprint(), Json.write(details))) {
            throw new ProblemException(new Problem.Conflict(
                    "there is a payment with this id or correlatorId already; use another one for another payment"));
        }
        post(credit, "payment", payment.amount().value().negate(), target.suspenseReason(), payment.date());
        return target.suspenseReason().isPresent() ? List.of() : allocate(credit, payment.bills());
    }

    /** Reverses a payment, with all that it is allocated to. Returns the ids of the changed bills. */
    public List<String> reverse(String paymentId, Reversal kind, String reason) {
        lockAccountsOf(paymentId);
        var payment = lock(paymentId);
        if (payment.returned().signum() > 0) {
            throw new ProblemException(new Problem.Conflict(
                    switch (payment.status()) {
                        case "reversed" -> "the payment was reversed before";
                        case "chargedBack" -> "the payment was charged back before";
                        default ->
                            payment.returned().toPlainString()
                                    + " of the payment was refunded, so that it cannot be reversed as a whole";
                    }));
        }
        var used = LedgerStore.ofPayment(tx, tenant, paymentId);
        var bills = BillStore.lockAll(
                tx, tenant, used.stream().map(Allocation::billId).toList());
        LedgerStore.insert(tx, tenant, used.stream().map(Allocation::negated).toList());
        CreditStore.giveBack(tx, tenant, payment, payment.amount().value(), kind.status());
        LedgerStore.insert(
                tx,
                tenant,
                new Entry(
                        payment.accountId(),
                        kind.entry(),
                        payment.amount().unit(),
                        payment.amount().value(),
                        paymentId,
                        Optional.of(reason),
                        at,
                        true));
        return changed(bills);
    }

    /** Pays open credit of an account back, the oldest first, or that of one payment. More than is open is a conflict. */
    public void refund(String refundId, String accountId, Money amount, Optional<String> paymentId, String reason) {
        AccountStore.lockAll(tx, tenant, List.of(accountId));
        var credits = CreditStore.lockOpen(tx, tenant, List.of(accountId)).stream()
                .filter(credit -> credit.amount().unit().equals(amount.unit()))
                .filter(credit -> paymentId.isEmpty()
                        || (credit.kind().equals(Credit.PAYMENT) && credit.id().equals(paymentId.get())))
                .toList();
        var open = credits.stream().map(Credit::open).reduce(BigDecimal.ZERO, BigDecimal::add);
        if (open.compareTo(amount.value()) < 0) {
            throw new ProblemException(new Problem.Conflict("the open credit is " + amount.unit() + " "
                    + open.toPlainString() + ", less than the refund; what is allocated to bills cannot be refunded"));
        }
        var left = amount.value();
        for (var credit : credits) {
            var part = credit.open().min(left);
            if (part.signum() > 0) {
                CreditStore.giveBack(tx, tenant, credit, part, credit.status());
                left = left.subtract(part);
            }
        }
        LedgerStore.insert(
                tx,
                tenant,
                new Entry(
                        accountId, "refund", amount.unit(), amount.value(), refundId, Optional.of(reason), at, false));
    }

    /**
     * Uses the credit of a negative bill for another bill of its account, which the transaction has locked, as far as that is open. What
     * is left stays credit.
     */
    public void use(String creditBillId, String billId) {
        var payable = LedgerStore.payable(tx, tenant, "", List.of(billId)).get(billId);
        var credit = CreditStore.lock(tx, tenant, Credit.BILL, creditBillId);
        if (payable == null || credit.isEmpty()) {
            return;
        }
        var part = payable.bill().open().min(credit.get().open());
        if (part.signum() > 0) {
            LedgerStore.insert(
                    tx,
                    tenant,
                    List.of(new Allocation(
                            billId, Credit.BILL, creditBillId, payable.accountId(), payable.currency(), part)));
            changed(BillStore.lockAll(tx, tenant, List.of(billId)));
        }
    }

    /** Assigns a payment in suspense to an account, and allocates it. Returns the ids of the changed bills. */
    public List<String> assign(String paymentId, String accountId, List<NamedBill> named) {
        var bills = LedgerStore.payable(tx, tenant, "", ids(named));
        for (var bill : named) {
            ProblemException.unless(
                    bills.containsKey(bill.billId()),
                    "paymentItem.item.id",
                    "is not the id of a bill with an amount due: '" + bill.billId() + "'");
        }
        ProblemException.unless(
                PaymentTarget.isKnown(tx, tenant, accountId), "account.id", "is not the id of a billing account");
        lockAccounts(accountId, named);
        var payment = lock(paymentId);
        if (!payment.status().equals("suspense")) {
            throw new ProblemException(new Problem.Conflict(
                    "the payment is " + payment.status() + ", and only one in suspense can be assigned"));
        }
        PaymentTarget.requireCurrency(tx, tenant, payment.amount().unit(), accountId, bills);
        CreditStore.assign(tx, tenant, paymentId, accountId);
        var amount = payment.amount().value();
        post(payment, "assignment", amount, Optional.empty(), at);
        var assigned = payment.assignedTo(accountId);
        post(assigned, "assignment", amount.negate(), Optional.empty(), payment.date());
        return allocate(assigned, named);
    }

    private void post(Credit credit, String kind, BigDecimal amount, Optional<String> reason, OffsetDateTime date) {
        LedgerStore.insert(
                tx,
                tenant,
                new Entry(credit.accountId(), kind, credit.amount().unit(), amount, credit.id(), reason, date, false));
    }

    /** What is open is read again when a bill is locked, for an import may have changed it before. */
    private List<String> allocate(Credit credit, List<NamedBill> named) {
        var locked = new TreeMap<String, BillStore.LockedBill>();
        while (true) {
            var payable = LedgerStore.payable(tx, tenant, credit.accountId(), ids(named));
            payable.values()
                    .removeIf(bill -> !bill.currency().equals(credit.amount().unit()));
            var open =
                    payable.values().stream().map(LedgerStore.PayableBill::bill).toList();
            var parts = AllocationPolicy.allocate(credit.open(), named, open);
            var missing = new TreeSet<>(parts.keySet());
            missing.removeAll(locked.keySet());
            if (missing.isEmpty()) {
                var allocations = new ArrayList<Allocation>();
                parts.forEach((bill, amount) -> Optional.ofNullable(payable.get(bill))
                        .ifPresent(of -> allocations.add(new Allocation(
                                bill, credit.kind(), credit.id(), of.accountId(), of.currency(), amount))));
                LedgerStore.insert(tx, tenant, allocations);
                locked.keySet().retainAll(parts.keySet());
                return changed(locked);
            }
            locked.putAll(BillStore.lockAll(tx, tenant, missing));
        }
    }

    List<String> changed(Map<String, BillStore.LockedBill> bills) {
        var applied = LedgerStore.applied(tx, tenant, bills.keySet());
        var rows = new ArrayList<BillRow>();
        var otherStates = new ArrayList<ObjectNode>();
        new TreeMap<>(bills).forEach((id, bill) -> {
            var document = bill.document();
            var unit = document.path("amountDue").path("unit").asText();
            var status = BillAmounts.derive(document, bill.status(), unit, applied.getOrDefault(id, List.of()));
            document.put("lastUpdate", DateTimes.format(at));
            rows.add(BillRow.of(document, status.heldFrom()));
            if (status.state() != bill.status().state()) {
                otherStates.add(document);
            }
        });
        BillStore.changeAmounts(tx, tenant, rows);
        if (!otherStates.isEmpty()) {
            Outbox.addAll(tx, tenant, EventType.BILL_STATE_CHANGE, otherStates, at);
        }
        return rows.stream().map(BillRow::id).toList();
    }

    private Credit lock(String paymentId) {
        return CreditStore.lock(tx, tenant, Credit.PAYMENT, paymentId)
                .orElseThrow(() -> new ProblemException(new Problem.NotFound("payment", paymentId)));
    }

    private void lockAccounts(String accountId, List<NamedBill> named) {
        var accounts = LedgerStore.payable(tx, tenant, "", ids(named)).values().stream()
                .map(LedgerStore.PayableBill::accountId)
                .collect(toCollection(TreeSet::new));
        accounts.add(accountId);
        AccountStore.lockAll(tx, tenant, accounts);
    }

    private void lockAccountsOf(String paymentId) {
        AccountStore.lockAll(tx, tenant, LedgerStore.accountsOf(tx, tenant, paymentId));
    }

    private static Collection<String> ids(List<NamedBill> named) {
        return named.stream().map(NamedBill::billId).collect(toCollection(TreeSet::new));
    }
}
