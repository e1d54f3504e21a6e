package org.billwright.ledger;

import java.util.Locale;

/** Documents of bills for tests of the ledger. */
public final class Bills {
    private Bills() {}

    /** A bill that was sent, of an account in USD, due on this day of June 2026. */
    public static String sent(String id, String account, String due, int dueDay) {
        return withState(id, account, due, dueDay, "sent");
    }

    /** The same in another state. */
    public static String withState(String id, String account, String due, int dueDay, String state) {
        var remaining = due.startsWith("-") ? "0.00" : due;
        return String.format(Locale.ROOT, """
                {"@type":"CustomerBill","id":"%1$s","billNo":"%1$s","state":"%5$s","billDate":"2026-06-01T00:00:00Z",
                 "paymentDueDate":"2026-06-%4$02dT03:59:59Z","billingAccount":{"id":"%2$s"},
                 "taxExcludedAmount":{"unit":"USD","value":%3$s},"taxIncludedAmount":{"unit":"USD","value":%3$s},
                 "amountDue":{"unit":"USD","value":%3$s},"remainingAmount":{"unit":"USD","value":%6$s}}""", id, account, due, dueDay, state, remaining);
    }
}
