package org.billwright.proof;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.billwright.account.Account;
import org.billwright.account.AccountStore;
import org.billwright.billing.BillDigest;
import org.billwright.json.JsonValues;
import org.billwright.store.ContentDigest;
import org.billwright.tax.TaxStore;
import org.billwright.tax.TaxTable;
import org.jdbi.v3.core.Handle;

/** Verifies bills from their stored rows. */
final class BillVerification {
    private final StoredBill bill;
    private final BillInvariants invariants;
    private final Recalculation recalculation;
    private final BillDigest digest = new BillDigest();

    private BillVerification(StoredBill bill, Optional<Account> account, TaxTable taxes, int maxLines) {
        this.bill = bill;
        this.invariants = new BillInvariants(bill);
        this.recalculation = new Recalculation(bill, account, taxes, maxLines);
    }

    /** What a bill was verified with, and what was found. */
    record Verified(
            StoredBill bill,
            BillInvariants invariants,
            Recalculation.Result recalculation,
            List<Finding> findings,
            ContentDigest digest) {
        /** Whether nothing is wrong for sure. */
        boolean isReconciled() {
            return findings.stream().allMatch(Finding::isWarning);
        }
    }

    private void add(StoredBill.Rate rate) {
        digest.add(rate.text());
        invariants.add(rate);
        recalculation.add(rate);
    }

    private Verified verified() {
        var findings = new ArrayList<>(invariants.findings());
        var again = recalculation.result();
        findings.addAll(again.findings());
        return new Verified(bill, invariants, again, findings, digest.of(bill.document()));
    }

    /**
     * Verifies bills, one after the other; those that do not exist are missing.
     *
     * @param maxLines a larger bill is not recalculated
     */
    static void verify(Handle tx, String tenant, List<String> ids, int maxLines, Consumer<Verified> consumer) {
        var bills = ProofStore.bills(tx, tenant, ids);
        var taxes = TaxStore.table(tx, tenant);
        var accounts = accounts(tx, tenant, bills);
        var open = new LinkedHashMap<String, BillVerification>();
        for (var bill : bills) {
            open.put(
                    bill.id(),
                    new BillVerification(
                            bill, account(bill).flatMap(id -> Optional.ofNullable(accounts.get(id))), taxes, maxLines));
        }
        var reading = new Reading(open, consumer);
        ProofStore.readRates(tx, tenant, List.copyOf(open.keySet()), reading::add);
        reading.end();
    }

    /** Bills whose rates are read, those of one bill together. */
    private static final class Reading {
        private final Map<String, BillVerification> open;
        private final Consumer<Verified> consumer;
        private Optional<BillVerification> current = Optional.empty();

        /** @param open the bills by id; each is removed when its rates come */
        Reading(Map<String, BillVerification> open, Consumer<Verified> consumer) {
            this.open = open;
            this.consumer = consumer;
        }

        void add(String bill, StoredBill.Rate rate) {
            if (current.filter(of -> of.bill.id().equals(bill)).isEmpty()) {
                current.ifPresent(of -> consumer.accept(of.verified()));
                current = Optional.ofNullable(open.remove(bill));
            }
            current.orElseThrow().add(rate);
        }

        /** All rates are read; bills without rates are left. */
        void end() {
            current.ifPresent(of -> consumer.accept(of.verified()));
            open.values().forEach(of -> consumer.accept(of.verified()));
        }
    }

    private static Optional<String> account(StoredBill bill) {
        return JsonValues.text(bill.document(), "billingAccount", "id");
    }

    private static Map<String, Account> accounts(Handle tx, String tenant, List<StoredBill> bills) {
        var ids = bills.stream()
                .flatMap(bill -> account(bill).stream())
                .distinct()
                .toList();
        var accounts = new LinkedHashMap<String, Account>();
        AccountStore.all(tx, tenant, ids).forEach(account -> accounts.put(account.id(), account));
        return accounts;
    }
}
