package org.billwright.billsource;

import static org.billwright.json.JsonValues.decimal;
import static org.billwright.json.JsonValues.text;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.util.Optional;
import org.billwright.money.Money;

/**
 * An amount as a source gives it.
 *
 * @param unit ISO 4217; empty where the source does not say
 */
public record SourceAmount(Optional<String> unit, BigDecimal value) {
    /** An amount in a currency that there is. */
    public SourceAmount {
        try {
            unit.ifPresent(Money::minorDigits);
        } catch (IllegalArgumentException e) {
            throw new SourceFailure.InvalidAnswer("an amount in '" + unit.orElse("") + "'");
        }
    }

    static Optional<SourceAmount> of(JsonNode document, String attribute) {
        return decimal(document, attribute, "value")
                .map(value -> new SourceAmount(text(document, attribute, "unit"), value));
    }
}
