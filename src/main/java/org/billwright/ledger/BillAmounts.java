package org.billwright.ledger;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.billwright.bill.BillStatus;
import org.billwright.json.Json;
import org.billwright.json.JsonValues;

/** The one function that derives {@code appliedPayment}, {@code remainingAmount} and the state of a bill from the ledger. */
public final class BillAmounts {
    /** The name of credit of another bill among the payments of a bill. */
    public static final String CREDIT_OF_BILL = "credit of another bill";

    private static final String APPLIED = "appliedPayment";
    private static final String AMOUNT = "appliedAmount";
    private static final String BILL_REFERENCE = "CustomerBill";
    private static final String OPENING = "openingBalance";

    private BillAmounts() {}

    /**
     * What is allocated to a bill in all from one source, in major units.
     *
     * @param kind of the source; {@code openingBalance} for what was paid before and by what is not known, {@code balanceForward} for
     *     what another bill asks for
     */
    public record Applied(String kind, String sourceId, BigDecimal amount) {
        private String key() {
            return kind + ' ' + sourceId;
        }

        private Applied plus(Applied other) {
            return new Applied(kind, sourceId, amount.add(other.amount));
        }
    }

    /** Writes the amounts and the state into the document of a bill in this currency, and returns its new status. */
    public static BillStatus derive(ObjectNode bill, BillStatus status, String unit, List<Applied> allocated) {
        var due = status.amountDue().orElse(BigDecimal.ZERO).max(BigDecimal.ZERO);
        var remaining = due.subtract(allocated.stream().map(Applied::amount).reduce(BigDecimal.ZERO, BigDecimal::add));
        var changed = status.withOpen(remaining);
        var applied = new LinkedHashMap<String, Applied>();
        allocated.stream()
                .filter(part -> !part.kind().equals(OPENING) && !part.kind().equals(BalanceForward.KIND))
                .forEach(part -> applied.merge(part.key(), part, Applied::plus));
        applied.values().removeIf(part -> part.amount().signum() <= 0);
        apply(bill, unit, applied);
        bill.put("state", changed.state().code());
        bill.withObjectProperty("remainingAmount").put("unit", unit).put("value", remaining);
        return changed;
    }

    /** Entries that are there keep their other members; those without a payment are the source's own. */
    private static void apply(ObjectNode bill, String unit, Map<String, Applied> applied) {
        var entries = Json.array();
        for (var entry : bill.path(APPLIED)) {
            if (JsonValues.text(entry, "payment", "id").isEmpty()) {
                entries.add(entry);
            } else {
                Optional.ofNullable(applied.remove(key(entry))).ifPresent(part -> {
                    ((ObjectNode) entry)
                            .withObjectProperty(AMOUNT)
                            .put("unit", unit)
                            .put("value", part.amount());
                    entries.add(entry);
                });
            }
        }
        applied.values().forEach(part -> entries.add(entry(unit, part)));
        if (entries.isEmpty()) {
            bill.remove(APPLIED);
        } else {
            bill.set(APPLIED, entries);
        }
    }

    private static String key(JsonNode entry) {
        boolean isOfBill = JsonValues.text(entry, "payment", "@referredType")
                .filter(BILL_REFERENCE::equals)
                .isPresent();
        return (isOfBill ? "customerBill " : "payment ")
                + JsonValues.text(entry, "payment", "id").orElse("");
    }

    private static ObjectNode entry(String unit, Applied part) {
        var entry = Json.object();
        entry.putObject(AMOUNT).put("unit", unit).put("value", part.amount());
        var source = entry.putObject("payment").put("id", part.sourceId());
        if (part.kind().equals(Credit.PAYMENT)) {
            source.put("@referredType", "Payment");
        } else {
            source.put("name", CREDIT_OF_BILL).put("@referredType", BILL_REFERENCE);
        }
        return entry;
    }
}
