package org.billwright.source;

import static org.billwright.json.JsonValues.text;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.OffsetDateTime;
import java.util.Optional;

/** A bill, as far as channels show it. */
public record SourceBill(
        String id,
        Optional<String> accountId,
        OffsetDateTime billDate,
        Optional<String> billNo,
        Optional<String> state,
        Optional<OffsetDateTime> paymentDueDate,
        Optional<OffsetDateTime> periodStart,
        Optional<OffsetDateTime> periodEnd,
        Optional<Amount> amountDue,
        Optional<Amount> remainingAmount) {
    static SourceBill of(JsonNode bill) {
        return new SourceBill(
                text(bill, "id").orElseThrow(() -> new SourceFailure.Lied("a bill without an id")),
                text(bill, "billingAccount", "id"),
                Dates.of(bill, "billDate").orElseThrow(() -> new SourceFailure.Lied("a bill without a date")),
                text(bill, "billNo"),
                text(bill, "state"),
                Dates.of(bill, "paymentDueDate"),
                Dates.of(bill, "billingPeriod", "startDateTime"),
                Dates.of(bill, "billingPeriod", "endDateTime"),
                Amount.of(bill, "amountDue"),
                Amount.of(bill, "remainingAmount"));
    }
}
