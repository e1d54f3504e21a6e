package org.billwright.statement;

import static org.billwright.json.JsonValues.text;

import java.time.LocalDate;
import java.util.Optional;
import org.billwright.bill.BillStore;
import org.billwright.json.JsonValues;
import org.jdbi.v3.core.Handle;

/**
 * Who a bill is sent to, without its lines.
 *
 * @param number the bill's number, or its id
 */
public record Addressee(
        String billId,
        String number,
        Optional<String> accountId,
        StatementParty receiver,
        Optional<Amount> amountDue,
        Optional<Amount> remaining,
        Optional<LocalDate> dueDate) {
    /** Reads it; empty where there is no bill with this id. */
    public static Optional<Addressee> read(Handle tx, String tenant, String bill) {
        return BillStore.document(tx, tenant, bill).map(document -> {
            var accountId = text(document, "billingAccount", "id");
            var account = accountId.flatMap(of -> StatementStore.account(tx, tenant, of));
            var parties = new StatementParties(document, account, Optional.empty());
            return new Addressee(
                    bill,
                    text(document, "billNo").orElse(bill),
                    accountId,
                    parties.receiver(JsonValues.dateTime(document, "billDate").orElseThrow()),
                    Amount.of(document, "amountDue"),
                    Amount.of(document, "remainingAmount"),
                    JsonValues.dateTime(document, "paymentDueDate")
                            .map(time -> Days.day(time, StatementBuilder.zone(account))));
        });
    }
}
