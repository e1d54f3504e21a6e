package org.billwright.billsource;

import static org.billwright.json.JsonValues.text;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.OffsetDateTime;
import java.util.Optional;
import java.util.Set;
import org.billwright.rate.RateCharacteristics;

/**
 * A line of a bill with the attributes that channels show.
 *
 * @param rateType the standard's type of rate: {@code appliedBillingRateType}
 * @param lineType the code of the billing system, from the characteristic {@code type}
 * @param reference from the characteristic {@code Reference}, trailing spaces kept
 * @param balanceIndicator {@code I} counts in the running balance, {@code E} does not
 */
public record SourceRate(
        String id,
        Optional<String> billId,
        Optional<String> accountId,
        Optional<OffsetDateTime> date,
        Optional<String> description,
        Optional<String> rateType,
        Optional<String> lineType,
        Optional<String> reference,
        Optional<String> balanceIndicator,
        Optional<SourceAmount> taxExcludedAmount) {
    /** The members of a rate of v4 that are read. */
    static final Set<String> MEMBERS = Set.of(
            "id",
            "bill",
            "billingAccount",
            "date",
            "description",
            "appliedBillingRateType",
            "characteristic",
            "taxExcludedAmount");

    /** Reads a document; {@code rateType} is the attribute that holds the type of rate in its version. */
    static SourceRate of(JsonNode rate, String rateType) {
        return new SourceRate(
                text(rate, "id").orElseThrow(() -> new SourceFailure.InvalidAnswer("a rate without an id")),
                text(rate, "bill", "id"),
                text(rate, "billingAccount", "id"),
                SourceDates.of(rate, "date"),
                text(rate, "description"),
                text(rate, rateType),
                RateCharacteristics.value(rate, "type"),
                RateCharacteristics.value(rate, "Reference"),
                RateCharacteristics.value(rate, RateCharacteristics.BALANCE_INDICATOR),
                SourceAmount.of(rate, "taxExcludedAmount"));
    }
}
