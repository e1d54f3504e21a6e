package org.billwright.imports.check;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import org.billwright.bill.BillShape;
import org.billwright.format.DocumentIds;
import org.billwright.json.Attribute;
import org.billwright.json.Json;
import org.billwright.json.JsonValues;
import org.billwright.json.Shape;
import org.billwright.json.ShapeNormalizer;
import org.billwright.json.ShapeValidator;
import org.billwright.money.Money;
import org.billwright.problem.ProblemException;
import org.billwright.proof.DocumentInvariants;

/**
 * A payment, or a part of one, that was applied to a bill. The payment's id identifies it among the payments of the bill.
 *
 * @param amount the amount that was applied
 * @param entry the entry in the bill's {@code appliedPayment}
 */
public record ImportedPayment(String billId, String paymentId, Money amount, ObjectNode entry) {
    private static final List<String> NOT_IN_ENTRY = List.of("id", "href", "bill", "@type");

    /** The entry in each version. */
    private static final List<Shape> ENTRIES =
            List.of(entryShape(BillShape.V4.shape()), entryShape(BillShape.V5.shape()));

    private static Shape entryShape(Shape bill) {
        var entry = bill.resolve(List.of("appliedPayment")).orElseThrow().getLast();
        if (!(entry instanceof Attribute.Group group)) {
            throw new IllegalStateException("appliedPayment has no members");
        }
        return new Shape(bill.version(), group.name(), group.type(), group.members());
    }

    /** Reads {@code {"bill":{"id"},"appliedAmount":{"unit","value"},"payment":{"id"}}}. */
    public static ImportedPayment of(ObjectNode document) {
        var bill = DocumentIds.require(document, "bill.id", "bill", "id");
        var payment = DocumentIds.require(document, "payment.id", "payment", "id");
        var amount = DocumentInvariants.money(document, "appliedAmount");
        ProblemException.unless(amount.isPresent(), "appliedAmount", "is required");
        ProblemException.unless(amount.orElseThrow().signum() > 0, "appliedAmount", "must be more than 0");
        var entry = document.deepCopy().remove(NOT_IN_ENTRY);
        ENTRIES.forEach(shape -> ShapeNormalizer.normalize(entry, shape));
        ENTRIES.forEach(shape -> ShapeValidator.validate(entry, shape));
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
