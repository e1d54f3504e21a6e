package org.billwright.ledger;

import static java.util.stream.Collectors.joining;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.billwright.bill.BillState;
import org.billwright.bill.BillStatus;
import org.billwright.json.JsonValues;
import org.billwright.ledger.BillAmounts.Applied;
import org.billwright.ledger.LedgerStore.Allocation;
import org.jdbi.v3.core.Handle;

/** The open credit of accounts, used by their new bills: the oldest first. What a bill does not use stays credit. */
public final class CreditUse {
    /** How many credits a bill uses at most: its document has an {@code appliedPayment} for each. */
    public static final int MAX_CREDITS = 500;

    private final Handle tx;
    private final String tenant;
    private final Map<String, List<Credit>> credits = new HashMap<>();
    private final List<Allocation> allocations = new ArrayList<>();

    private CreditUse(Handle tx, String tenant) {
        this.tx = tx;
        this.tenant = tenant;
    }

    /** No credit. */
    public static CreditUse none(Handle tx, String tenant) {
        return new CreditUse(tx, tenant);
    }

    /** Locks the open credits of accounts that the transaction has locked. */
    public static CreditUse of(Handle tx, String tenant, Collection<String> accounts) {
        return of(tx, tenant, CreditStore.lockOpen(tx, tenant, accounts, MAX_CREDITS));
    }

    /** Reads the open credits of accounts, to be used for nothing. */
    public static CreditUse read(Handle tx, String tenant, Collection<String> accounts) {
        return of(tx, tenant, CreditStore.open(tx, tenant, accounts, MAX_CREDITS));
    }

    private static CreditUse of(Handle tx, String tenant, List<Credit> open) {
        var use = new CreditUse(tx, tenant);
        open.forEach(credit -> use.credits
                .computeIfAbsent(credit.accountId(), first -> new ArrayList<>())
                .add(credit));
        return use;
    }

    /** The open credits of an account as a text, which changes with each of them. */
    public String text(String account) {
        return credits.getOrDefault(account, List.of()).stream()
                .map(credit -> credit.kind()
                        + ' '
                        + credit.id()
                        + ' '
                        + credit.amount().unit()
                        + ' '
                        + credit.open().toPlainString())
                .collect(joining(", "));
    }

    /** Writes what a new bill gets of the credit into its document. */
    public void apply(ObjectNode bill) {
        var account = JsonValues.text(bill, "billingAccount", "id").orElse("");
        var unit = JsonValues.text(bill, "amountDue", "unit").orElse("");
        var due = JsonValues.decimal(bill, "amountDue", "value").orElse(BigDecimal.ZERO);
        var id = JsonValues.text(bill, "id").orElseThrow();
        var left = due;
        var applied = new ArrayList<Applied>();
        for (var credit : credits.getOrDefault(account, List.of())) {
            var part = credit.open().min(left);
            if (part.signum() > 0 && credit.amount().unit().equals(unit)) {
                applied.add(new Applied(credit.kind(), credit.id(), part));
                allocations.add(new Allocation(id, credit.kind(), credit.id(), account, unit, part));
                left = left.subtract(part);
            }
        }
        credits.remove(account); // an account has one new bill
        if (!applied.isEmpty()) {
            var state = JsonValues.text(bill, "state").flatMap(BillState::of).orElseThrow();
            var status = new BillStatus(state, Optional.empty(), Optional.of(due), Optional.of(due));
            BillAmounts.derive(bill, status, unit, applied);
        }
    }

    /** Adds the allocations, once the bills are written. */
    public void post() {
        LedgerStore.insert(tx, tenant, allocations);
    }
}
