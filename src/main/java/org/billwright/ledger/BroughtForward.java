package org.billwright.ledger;

import com.fasterxml.jackson.databind.node.ObjectNode;
import org.billwright.bill.BillShape;
import org.billwright.bill.BillState;
import org.billwright.json.Json;
import org.billwright.money.Money;

/**
 * The balance that a new bill brings forward: {@code previousBalance - paymentsReceived + adjustments}.
 *
 * @param previousBalance the amounts due of the earlier bills that were not carried forward yet
 * @param paymentsReceived what payments were applied to them
 * @param adjustments credit notes and other credit, negative; bills that were carried forward and are open again, positive
 * @param balance what the earlier bills have open
 */
public record BroughtForward(Money previousBalance, Money paymentsReceived, Money adjustments, Money balance) {
    /** Parts that do not add up are an IllegalArgumentException. */
    public BroughtForward {
        var sum = previousBalance.minus(paymentsReceived).plus(adjustments);
        if (!sum.equals(balance)) {
            throw new IllegalArgumentException(
                    "the amounts of the account's earlier bills, payments and adjustments make " + text(sum) + ", and "
                            + text(balance) + " of these bills is open");
        }
    }

    private static String text(Money money) {
        return money.unit() + " " + money.value().toPlainString();
    }

    /** Adds the balance and its parts to the document of a new bill, whose amount due is that of its own charges. Returns the amount due. */
    public Money addTo(ObjectNode bill, Money currentCharges) {
        var due = balance.plus(currentCharges);
        var parts = bill.putObject(BillShape.BALANCE_FORWARD);
        put(parts, "previousBalance", previousBalance);
        put(parts, "paymentsReceived", paymentsReceived);
        put(parts, "adjustments", adjustments);
        put(parts, "balanceBroughtForward", balance);
        put(parts, "currentCharges", currentCharges);
        put(bill, "amountDue", due);
        put(bill, "remainingAmount", due.orZero());
        bill.put("state", (due.signum() == 0 ? BillState.SETTLED : BillState.NEW).code());
        return due;
    }

    private static void put(ObjectNode document, String name, Money amount) {
        document.set(name, Json.object().put("unit", amount.unit()).put("value", amount.value()));
    }
}
