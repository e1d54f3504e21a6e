package org.billwright.rate;

import static org.billwright.json.JsonValues.dateTime;
import static org.billwright.json.JsonValues.decimal;
import static org.billwright.json.JsonValues.text;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.time.OffsetDateTime;
import java.util.Optional;
import org.billwright.json.CanonicalJson;
import org.billwright.json.DocumentSize;
import org.billwright.json.Json;
import org.billwright.store.Fingerprint;

/**
 * A rate's document and its columns, which are derived from the document only here.
 *
 * @param beforeBilling what billing changed in the document, where it was billed here
 */
public record RateRow(
        String id,
        Optional<String> billId,
        Optional<String> billingAccountId,
        Optional<String> type,
        Optional<String> productId,
        Optional<OffsetDateTime> date,
        Optional<String> currency,
        Optional<BigDecimal> taxExcluded,
        Optional<BigDecimal> taxIncluded,
        Optional<String> creditedRateId,
        long contentFingerprint,
        Optional<String> beforeBilling,
        String doc) {
    /**
     * The row of a document in the stored shape, which must have an id. One that is too large is a {@link
     * org.billwright.problem.Problem.LimitExceeded}.
     */
    public static RateRow of(ObjectNode rate) {
        return of(rate, Fingerprint.of(CanonicalJson.of(rate)), Optional.empty());
    }

    /** The same for a rate that billing writes: it has no fingerprint, by which an import recognises what it loaded. */
    public static RateRow billed(ObjectNode rate) {
        return of(rate, 0, Optional.empty());
    }

    /** The same for a rate that was unbilled before. */
    public static RateRow billed(ObjectNode rate, ObjectNode beforeBilling) {
        return of(rate, 0, Optional.of(Json.write(beforeBilling)));
    }

    private static RateRow of(ObjectNode rate, long contentFingerprint, Optional<String> beforeBilling) {
        return new RateRow(
                text(rate, "id").orElseThrow(),
                text(rate, "bill", "id"),
                text(rate, "billingAccount", "id"),
                text(rate, "appliedBillingRateType"),
                text(rate, "product", "id"),
                dateTime(rate, "date"),
                text(rate, "taxExcludedAmount", "unit"),
                decimal(rate, "taxExcludedAmount", "value"),
                decimal(rate, "taxIncludedAmount", "value"),
                RateCharacteristics.creditedRate(rate),
                contentFingerprint,
                beforeBilling,
                DocumentSize.require(Json.write(rate)));
    }
}
