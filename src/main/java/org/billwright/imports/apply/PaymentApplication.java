package org.billwright.imports.apply;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
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
import org.billwright.json.DocumentSize;
import org.billwright.json.Json;
import org.billwright.json.JsonValues;
import org.billwright.ledger.PaymentLimits;
import org.billwright.problem.Problem;
import org.billwright.problem.ProblemException;
import org.jdbi.v3.core.Handle;

/** Applies the payments of a batch to their bills: locks the bills, changes them in memory, and writes them back in one statement. */
final class PaymentApplication {
    private static final String APPLIED = "appliedPayment";

    private final Handle tx;
    private final ImportContext context;
    private final NavigableMap<Integer, ImportedPayment> payments;
    private final Map<String, BillStore.LockedBill> bills;
    private final Map<String, BillStatus> changed = new HashMap<>();
    private final PaymentLimits limits;
    private final BillGrowth growth = new BillGrowth();

    PaymentApplication(Handle tx, ImportContext context, NavigableMap<Integer, ImportedPayment> payments) {
        this.tx = tx;
        this.context = context;
        this.payments = payments;
        var ids = payments.values().stream().map(ImportedPayment::billId).collect(Collectors.toSet());
        context.existing().ifPresent(existing -> existing.bills(tx, ids));
        this.limits = PaymentLimits.lock(
                tx,
                context.tenant(),
                payments.values().stream().map(ImportedPayment::paymentId).toList());
        this.bills = BillStore.lockAll(tx, context.tenant(), ids);
    }

    /** Applies the payments in their order. */
    LoadResult apply() {
        int applied = 0;
        var rejected = new TreeMap<Integer, String>();
        var deferred = new TreeMap<Integer, DeferredDocument>();
        for (var entry : payments.entrySet()) {
            var payment = entry.getValue();
            var bill = Optional.ofNullable(bills.get(payment.billId()));
            if (bill.isEmpty()) {
                deferred.put(entry.getKey(), DeferredDocument.withoutBill(DocumentType.PAYMENT, payment.document()));
                continue;
            }
            try {
                applied += apply(payment, bill.get()) ? 1 : 0;
            } catch (ProblemException rejection) {
                rejected.put(entry.getKey(), rejection.problem().message());
            }
        }
        write();
        return new LoadResult(applied, rejected, deferred);
    }

    /** Applies one payment; false where the bill has it already. */
    private boolean apply(ImportedPayment payment, BillStore.LockedBill bill) {
        var document = bill.document();
        var entry = present(document, payment);
        if (entry.filter(payment.entry()::equals).isPresent()) {
            return false;
        }
        var more = payment.amount().value().subtract(appliedBy(entry));
        if (more.signum() < 0) {
            throw new ProblemException(
                    new Problem.Conflict(
                            "the amount is less than the "
                                    + appliedBy(entry).toPlainString()
                                    + " that the bill has of the payment; an import takes nothing off a bill: reverse the payment or a part of it"));
        }
        var others = paidByOthers(document, payment);
        var due = bill.status().amountDue();
        ProblemException.unless(due.isPresent(), "amountDue", "of the bill is not known");
        var unit = JsonValues.text(document, "amountDue", "unit").orElse("");
        ProblemException.unless(
                unit.equals(payment.amount().unit()),
                "appliedAmount.unit",
                "must be " + unit + ", the currency of the bill");
        var before = changed.getOrDefault(payment.billId(), bill.status());
        var left = due.orElseThrow()
                .max(BigDecimal.ZERO)
                .subtract(others)
                .subtract(payment.amount().value());
        var remaining = leftAtMost(before, entry).map(left::min).orElse(left);
        if (remaining.signum() < 0) {
            throw new ProblemException(
                    new Problem.Conflict("the payment is more than the remaining amount of the bill"));
        }
        limits.use(payment.paymentId(), more);
        var status = before.withRemaining(remaining);
        growth.change(payment.billId(), bill, bytes(payment), () -> {
            entry.ifPresentOrElse(
                    old -> old.removeAll().setAll(payment.entry()),
                    () -> document.withArrayProperty(APPLIED).add(payment.entry()));
            document.put("state", status.state().code());
            document.withObjectProperty("remainingAmount").put("unit", unit).put("value", remaining);
            return true;
        });
        changed.put(payment.billId(), status);
        return true;
    }

    private static int bytes(ImportedPayment payment) {
        return DocumentSize.of(Json.write(payment.entry())) + 1;
    }

    private static Optional<ObjectNode> present(ObjectNode bill, ImportedPayment payment) {
        return bill.path(APPLIED)
                .valueStream()
                .map(ObjectNode.class::cast)
                .filter(payment::isAppliedBy)
                .findFirst();
    }

    /** A bill may come with less remaining than due, and its payments after it: these explain it, and open nothing again. */
    private static Optional<BigDecimal> leftAtMost(BillStatus bill, Optional<ObjectNode> entry) {
        return bill.remaining().map(remaining -> remaining.add(appliedBy(entry)));
    }

    private static BigDecimal appliedBy(Optional<ObjectNode> entry) {
        return entry.flatMap(present -> JsonValues.decimal(present, "appliedAmount", "value"))
                .orElse(BigDecimal.ZERO);
    }

    private static BigDecimal paidByOthers(ObjectNode bill, ImportedPayment payment) {
        return bill.path(APPLIED)
                .valueStream()
                .map(ObjectNode.class::cast)
                .filter(entry -> !payment.isAppliedBy(entry))
                .flatMap(entry -> JsonValues.decimal(entry, "appliedAmount", "value").stream())
                .reduce(BigDecimal.ZERO, BigDecimal::add);
    }

    private void write() {
        var rows = new ArrayList<BillRow>();
        var now = DateTimes.now(context.clock());
        for (var id : new TreeSet<>(changed.keySet())) {
            var bill = bill(id);
            var status = Optional.ofNullable(changed.get(id)).orElseThrow();
            bill.document().put("lastUpdate", DateTimes.format(now));
            rows.add(BillRow.of(bill.document(), status.heldFrom()));
            if (context.events() && status.state() != bill.status().state()) {
                Outbox.add(tx, context.tenant(), EventType.BILL_STATE_CHANGE, bill.document(), now);
            }
        }
        BillStore.changeAmounts(tx, context.tenant(), rows);
    }

    private BillStore.LockedBill bill(String id) {
        return Optional.ofNullable(bills.get(id)).orElseThrow();
    }
}
