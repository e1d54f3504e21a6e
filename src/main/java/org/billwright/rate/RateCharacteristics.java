package org.billwright.rate;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Optional;
import org.billwright.json.JsonValues;

/** The characteristics of a rate that billing reads. */
public final class RateCharacteristics {
    /** The characteristic that says whether the rate counts in the balance: {@code I} included, {@code E} excluded. */
    public static final String BALANCE_INDICATOR = "BalanceIndicator";

    private static final String EXCLUDED = "E";

    private RateCharacteristics() {}

    /** Whether the rate is part of the bill's total. It is unless it is marked as excluded. */
    public static boolean isInBalance(JsonNode rate) {
        return value(rate, BALANCE_INDICATOR).filter(EXCLUDED::equals).isEmpty();
    }

    /** The text value of the first characteristic of this name. */
    public static Optional<String> value(JsonNode rate, String name) {
        for (var characteristic : rate.path("characteristic")) {
            if (name.equals(characteristic.path("name").textValue())) {
                return JsonValues.text(characteristic, "value");
            }
        }
        return Optional.empty();
    }
}
