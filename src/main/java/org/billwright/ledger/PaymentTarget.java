package org.billwright.ledger;

import static java.util.stream.Collectors.toCollection;

import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import org.billwright.account.Account;
import org.billwright.account.AccountStore;
import org.billwright.json.Json;
import org.billwright.problem.ProblemException;
import org.jdbi.v3.core.Handle;

/**
 * Where a payment belongs.
 *
 * @param accountId empty in suspense
 * @param suspenseReason why nobody is known for it
 */
record PaymentTarget(String accountId, Optional<String> suspenseReason) {
    /**
     * Finds it, and locks its account and those of the bills that it names. Empty where a payment with its correlatorId is there.
     *
     * @param actor who takes the payment
     */
    static Optional<PaymentTarget> lock(Handle tx, String tenant, String actor, Ledger.NewPayment payment) {
        var bills = LedgerStore.payable(tx, tenant, "", CreditAllocation.ids(payment.bills()));
        var account = payment.accountId()
                .or(() -> payment.bills().stream()
                        .findFirst()
                        .flatMap(first -> Optional.ofNullable(bills.get(first.billId())))
                        .map(LedgerStore.PayableBill::accountId));
        var accounts =
                bills.values().stream().map(LedgerStore.PayableBill::accountId).collect(toCollection(TreeSet::new));
        account.ifPresent(accounts::add);
        var locked = LockedAccounts.lock(tx, tenant, actor, accounts, payment.correlatorId());
        if (locked.isTaken()) {
            return Optional.empty();
        }
        var reason = suspenseReason(
                payment,
                account,
                bills.keySet(),
                id -> locked.currencies().containsKey(id) || LedgerStore.hasEntries(tx, tenant, id));
        if (reason.isPresent()) {
            return Optional.of(new PaymentTarget(Credit.SUSPENSE, reason));
        }
        var id = account.orElseThrow();
        requireCurrency(
                payment.amount().unit(),
                id,
                Optional.ofNullable(locked.currencies().get(id)),
                bills);
        return Optional.of(new PaymentTarget(id, Optional.empty()));
    }

    private static Optional<String> suspenseReason(
            Ledger.NewPayment payment, Optional<String> account, Set<String> bills, Predicate<String> isKnown) {
        for (var named : payment.bills()) {
            if (!bills.contains(named.billId())) {
                return Optional.of("there is no bill '" + named.billId() + "' with an amount due");
            }
        }
        if (account.isEmpty()) {
            return Optional.of("neither an account nor a bill is named");
        }
        return isKnown.test(account.get())
                ? Optional.empty()
                : Optional.of("there is no billing account '" + account.get() + "'");
    }

    static boolean isKnown(Handle tx, String tenant, String account) {
        return AccountStore.document(tx, tenant, account).isPresent() || LedgerStore.hasEntries(tx, tenant, account);
    }

    static void requireCurrency(
            Handle tx, String tenant, String unit, String account, Map<String, LedgerStore.PayableBill> bills) {
        var document = AccountStore.document(tx, tenant, account);
        requireCurrency(
                unit,
                account,
                document.map(text -> Account.stored(Json.stored(text)).currency()),
                bills);
    }

    private static void requireCurrency(
            String unit, String account, Optional<String> ofAccount, Map<String, LedgerStore.PayableBill> bills) {
        ofAccount.ifPresent(currency -> ProblemException.unless(
                currency.equals(unit),
                "amount.unit",
                "must be " + currency + ", the currency of billing account '" + account + "'"));
        bills.forEach((id, bill) -> ProblemException.unless(
                bill.currency().equals(unit),
                "amount.unit",
                "must be " + bill.currency() + ", the currency of bill '" + id + "'"));
    }
}
