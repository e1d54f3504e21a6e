package org.billwright.json.projection;

import java.util.Set;

/** The type of a characteristic by its value, as TMF678 v5 names it: {@code StringCharacteristic}. */
final class CharacteristicType {
    private static final String CHARACTERISTIC = "Characteristic";
    private static final Set<String> NUMBERS = Set.of("Integer", "Number");

    private CharacteristicType() {}

    /** The type's name for the JSON value that begins here. The standard has no type for an array of several types. */
    static String of(byte[] json, int at) {
        return (json[at] == '[' ? array(json, at) : single(json, at)) + CHARACTERISTIC;
    }

    /** The type's name for a characteristic without a value. */
    static String withoutValue() {
        return "String" + CHARACTERISTIC;
    }

    /** The one type of all elements; none where they differ. */
    private static String array(byte[] json, int open) {
        var scanner = new JsonScanner(json, open + 1, json.length - open - 1);
        scanner.skipBlanks();
        if (json[scanner.at] == ']') {
            return "StringArray";
        }
        var kind = single(json, scanner.at);
        while (json[scanner.at] != ']') {
            kind = common(kind, single(json, scanner.at));
            scanner.skipValue();
            scanner.skipBlanks();
            if (json[scanner.at] == ',') {
                scanner.at++;
                scanner.skipBlanks();
            }
        }
        return kind.isEmpty() ? kind : kind + "Array";
    }

    private static String common(String kind, String other) {
        if (kind.equals(other)) {
            return kind;
        }
        var both = Set.of(kind, other);
        return both.equals(NUMBERS) ? "Number" : "";
    }

    private static String single(byte[] json, int at) {
        return switch (json[at]) {
            case '"' -> "String";
            case 't', 'f' -> "Boolean";
            case '{' -> "Object";
            case '-', '0', '1', '2', '3', '4', '5', '6', '7', '8', '9' -> number(json, at);
            default -> "";
        };
    }

    private static String number(byte[] json, int start) {
        int at = start;
        while (json[at] == '-' || (json[at] >= '0' && json[at] <= '9')) {
            at++;
        }
        return json[at] == '.' || json[at] == 'e' || json[at] == 'E' ? "Number" : "Integer";
    }
}
