package org.billwright.statement;

import static org.billwright.json.JsonValues.text;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.util.Optional;
import org.billwright.bill.BillShape;
import org.billwright.statement.Statement.Applied;

/** Reads what has happened to a bill since it was made. */
record SettlementReader(ObjectNode bill, Optional<Amount> disputed) {
    Statement.Settlement settlement() {
        return new Statement.Settlement(
                text(bill, "state").orElse(""),
                Amount.of(bill, "remainingAmount"),
                bill.path("appliedPayment")
                        .valueStream()
                        .map(applied -> applied(applied.path("payment"), applied, "appliedAmount"))
                        .toList(),
                bill.path(BillShape.CREDIT_NOTES)
                        .valueStream()
                        .map(SettlementReader::name)
                        .toList(),
                bill.path(BillShape.CARRIED_FORWARD)
                        .valueStream()
                        .map(carried -> applied(carried.path("bill"), carried, "amount"))
                        .toList(),
                disputed.filter(amount -> amount.signum() != 0));
    }

    private static Applied applied(JsonNode reference, JsonNode of, String amount) {
        return new Applied(name(reference), Amount.of(of, amount).orElseGet(() -> new Amount("", BigDecimal.ZERO)));
    }

    private static String name(JsonNode reference) {
        return text(reference, "name").or(() -> text(reference, "id")).orElse("");
    }
}
