package org.billwright.generate;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Random;
import org.billwright.billing.BillDraft;
import org.billwright.json.JsonValues;
import org.billwright.money.Money;

/** The state and payments of a generated bill, by its age. */
final class GeneratedPaymentHistory {
    private GeneratedPaymentHistory() {}

    /** Sets them: the newest bills are not paid yet, the older ones mostly are. */
    static void apply(Random random, ObjectNode bill, Money due, int monthsAgo) {
        int luck = random.nextInt(100);
        if (monthsAgo == 0) {
            bill.put("state", luck < 10 ? "new" : luck < 25 ? "validated" : luck < 30 ? "onHold" : "sent");
        } else if ((monthsAgo == 1 && luck < 30) || luck < 4) {
            bill.put("state", "sent");
        } else if ((monthsAgo == 1 && luck < 40) || luck < 8) {
            pay(bill, due, part(due), "partiallyPaid");
        } else {
            pay(bill, due, due, "settled");
        }
    }

    private static Money part(Money due) {
        var half = due.value().divide(BigDecimal.TWO, due.value().scale(), RoundingMode.DOWN);
        return half.signum() == 0 ? due : new Money(due.unit(), half);
    }

    private static void pay(ObjectNode bill, Money due, Money paid, String state) {
        var left = due.minus(paid);
        bill.put("state", left.signum() == 0 ? "settled" : state);
        bill.set("remainingAmount", BillDraft.money(left));
        var applied = bill.putArray("appliedPayment").addObject();
        applied.set("appliedAmount", BillDraft.money(paid));
        applied.putObject("payment")
                .put("id", "PAY-" + JsonValues.text(bill, "billNo").orElseThrow())
                .put("@referredType", "Payment");
    }
}
