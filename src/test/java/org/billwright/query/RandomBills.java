package org.billwright.query;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import org.billwright.json.Json;

/** Bills in the v4 shape with few different values, so that queries find some and not others; much is left out. */
final class RandomBills {
    static final List<String> TEXTS =
            List.of("A1", "a1", "B2", "b,2", "x;y", "É", "😀", "ﬀ", "it's", "50%", "A 1", "\\", "a&b=c");
    static final List<String> STATES = List.of("new", "validated", "sent");
    static final List<String> TIMES = List.of(
            "2026-01-31T00:00:00Z",
            "2026-01-31T23:59:59.999Z",
            "2026-02-01T00:00:00Z",
            "2026-01-31T20:00:00-04:00",
            "2026-02-01T08:59:59+09:00",
            "2025-12-31T12:00:00.5Z");
    static final List<BigDecimal> NUMBERS = List.of(
            new BigDecimal("0.00"),
            new BigDecimal("10"),
            new BigDecimal("10.0"),
            new BigDecimal("10.50"),
            new BigDecimal("-3.25"),
            new BigDecimal("131072.01"));

    private final Random random;

    private RandomBills(Random random) {
        this.random = random;
    }

    static List<ObjectNode> make(Random random, int count) {
        var maker = new RandomBills(random);
        var bills = new ArrayList<ObjectNode>();
        for (int i = 0; i < count; i++) {
            bills.add(maker.bill(i));
        }
        return bills;
    }

    private <T> T any(List<T> values) {
        return values.get(random.nextInt(values.size()));
    }

    private boolean sometimes() {
        return random.nextInt(3) > 0;
    }

    private ObjectNode bill(int number) {
        var bill = Json.object()
                .put("@type", "CustomerBill")
                .put("id", String.format(Locale.ROOT, "%03d", number))
                .put("state", any(STATES))
                .put("billDate", any(TIMES));
        bill.putObject("billingAccount").put("id", any(TEXTS)).put("name", any(TEXTS));
        if (sometimes()) {
            bill.put("category", any(TEXTS));
        }
        if (sometimes()) {
            bill.put("paymentDueDate", any(TIMES));
        }
        if (sometimes()) {
            bill.put("nextBillDate", any(TIMES));
        }
        if (sometimes()) {
            bill.putObject("amountDue").put("unit", "USD").put("value", any(NUMBERS));
        }
        arrays(bill);
        return bill;
    }

    private void arrays(ObjectNode bill) {
        for (int i = random.nextInt(3); i > 0; i--) {
            var item = bill.withArrayProperty("taxItem").addObject().put("taxRate", any(NUMBERS));
            if (sometimes()) {
                item.put("taxCategory", any(TEXTS));
            }
        }
        for (int i = random.nextInt(3); i > 0; i--) {
            bill.withArrayProperty("relatedParty")
                    .addObject()
                    .put("id", any(TEXTS))
                    .put("role", any(TEXTS));
        }
        for (int i = random.nextInt(2); i > 0; i--) {
            bill.withArrayProperty("appliedPayment")
                    .addObject()
                    .putObject("payment")
                    .put("id", any(TEXTS));
        }
        var document = bill.withArrayProperty("billDocument")
                .addObject()
                .put("id", "d")
                .put("url", "http://elsewhere/d");
        if (sometimes()) {
            document.putObject("validFor").put("startDateTime", any(TIMES));
        }
    }
}
