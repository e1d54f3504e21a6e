package org.billwright.json;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;

/** The values that the types of a characteristic restrict (TMF678 v5, StringCharacteristic and its like). */
final class CharacteristicValue {
    private static final String SUFFIX = "Characteristic";
    private static final String ARRAY = "Array";

    private CharacteristicValue() {}

    /** Whether a characteristic of this type may have the value. A type that the standard does not name restricts nothing. */
    static boolean fits(String type, JsonNode value) {
        if (!type.endsWith(SUFFIX)) {
            return true;
        }
        var kind = type.substring(0, type.length() - SUFFIX.length());
        if (kind.endsWith(ARRAY)) {
            var element = kind.substring(0, kind.length() - ARRAY.length());
            return !isRestricted(element)
                    || (value.isArray() && value.valueStream().allMatch(one -> isOf(element, one)));
        }
        return isOf(kind, value);
    }

    private static boolean isRestricted(String kind) {
        return switch (kind) {
            case "String", "Integer", "Number", "Float", "Boolean", "Object" -> true;
            default -> false;
        };
    }

    private static boolean isOf(String kind, JsonNode value) {
        return switch (kind) {
            case "String" -> value.isTextual();
            case "Integer" -> value.isNumber() && isWhole(value.decimalValue());
            case "Number", "Float" -> value.isNumber();
            case "Boolean" -> value.isBoolean();
            case "Object" -> value.isObject();
            default -> true;
        };
    }

    private static boolean isWhole(BigDecimal number) {
        return number.stripTrailingZeros().scale() <= 0;
    }
}
