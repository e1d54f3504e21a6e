package org.billwright.format;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Arrays;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What can be loaded, in the order in which it must be: a rate's bill comes before the rate. */
public enum DocumentType {
    ACCOUNT("BillingAccount"),
    CYCLE_SPECIFICATION("BillCycleSpecification"),
    CYCLE("BillCycle"),
    BILL("CustomerBill"),
    RATE("AppliedCustomerBillingRate"),
    PAYMENT("AppliedPayment"),
    DOCUMENT("BillDocument");

    private final String type;

    DocumentType(String type) {
        this.type = type;
    }

    /** The {@code @type} of its documents. */
    public String type() {
        return type;
    }

    /** The kind that the document says it is, or, of a type that nobody knows, what it says that is based on. */
    public static Optional<DocumentType> of(ObjectNode document) {
        return of(document.path("@type").textValue())
                .or(() -> of(document.path("@baseType").textValue()));
    }

    private static Optional<DocumentType> of(@Nullable String type) {
        return Arrays.stream(values()).filter(kind -> kind.type.equals(type)).findFirst();
    }
}
