package org.billwright.imports.check;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import org.billwright.format.DocumentIds;
import org.billwright.json.Json;
import org.billwright.json.JsonValues;
import org.billwright.money.Money;
import org.billwright.problem.ProblemException;

/**
 * A payment, or a part of one, that was applied to a bill. The payment's id identifies it among the payments of the bill.
 *
 * @param amount the amount that was applied
 * @param entry the entry in the bill's {@code appliedPayment}
 */
public record ImportedPayment(String billId, String paymentId, Money amount, ObjectNode entry) {
    private static final List<String> NOT_IN_ENTRY = List.of("id", "href", "bill", "@type");

    /** Reads {@code {"bill":{"id"},"appliedAmount":{"unit","value"},"payment":{"id"}}}. */
    public static ImportedPayment of(ObjectNode document) {
        var bill = DocumentIds.require(document, "bill.id", "bill", "id");
        var payment = DocumentIds.require(document, "payment.id", "payment", "id");
        var amount = Reconciliation.money(document, "appliedAmount");
        ProblemException.unless(amount.isPresent(), "appliedAmount", "is required");
        ProblemException.unless(amount.orElseThrow().signum() > 0, "appliedAmount", "must be more than 0");
        var entry = document.deepCopy().remove(NOT_IN_ENTRY);
        return new ImportedPayment(bill, payment, amount.orElseThrow(), entry);
    }

    /** The document, as it is kept for a deferred line. */
    public String document() {
        var document = entry.deepCopy();
        document.putObject("bill").put("id", billId);
        return Json.write(document);
    }

    /** Whether an entry of the bill's applied payments is this payment. */
    public boolean isAppliedBy(ObjectNode entry) {
        return JsonValues.text(entry, "payment", "id").filter(paymentId::equals).isPresent();
    }
}
