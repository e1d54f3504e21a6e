package org.billwright.ledger;

import java.util.Map;
import java.util.Optional;
import org.billwright.account.Account;
import org.billwright.account.AccountStore;
import org.billwright.json.Json;
import org.billwright.ledger.AllocationPolicy.NamedBill;
import org.billwright.problem.ProblemException;
import org.jdbi.v3.core.Handle;

/**
 * Where a payment belongs.
 *
 * @param accountId empty in suspense
 * @param suspenseReason why nobody is known for it
 */
record PaymentTarget(String accountId, Optional<String> suspenseReason) {
    static PaymentTarget of(Handle tx, String tenant, Ledger.NewPayment payment) {
        var bills = LedgerStore.payable(
                tx, tenant, "", payment.bills().stream().map(NamedBill::billId).toList());
        for (var named : payment.bills()) {
            if (!bills.containsKey(named.billId())) {
                return new PaymentTarget(
                        Credit.SUSPENSE, Optional.of("there is no bill '" + named.billId() + "' with an amount due"));
            }
        }
        var account = payment.accountId()
                .or(() -> payment.bills().stream()
                        .findFirst()
                        .flatMap(first -> Optional.ofNullable(bills.get(first.billId())))
                        .map(LedgerStore.PayableBill::accountId));
        if (account.isEmpty()) {
            return new PaymentTarget(Credit.SUSPENSE, Optional.of("neither an account nor a bill is named"));
        }
        if (!isKnown(tx, tenant, account.get())) {
            return new PaymentTarget(
                    Credit.SUSPENSE, Optional.of("there is no billing account '" + account.get() + "'"));
        }
        requireCurrency(tx, tenant, payment.amount().unit(), account.get(), bills);
        return new PaymentTarget(account.get(), Optional.empty());
    }

    static boolean isKnown(Handle tx, String tenant, String account) {
        return AccountStore.document(tx, tenant, account).isPresent() || LedgerStore.hasEntries(tx, tenant, account);
    }

    static void requireCurrency(
            Handle tx, String tenant, String unit, String account, Map<String, LedgerStore.PayableBill> bills) {
        AccountStore.document(tx, tenant, account)
                .map(document -> Account.stored(Json.stored(document)).currency())
                .ifPresent(currency -> ProblemException.unless(
                        currency.equals(unit),
                        "amount.unit",
                        "must be " + currency + ", the currency of billing account '" + account + "'"));
        bills.forEach((id, bill) -> ProblemException.unless(
                bill.currency().equals(unit),
                "amount.unit",
                "must be " + bill.currency() + ", the currency of bill '" + id + "'"));
    }
}
