package org.billwright.billsource;

import static org.billwright.json.JsonValues.text;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.OffsetDateTime;
import java.util.Optional;
import java.util.Set;

/** A bill with the attributes that channels show. */
public record SourceBill(
        String id,
        Optional<String> accountId,
        OffsetDateTime billDate,
        Optional<String> billNo,
        Optional<String> state,
        Optional<OffsetDateTime> paymentDueDate,
        Optional<OffsetDateTime> periodStart,
        Optional<OffsetDateTime> periodEnd,
        Optional<SourceAmount> amountDue,
        Optional<SourceAmount> remainingAmount) {
    /** The members that are read. */
    static final Set<String> MEMBERS = Set.of(
            "id",
            "billingAccount",
            "billDate",
            "billNo",
            "state",
            "paymentDueDate",
            "billingPeriod",
            "amountDue",
            "remainingAmount");

    static SourceBill of(JsonNode bill) {
        return new SourceBill(
                text(bill, "id").orElseThrow(() -> new SourceFailure.InvalidAnswer("a bill without an id")),
                text(bill, "billingAccount", "id"),
                SourceDates.of(bill, "billDate")
                        .orElseThrow(() -> new SourceFailure.InvalidAnswer("a bill without a date")),
                text(bill, "billNo"),
                text(bill, "state"),
                SourceDates.of(bill, "paymentDueDate"),
                SourceDates.of(bill, "billingPeriod", "startDateTime"),
                SourceDates.of(bill, "billingPeriod", "endDateTime"),
                SourceAmount.of(bill, "amountDue"),
                SourceAmount.of(bill, "remainingAmount"));
    }
}
