package org.billwright.statement;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.util.Optional;
import org.billwright.json.JsonValues;

/**
 * An amount as a document has it: bills of other systems may have more decimals than their currency.
 *
 * @param unit the currency
 * @param value in major units
 */
public record Amount(String unit, BigDecimal value) {
    /** The amount of an attribute; empty where it has no value. */
    static Optional<Amount> of(JsonNode document, String name) {
        return JsonValues.decimal(document, name, "value")
                .map(value -> new Amount(JsonValues.text(document, name, "unit").orElse(""), value));
    }

    /** The sum, in this amount's currency. */
    public Amount plus(Amount other) {
        return new Amount(unit, value.add(other.value));
    }

    /** The amount with the other sign. */
    public Amount negated() {
        return new Amount(unit, value.negate());
    }

    /** -1, 0 or 1. */
    public int signum() {
        return value.signum();
    }
}
