package org.billwright.proof;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;
import org.billwright.json.JsonValues;

/**
 * A bill as it is stored.
 *
 * @param isProduced whether it was produced here; a bill of another system may lack parts
 * @param document with its amounts
 * @param columns those that do not agree with the document
 * @param allocated what the ledger has allocated to it, from each source
 */
record StoredBill(
        String id,
        boolean isProduced,
        ObjectNode document,
        List<ColumnComparison.Difference> columns,
        List<Allocated> allocated) {
    /**
     * What is allocated to a bill from one source.
     *
     * @param kind {@code payment}, {@code customerBill}, {@code creditNote}, {@code openingBalance} or {@code balanceForward}
     * @param sourceId of the payment, bill or credit note
     */
    record Allocated(String kind, String sourceId, BigDecimal amount) {}

    /**
     * A rate on it.
     *
     * @param text its document as it is stored
     * @param document the same
     * @param beforeBilling what billing changed in it, where it was billed here
     * @param columns those that do not agree with the document
     */
    record Rate(
            String text,
            ObjectNode document,
            Optional<ObjectNode> beforeBilling,
            List<ColumnComparison.Difference> columns) {}

    /** Its number, or its id. */
    String name() {
        return JsonValues.text(document, "billNo").orElse(id);
    }

    /** Its currency, if it has amounts. */
    Optional<String> currency() {
        return JsonValues.text(document, "amountDue", "unit")
                .or(() -> JsonValues.text(document, "taxIncludedAmount", "unit"))
                .or(() -> JsonValues.text(document, "taxExcludedAmount", "unit"));
    }
}
