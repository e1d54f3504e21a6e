package org.billwright.bill;

import static org.billwright.json.JsonValues.dateTime;
import static org.billwright.json.JsonValues.decimal;
import static org.billwright.json.JsonValues.text;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;
import org.billwright.json.CanonicalJson;
import org.billwright.json.DocumentSize;
import org.billwright.json.Json;
import org.billwright.json.RelatedParties;
import org.billwright.store.Fingerprint;

/** A bill's document and its columns, which are derived from the document only here. */
public record BillRow(
        String id,
        Optional<String> billNo,
        String state,
        Optional<String> heldFrom,
        Optional<String> billingAccountId,
        Optional<String> financialAccountId,
        Optional<String> billCycleId,
        List<String> partyIds,
        Optional<String> category,
        Optional<String> runType,
        OffsetDateTime billDate,
        Optional<OffsetDateTime> periodStart,
        Optional<OffsetDateTime> periodEnd,
        Optional<OffsetDateTime> paymentDueDate,
        Optional<String> currency,
        Optional<BigDecimal> taxExcluded,
        Optional<BigDecimal> taxIncluded,
        Optional<BigDecimal> amountDue,
        Optional<BigDecimal> remaining,
        Optional<OffsetDateTime> lastUpdate,
        Optional<String> correctedBillId,
        long contentFingerprint,
        boolean produced,
        String doc) {
    /** The row of a document that is not known to have been produced here. */
    public static BillRow of(ObjectNode bill, Optional<BillState> heldFrom) {
        return of(bill, heldFrom, false);
    }

    /**
     * The row of a document in the stored shape, which must have an id, a state and a billDate. One that is too large is a {@link
     * org.billwright.problem.Problem.LimitExceeded}.
     *
     * @param produced whether it was produced here
     */
    public static BillRow of(ObjectNode bill, Optional<BillState> heldFrom, boolean produced) {
        return of(bill, heldFrom, produced, Fingerprint.of(CanonicalJson.of(bill)));
    }

    /** The row of a bill that billing writes: it has no fingerprint, by which an import recognises what it loaded. */
    public static BillRow produced(ObjectNode bill) {
        return of(bill, Optional.empty(), true, 0);
    }

    /** The row of a bill whose amounts are changed. It has no fingerprint: that of its row stays. */
    public static BillRow changed(ObjectNode bill, Optional<BillState> heldFrom) {
        return of(bill, heldFrom, false, 0);
    }

    private static BillRow of(
            ObjectNode bill, Optional<BillState> heldFrom, boolean produced, long contentFingerprint) {
        return new BillRow(
                text(bill, "id").orElseThrow(),
                text(bill, "billNo"),
                text(bill, "state").orElseThrow(),
                heldFrom.map(BillState::code),
                text(bill, "billingAccount", "id"),
                text(bill, "financialAccount", "id"),
                text(bill, "billCycle", "id"),
                RelatedParties.ids(bill),
                text(bill, "category"),
                text(bill, "runType"),
                dateTime(bill, "billDate").orElseThrow(),
                dateTime(bill, "billingPeriod", "startDateTime"),
                dateTime(bill, "billingPeriod", "endDateTime"),
                dateTime(bill, "paymentDueDate"),
                text(bill, "amountDue", "unit").or(() -> text(bill, "taxExcludedAmount", "unit")),
                decimal(bill, "taxExcludedAmount", "value"),
                decimal(bill, "taxIncludedAmount", "value"),
                decimal(bill, "amountDue", "value"),
                decimal(bill, "remainingAmount", "value"),
                dateTime(bill, "lastUpdate"),
                text(bill, BillShape.CORRECTED_BILL, "id"),
                contentFingerprint,
                produced,
                DocumentSize.require(Json.write(bill)));
    }
}
