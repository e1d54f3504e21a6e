package org.billwright.ledger;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.util.Optional;
import org.billwright.json.Json;
import org.billwright.ledger.LedgerStore.Entry;
import org.billwright.problem.Problem;
import org.billwright.problem.ProblemException;
import org.jdbi.v3.core.Handle;

/**
 * Payments that an import loads with their whole amounts. What bills have of them comes with the bills, before or after.
 *
 * @param credit the payment; what is allocated of it is not read
 * @param details its other attributes
 */
public record CreditImport(Credit credit, Optional<String> correlatorId, long fingerprint, ObjectNode details) {
    /** Adds the payment or brings it up to date, with the entries of the difference; false where there is none. */
    public boolean load(Handle tx, String tenant) {
        var known = CreditStore.lock(tx, tenant, credit.kind(), credit.id());
        if (known.filter(this::isSame).isPresent()) {
            return false;
        }
        if (known.isPresent() && !CreditStore.isImported(tx, tenant, credit.kind(), credit.id())) {
            throw new ProblemException(
                    new Problem.Conflict("the payment was taken here, and an import does not change it"));
        }
        requireNothingTakenAway(known);
        CreditStore.replace(tx, tenant, this);
        known.filter(before -> !before.accountId().equals(credit.accountId()))
                .ifPresent(before -> move(tx, tenant, before));
        if (credit.kind().equals(Credit.PAYMENT)) {
            var before = known.map(credit -> credit.amount().value()).orElse(BigDecimal.ZERO);
            post(tx, tenant, "payment", before.subtract(credit.amount().value()));
        }
        var returned = known.map(Credit::returned).orElse(BigDecimal.ZERO);
        post(tx, tenant, kindOfReturn(), credit.returned().subtract(returned));
        return true;
    }

    private boolean isSame(Credit known) {
        return known.accountId().equals(credit.accountId())
                && known.amount().equals(credit.amount())
                && known.returned().compareTo(credit.returned()) == 0
                && known.status().equals(credit.status());
    }

    private void requireNothingTakenAway(Optional<Credit> known) {
        known.ifPresent(before -> {
            if (!before.amount().unit().equals(credit.amount().unit())) {
                throw new ProblemException(new Problem.Conflict("the payment is known in another currency"));
            }
            if (before.returned().compareTo(credit.returned()) > 0
                    || before.allocated()
                                    .add(credit.returned())
                                    .compareTo(credit.amount().value())
                            > 0) {
                throw new ProblemException(new Problem.Conflict(
                        "the payment is less than what bills have of it and what was paid back of it"));
            }
        });
    }

    /** What is open of it moves to the account that it is on now. */
    private void move(Handle tx, String tenant, Credit before) {
        if (before.open().signum() != 0) {
            var unit = before.amount().unit();
            LedgerStore.insert(
                    tx,
                    tenant,
                    new Entry(
                            before.accountId(),
                            "transfer",
                            unit,
                            before.open(),
                            credit.id(),
                            Optional.empty(),
                            credit.date(),
                            false));
            post(tx, tenant, "transfer", before.open().negate());
        }
    }

    private String kindOfReturn() {
        return switch (credit.status()) {
            case "reversed" -> Reversal.REVERSAL.entry();
            case "chargedBack" -> Reversal.CHARGEBACK.entry();
            default -> "refund";
        };
    }

    private void post(Handle tx, String tenant, String kind, BigDecimal amount) {
        if (amount.signum() != 0) {
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
                            credit.date(),
                            false));
        }
    }

    String detailsText() {
        return Json.write(details);
    }
}
