package org.billwright.statement;

import static org.billwright.json.JsonValues.text;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.util.Optional;
import org.billwright.bill.BillShape;
import org.billwright.ledger.BillAmounts;
import org.billwright.statement.Statement.Applied;

/** Reads what has happened to a bill since it was made. */
record SettlementReader(ObjectNode bill, StatementTexts texts, Optional<Amount> disputed) {
    Statement.Settlement settlement() {
        return new Statement.Settlement(
                text(bill, "state").orElse(""),
                Amount.of(bill, "remainingAmount"),
                bill.path("appliedPayment").valueStream().map(this::payment).toList(),
                bill.path(BillShape.CREDIT_NOTES)
                        .valueStream()
                        .map(SettlementReader::name)
                        .toList(),
                bill.path(BillShape.CARRIED_FORWARD)
                        .valueStream()
                        .map(carried -> new Applied(
                                texts.get("carriedForward", name(carried.path("bill"))), amount(carried, "amount")))
                        .toList(),
                disputed.filter(amount -> amount.signum() != 0),
                Optional.of(bill.path(BillShape.REPLACING_BILL))
                        .filter(JsonNode::isObject)
                        .map(SettlementReader::name));
    }

    /** Credit is applied like a payment. A payment without a name has an id that says nothing to a customer. */
    private Applied payment(JsonNode applied) {
        var name = text(applied.path("payment"), "name");
        boolean isCredit = name.filter(BillAmounts.CREDIT_OF_BILL::equals).isPresent();
        var label = isCredit
                ? texts.get("creditApplied")
                : name.map(of -> texts.get("paid", of)).orElseGet(() -> texts.get("payment"));
        return new Applied(label, amount(applied, "appliedAmount"));
    }

    private static Amount amount(JsonNode of, String name) {
        return Amount.of(of, name).orElseGet(() -> new Amount("", BigDecimal.ZERO));
    }

    private static String name(JsonNode reference) {
        return text(reference, "name").or(() -> text(reference, "id")).orElse("");
    }
}
