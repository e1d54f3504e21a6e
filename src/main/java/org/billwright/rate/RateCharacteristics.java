package org.billwright.rate;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.billwright.json.JsonValues;
import org.billwright.json.KeyTexts;

/** The characteristics of a rate that billing reads. */
public final class RateCharacteristics {
    /** The characteristic that says whether the rate counts in the balance: {@code I} included, {@code E} excluded. */
    public static final String BALANCE_INDICATOR = "BalanceIndicator";

    /** The characteristic with the quantity of usage, a number. */
    public static final String QUANTITY = "Quantity";

    /** The characteristic with the unit of the quantity, such as {@code GB}. */
    public static final String UNIT = "Unit";

    /** The characteristic with the exact price of a billed rate, where the bill has it rounded. */
    public static final String RATED_AMOUNT = "RatedAmount";

    /** The characteristic of usage from before the billing period: {@code true}. */
    public static final String LATE_USAGE = "LateUsage";

    /** The characteristic of a line of a credit note: the id of the rate of which it gives back a part. */
    public static final String CREDITED_RATE = "CreditedRate";

    /** The characteristic of a line of a bill that replaces another one: the id of the line's rate on that one. */
    public static final String REBILLED_RATE = "RebilledRate";

    private static final String EXCLUDED = "E";
    private static final Pattern RATED = Pattern.compile("-?[0-9]{1,15}([.][0-9]{1,8})?");
    private static final Pattern NUMBER = Pattern.compile("[0-9]{1,15}([.][0-9]{1,8})?");

    private RateCharacteristics() {}

    /** Whether the rate is part of the bill's total. It is unless it is marked as excluded. */
    public static boolean isInBalance(JsonNode rate) {
        return value(rate, BALANCE_INDICATOR).filter(EXCLUDED::equals).isEmpty();
    }

    /** The quantity, where it is a number with at most 15 digits and 8 decimals. */
    public static Optional<BigDecimal> quantity(JsonNode rate) {
        for (var characteristic : rate.path("characteristic")) {
            if (QUANTITY.equals(characteristic.path("name").textValue())) {
                var value = characteristic.path("value").asText();
                return NUMBER.matcher(value).matches() ? Optional.of(new BigDecimal(value)) : Optional.empty();
            }
        }
        return Optional.empty();
    }

    /** The exact price of a billed rate, where the bill has it rounded. */
    public static Optional<BigDecimal> ratedAmount(JsonNode rate) {
        return value(rate, RATED_AMOUNT)
                .filter(value -> RATED.matcher(value).matches())
                .map(BigDecimal::new);
    }

    /** The rate of which a line of a credit note gives back a part. */
    public static Optional<String> creditedRate(JsonNode rate) {
        return value(rate, CREDITED_RATE).filter(KeyTexts::isKey);
    }

    /** Removes the characteristics of these names. */
    public static void remove(ObjectNode rate, Collection<String> names) {
        if (rate.path("characteristic") instanceof ArrayNode characteristics) {
            for (int i = characteristics.size() - 1; i >= 0; i--) {
                if (names.contains(characteristics.get(i).path("name").asText())) {
                    characteristics.remove(i);
                }
            }
        }
    }

    /** Adds a characteristic, in place of one of the same name. */
    public static void set(ObjectNode rate, String name, String valueType, String value) {
        remove(rate, List.of(name));
        rate.withArrayProperty("characteristic")
                .addObject()
                .put("name", name)
                .put("valueType", valueType)
                .put("value", value);
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
