package org.billwright.imports.apply;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.billwright.bill.BillRow;
import org.billwright.bill.BillShape;
import org.billwright.bill.BillState;
import org.billwright.bill.BillStatus;
import org.billwright.json.JsonValues;
import org.billwright.problem.Problem;
import org.billwright.problem.ProblemException;

/**
 * Payments of a bill that its source does not know: they were taken after it had delivered the bill, and stay when it delivers it again.
 * What was carried forward to a bill that was made here is not asked for a second time either.
 */
final class KeptPayments {
    private static final String APPLIED = "appliedPayment";
    private static final String CARRIED = BillShape.CARRIED_FORWARD;

    private KeptPayments() {}

    /**
     * The bill as it is delivered, with the payments of the stored bill that it does not have; empty where it has all of them. Where they
     * do not fit, it is a {@link ProblemException}.
     */
    static Optional<BillRow> add(ObjectNode given, Optional<BillState> heldFrom, ObjectNode stored) {
        var delivered = amounts(given);
        var kept = given.deepCopy();
        for (var entry : stored.path(APPLIED)) {
            var id = id(entry);
            var amount = Optional.ofNullable(delivered.get(id));
            if (amount.isEmpty()) {
                kept.withArrayProperty(APPLIED).add(entry);
            } else if (amount.get()
                            .compareTo(
                                    Optional.ofNullable(amounts(stored).get(id)).orElse(BigDecimal.ZERO))
                    < 0) {
                throw new ProblemException(
                        new Problem.Conflict("the payment " + id + " is less than on the stored bill"));
            }
        }
        boolean isCarried = stored.has(CARRIED) && !stored.path(CARRIED).equals(given.path(CARRIED));
        if (isCarried) {
            kept.set(CARRIED, stored.path(CARRIED));
        }
        return kept.path(APPLIED).size() == given.path(APPLIED).size() && !isCarried
                ? Optional.empty()
                : Optional.of(withRemaining(given, kept, heldFrom, stored));
    }

    private static BillRow withRemaining(
            ObjectNode given, ObjectNode bill, Optional<BillState> heldFrom, ObjectNode stored) {
        var unit = JsonValues.text(bill, "amountDue", "unit").orElse("");
        for (var entry : bill.path(APPLIED)) {
            ProblemException.unless(
                    JsonValues.text(entry, "appliedAmount", "unit").orElse("").equals(unit),
                    "amountDue",
                    "has another currency than the payment " + id(entry) + " of the stored bill");
        }
        var due = JsonValues.decimal(bill, "amountDue", "value").orElse(BigDecimal.ZERO);
        var paid = sum(bill);
        var carried = carried(bill).subtract(carried(given));
        var delivered = JsonValues.decimal(given, "remainingAmount", "value")
                .orElseGet(() -> due.max(BigDecimal.ZERO).subtract(sum(given)));
        var remaining = delivered.subtract(paid.subtract(sum(given))).subtract(carried);
        if (remaining.signum() < 0) {
            throw new ProblemException(new Problem.Conflict("payments of " + paid.toPlainString() + " were taken"
                    + (carried.signum() > 0 ? ", and " + carried.toPlainString() + " is on a later bill" : "")
                    + ", more than is due now"));
        }
        var state = JsonValues.text(bill, "state").flatMap(BillState::of).orElseThrow();
        var status = new BillStatus(state, heldFrom, Optional.of(due), Optional.of(remaining)).withRemaining(remaining);
        bill.put("state", status.state().code());
        bill.withObjectProperty("remainingAmount").put("unit", unit).put("value", remaining);
        if (!bill.has("lastUpdate") && stored.has("lastUpdate")) {
            bill.set("lastUpdate", stored.get("lastUpdate"));
        }
        return BillRow.of(bill, status.heldFrom());
    }

    private static BigDecimal carried(ObjectNode bill) {
        return bill.path(CARRIED)
                .valueStream()
                .flatMap(entry -> JsonValues.decimal(entry, "amount", "value").stream())
                .reduce(BigDecimal.ZERO, BigDecimal::add);
    }

    private static BigDecimal sum(ObjectNode bill) {
        return amounts(bill).values().stream().reduce(BigDecimal.ZERO, BigDecimal::add);
    }

    private static Map<String, BigDecimal> amounts(ObjectNode bill) {
        var amounts = new TreeMap<String, BigDecimal>();
        for (var entry : bill.path(APPLIED)) {
            amounts.merge(
                    id(entry),
                    JsonValues.decimal(entry, "appliedAmount", "value").orElse(BigDecimal.ZERO),
                    BigDecimal::add);
        }
        return amounts;
    }

    private static String id(JsonNode entry) {
        return JsonValues.text(entry, "payment", "id").orElse("");
    }
}
