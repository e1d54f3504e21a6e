package org.billwright.imports.apply;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.billwright.bill.BillRow;
import org.billwright.bill.BillStatus;
import org.billwright.bill.BillStore;
import org.billwright.event.EventType;
import org.billwright.event.Outbox;
import org.billwright.format.DocumentType;
import org.billwright.imports.check.ImportedPayment;
import org.billwright.json.DateTimes;
import org.billwright.json.JsonValues;
import org.billwright.problem.Problem;
import org.billwright.problem.ProblemException;
import org.jdbi.v3.core.Handle;

/** Payments of a batch applied to their bills, which are locked, changed in memory and written back together. */
final class PaymentApplication {
    private static final String APPLIED = "appliedPayment";
    private static final List<String> CHANGED = List.of("state", "held_from", "remaining", "last_update", "doc");

    private final Handle tx;
    private final ImportContext target;
    private final NavigableMap<Integer, ImportedPayment> payments;
    private final Map<String, BillStore.LockedBill> bills;
    private final Map<String, BillStatus> changed = new HashMap<>();

    PaymentApplication(Handle tx, ImportContext target, NavigableMap<Integer, ImportedPayment> payments) {
        this.tx = tx;
        this.target = target;
        this.payments = payments;
        this.bills = BillStore.lockAll(
                tx,
                target.tenant(),
                payments.values().stream().map(ImportedPayment::billId).collect(Collectors.toSet()));
    }

    /** Applies them in their order; gives how many were new. */
    int apply(Map<Integer, String> refused, Map<Integer, BatchLoader.DeferredDocument> waiting) {
        int applied = 0;
        for (var entry : payments.entrySet()) {
            var payment = entry.getValue();
            var bill = Optional.ofNullable(bills.get(payment.billId()));
            if (bill.isEmpty()) {
                waiting.put(entry.getKey(), new BatchLoader.DeferredDocument(DocumentType.PAYMENT, payment.document()));
                continue;
            }
            try {
                applied += apply(payment, bill.get()) ? 1 : 0;
            } catch (ProblemException rejected) {
                refused.put(entry.getKey(), rejected.problem().message());
            }
        }
        write();
        return applied;
    }

    /** Applies one; tells whether that is a change. */
    private boolean apply(ImportedPayment payment, BillStore.LockedBill bill) {
        var document = bill.document();
        var entry = present(document, payment);
        if (entry.filter(payment.entry()::equals).isPresent()) {
            return false;
        }
        var others = paidByOthers(document, payment);
        var due = bill.status().amountDue();
        ProblemException.unless(due.isPresent(), "amountDue", "is not known of the bill");
        var unit = JsonValues.text(document, "amountDue", "unit").orElse("");
        ProblemException.unless(
                unit.equals(payment.amount().unit()), "appliedAmount.unit", "is not " + unit + ", as the bill is");
        var left = due.orElseThrow()
                .max(BigDecimal.ZERO)
                .subtract(others)
                .subtract(payment.amount().value());
        if (left.signum() < 0) {
            throw new ProblemException(new Problem.Conflict("the payment is more than what is left of the bill"));
        }
        var status = changed.getOrDefault(payment.billId(), bill.status()).withRemaining(left);
        changed.put(payment.billId(), status);
        entry.ifPresentOrElse(
                old -> old.removeAll().setAll(payment.entry()),
                () -> document.withArrayProperty(APPLIED).add(payment.entry()));
        document.put("state", status.state().word());
        document.withObjectProperty("remainingAmount").put("unit", unit).put("value", left);
        return true;
    }

    private static Optional<ObjectNode> present(ObjectNode bill, ImportedPayment payment) {
        return bill.path(APPLIED)
                .valueStream()
                .map(ObjectNode.class::cast)
                .filter(payment::is)
                .findFirst();
    }

    private static BigDecimal paidByOthers(ObjectNode bill, ImportedPayment payment) {
        return bill.path(APPLIED)
                .valueStream()
                .map(ObjectNode.class::cast)
                .filter(entry -> !payment.is(entry))
                .flatMap(entry -> JsonValues.decimal(entry, "appliedAmount", "value").stream())
                .reduce(BigDecimal.ZERO, BigDecimal::add);
    }

    private void write() {
        var rows = BillStore.STAGING.rows(0);
        var now = DateTimes.now(target.clock());
        for (var id : new TreeSet<>(changed.keySet())) {
            var bill = bill(id);
            var status = Optional.ofNullable(changed.get(id)).orElseThrow();
            bill.document().put("lastUpdate", DateTimes.format(now));
            rows.add(rows.size(), BillRow.of(bill.document(), status.heldFrom()));
            if (target.events() && status.state() != bill.status().state()) {
                Outbox.add(tx, target.tenant(), EventType.BILL_STATE_CHANGE, bill.document(), now);
            }
        }
        if (rows.size() > 0) {
            rows.stage(tx);
            BillStore.STAGING.update(tx, target.tenant(), CHANGED);
        }
    }

    private BillStore.LockedBill bill(String id) {
        return Optional.ofNullable(bills.get(id)).orElseThrow();
    }
}
