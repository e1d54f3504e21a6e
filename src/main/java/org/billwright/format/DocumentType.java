package org.billwright.format;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Arrays;
import java.util.Optional;
import org.billwright.tax.TaxSettings;
import org.jspecify.annotations.Nullable;

/** The types of documents, in the order in which they must be loaded: a bill before its rates. */
public enum DocumentType {
    ACCOUNT("BillingAccount"),
    CYCLE_SPECIFICATION("BillCycleSpecification"),
    CYCLE("BillCycle"),
    BILL("CustomerBill"),
    RATE("AppliedCustomerBillingRate"),
    PAYMENT("AppliedPayment"),
    DOCUMENT("BillDocument"),
    TAX_RULE("TaxRule"),
    NUMBER_SERIES("BillNumberSeries"),
    ISSUER("Issuer"),
    TAX_SETTINGS(TaxSettings.TYPE),
    CREDIT("Payment"),
    REFUND("Refund"),
    DISPUTE("Dispute");

    private final String type;

    DocumentType(String type) {
        this.type = type;
    }

    /** The {@code @type} of its documents. */
    public String type() {
        return type;
    }

    /** The type of a document as an export says it, or by its {@code @type}, or, where that is unknown, by its {@code @baseType}. */
    public static Optional<DocumentType> of(ObjectNode document) {
        return of(document.path(ExportMarks.DOCUMENT_TYPE).textValue())
                .or(() -> of(document.path("@type").textValue()))
                .or(() -> of(document.path("@baseType").textValue()));
    }

    private static Optional<DocumentType> of(@Nullable String type) {
        return Arrays.stream(values()).filter(kind -> kind.type.equals(type)).findFirst();
    }
}
