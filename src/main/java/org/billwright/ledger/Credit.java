package org.billwright.ledger;

import java.math.BigDecimal;
import java.time.OffsetDateTime;
import org.billwright.money.Money;

/**
 * What reduces what an account owes.
 *
 * @param kind {@code payment} or {@code customerBill}, a negative bill
 * @param accountId empty in suspense
 * @param amount the whole
 * @param allocated the part that is used for bills
 * @param returned the part that was reversed or refunded
 */
public record Credit(
        String kind,
        String id,
        String accountId,
        Money amount,
        BigDecimal allocated,
        BigDecimal returned,
        String status,
        OffsetDateTime date) {
    /** The kind of a payment. */
    public static final String PAYMENT = "payment";

    /** The kind of a bill with a negative amount: a credit note, or a bill on which credits outweigh charges. */
    public static final String BILL = "customerBill";

    /** The account of payments that nobody is known for. */
    public static final String SUSPENSE = "";

    /** The same payment, assigned to an account. */
    Credit assignedTo(String account) {
        return new Credit(kind, id, account, amount, allocated, returned, "done", date);
    }

    /** The part that is not used, in major units. */
    public BigDecimal open() {
        return amount.value().subtract(allocated).subtract(returned);
    }
}
