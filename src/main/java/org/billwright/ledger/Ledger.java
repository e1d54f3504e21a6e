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
import java.util.TreeSet;
import org.billwright.account.AccountStore;
import org.billwright.bill.BillStore;
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

    /**
     * Takes a payment and allocates it. One of an unknown account or bill is kept in suspense.
     *
     * @param actor who takes it
     * @return the ids of the changed bills; empty where its id or correlatorId is taken, and then nothing was written
     */
    public static Optional<List<String>> pay(
            Handle tx, String tenant, String actor, OffsetDateTime at, NewPayment payment) {
        return PaymentTarget.lock(tx, tenant, actor, payment).flatMap(target -> {
            var credit = new Credit(
                    Credit.PAYMENT,
                    payment.id(),
                    target.accountId(),
                    payment.amount(),
                    BigDecimal.ZERO,
                    BigDecimal.ZERO,
                    target.suspenseReason().isPresent() ? "suspense" : "done",
                    payment.date());
            var allocated = target.suspenseReason().isPresent()
                    ? CreditAllocation.none(at)
                    : CreditAllocation.of(tx, tenant, credit, payment.bills(), at);
            if (!PaymentPosting.write(tx, tenant, payment, credit, target.suspenseReason(), allocated)) {
                return Optional.empty();
            }
            allocated.bills().publish(tx, tenant);
            return Optional.of(allocated.bills().ids());
        });
    }

    /**
     * Reverses a payment, or a part of it: first its open credit, then what is allocated to bills, the last allocation first. Returns the
     * ids of the changed bills.
     *
     * @param wanted the part; all of the payment where it is empty
     */
    public List<String> reverse(String paymentId, Reversal kind, String reason, Optional<Money> wanted) {
        lockAccountsOf(paymentId);
        var payment = lock(paymentId);
        var part = ReversedPart.of(payment, wanted);
        var taken = new ArrayList<>(part.takenOff(LedgerStore.ofPayment(tx, tenant, paymentId)));
        taken.addAll(CreditsOfReopenedBills.of(tx, tenant, taken));
        var bills = BillStore.lockAll(
                tx, tenant, taken.stream().map(Allocation::billId).toList());
        LedgerStore.insert(tx, tenant, taken);
        CreditStore.giveBack(tx, tenant, payment, part.amount(), part.isRest() ? kind.status() : payment.status());
        LedgerStore.insert(
                tx,
                tenant,
                new Entry(
                        payment.accountId(),
                        kind.entry(),
                        payment.amount().unit(),
                        part.amount(),
                        paymentId,
                        Optional.of(reason),
                        at,
                        true));
        var changed = new TreeSet<>(changed(bills));
        taken.stream()
                .map(Allocation::accountId)
                .distinct()
                .sorted()
                .forEach(account -> changed.addAll(useCredit(account)));
        return List.copyOf(changed);
    }

    /**
     * Uses open credit of accounts, which the transaction has locked, for what is open of their bills: the oldest credit first, for what
     * is due first.
     *
     * @return the ids of the changed bills
     */
    public static List<String> useCredit(Handle tx, String tenant, OffsetDateTime at, Collection<String> accounts) {
        var ledger = new Ledger(tx, tenant, at);
        return new TreeSet<>(accounts)
                .stream()
                        .flatMap(account -> ledger.useCredit(account).stream())
                        .distinct()
                        .toList();
    }

    private List<String> useCredit(String accountId) {
        var changed = new ArrayList<String>();
        var settled = new TreeSet<String>();
        for (var credit : CreditStore.lockOpen(tx, tenant, List.of(accountId), CreditUse.MAX_CREDITS)) {
            var currency = credit.amount().unit();
            if (!settled.contains(currency)) {
                var allocated = CreditAllocation.of(tx, tenant, credit, List.of(), at);
                LedgerStore.insert(tx, tenant, allocated.allocations());
                changed.addAll(allocated.bills().write(tx, tenant));
                if (allocated.allocations().isEmpty()) {
                    settled.add(currency);
                }
            }
        }
        return changed;
    }

    /** Pays open credit of an account back, the oldest first, or that of one payment. More than is open is a conflict. */
    public void refund(String refundId, String accountId, Money amount, Optional<String> paymentId, String reason) {
        AccountStore.lockAll(tx, tenant, List.of(accountId));
        var credits = CreditStore.lockOpen(tx, tenant, List.of(accountId), Integer.MAX_VALUE).stream()
                .filter(credit -> credit.amount().unit().equals(amount.unit()))
                .filter(credit -> paymentId.isEmpty()
                        || (credit.kind().equals(Credit.PAYMENT) && credit.id().equals(paymentId.get())))
                .toList();
        var open = credits.stream().map(Credit::open).reduce(BigDecimal.ZERO, BigDecimal::add);
        if (open.compareTo(amount.value()) < 0) {
            throw new ProblemException(new Problem.Conflict("the open credit is " + amount.unit() + " "
                    + new Money(amount.unit(), open).value().toPlainString()
                    + ", less than the refund; what is allocated to bills cannot be refunded"));
        }
        var left = amount.value();
        var returned = new ArrayList<Credit>();
        var parts = new ArrayList<BigDecimal>();
        for (var credit : credits) {
            var part = credit.open().min(left);
            if (part.signum() > 0) {
                returned.add(credit);
                parts.add(part);
                left = left.subtract(part);
            }
        }
        CreditStore.giveBack(tx, tenant, returned, parts);
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
        var bills = LedgerStore.payable(tx, tenant, "", CreditAllocation.ids(named));
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
        var amount = payment.open(); // what was returned while it was in suspense has entries of its own
        post(payment, "assignment", amount, at);
        var assigned = payment.assignedTo(accountId);
        post(assigned, "assignment", amount.negate(), payment.date());
        var allocated = CreditAllocation.of(tx, tenant, assigned, named, at);
        LedgerStore.insert(tx, tenant, allocated.allocations());
        return allocated.bills().write(tx, tenant);
    }

    private void post(Credit credit, String kind, BigDecimal amount, OffsetDateTime date) {
        LedgerStore.insert(
                tx,
                tenant,
                new Entry(
                        credit.accountId(),
                        kind,
                        credit.amount().unit(),
                        amount,
                        credit.id(),
                        Optional.empty(),
                        date,
                        false));
    }

    List<String> changed(Map<String, BillStore.LockedBill> bills) {
        return BillChanges.of(bills, LedgerStore.applied(tx, tenant, bills.keySet()), at)
                .write(tx, tenant);
    }

    private Credit lock(String paymentId) {
        return CreditStore.lock(tx, tenant, Credit.PAYMENT, paymentId)
                .orElseThrow(() -> new ProblemException(new Problem.NotFound("payment", paymentId)));
    }

    private void lockAccounts(String accountId, List<NamedBill> named) {
        var accounts = LedgerStore.payable(tx, tenant, "", CreditAllocation.ids(named)).values().stream()
                .map(LedgerStore.PayableBill::accountId)
                .collect(toCollection(TreeSet::new));
        accounts.add(accountId);
        AccountStore.lockAll(tx, tenant, accounts);
    }

    private void lockAccountsOf(String paymentId) {
        AccountStore.lockAll(tx, tenant, LedgerStore.accountsOf(tx, tenant, paymentId));
    }
}
