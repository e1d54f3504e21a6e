package org.billwright.conformance;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import org.billwright.json.TmfVersion;

/** The documents of {@link SampleBills} with what a {@link ServerFault} makes wrong in them. */
final class FaultyDocuments {
    private static final int CHANGED = 6;
    private static final BigDecimal CENT = new BigDecimal("0.01");

    private FaultyDocuments() {}

    static Map<String, List<ObjectNode>> of(TmfVersion version, String base, ServerFault fault) {
        var documents = new SampleBills(version, base).documents();
        var bills = documents.getOrDefault("customerBill", List.of());
        change(fault, bills.get(CHANGED), bills, documents.getOrDefault("appliedCustomerBillingRate", List.of()));
        return documents;
    }

    private static void change(ServerFault fault, ObjectNode bill, List<ObjectNode> bills, List<ObjectNode> rates) {
        switch (fault) {
            case TAX_OFF_BY_A_CENT -> add((ObjectNode) bill.at("/taxItem/0/taxAmount"), CENT);
            case TAX_OF_A_RATE_OFF_BY_A_CENT ->
                add((ObjectNode) rates.getFirst().path("taxIncludedAmount"), CENT);
            case REMAINING_WRONG -> add((ObjectNode) bill.path("remainingAmount"), CENT.negate());
            case RATE_MISSING_ON_A_BILL -> rates.remove(2 * CHANGED);
            case OTHER_CURRENCY -> ((ObjectNode) bill.at("/taxItem/0/taxAmount")).put("unit", "EUR");
            case MEMBER_MISSING -> bill.remove("billDocument");
            case NO_RFC_3339 -> bill.put("billDate", "07/03/2026");
            case UNKNOWN_STATE -> bill.put("state", "paid");
            case AMOUNT_IS_A_TEXT -> ((ObjectNode) bill.path("amountDue")).put("value", "10.23");
            case BILL_OF_A_RATE_WITHOUT_HREF -> ((ObjectNode) rates.getFirst().path("bill")).remove("href");
            case HREF_NOT_FOUND -> bill.put("href", bill.path("href").textValue() + "-gone");
            case HREF_OF_ANOTHER ->
                bill.put("href", bills.getFirst().path("href").textValue());
            case REFERENCE_NOT_FOUND -> {
                var reference = (ObjectNode) rates.getFirst().path("bill");
                reference.put("href", reference.path("href").textValue() + "-gone");
            }
            default -> {
                // the documents are right
            }
        }
    }

    private static void add(ObjectNode amount, BigDecimal difference) {
        amount.put("value", amount.path("value").decimalValue().add(difference));
    }
}
