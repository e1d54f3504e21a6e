package org.billwright.billsource;

import static org.billwright.json.JsonValues.decimal;
import static org.billwright.json.JsonValues.text;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.util.Optional;
import org.billwright.money.Money;

/**
 * An amount of a bill source.
 *
 * @param unit ISO 4217; empty if the source has none
 */
public record SourceAmount(Optional<String> unit, BigDecimal value) {
    /** Rejects an unknown currency. */
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
