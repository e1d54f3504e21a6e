package org.billwright.json.projection;

/** The type of a characteristic by its value, as TMF678 v5 names it: {@code StringCharacteristic}. */
final class CharacteristicType {
    private static final String CHARACTERISTIC = "Characteristic";

    private CharacteristicType() {}

    /** The type's name for the JSON value that begins here. The type of an array follows from its first element. */
    static String of(byte[] json, int at) {
        return (json[at] == '[' ? array(json, at) : single(json, at)) + CHARACTERISTIC;
    }

    /** The type's name for a characteristic without a value. */
    static String withoutValue() {
        return "String" + CHARACTERISTIC;
    }

    private static String array(byte[] json, int open) {
        int at = blanks(json, open + 1);
        if (json[at] == ']') {
            return "StringArray";
        }
        var kind = single(json, at);
        if (kind.equals("Integer") && hasFraction(json, at)) {
            kind = "Number";
        }
        return kind.isEmpty() ? kind : kind + "Array";
    }

    /** Numbers contain no brackets, so the first closing bracket ends their array. */
    private static boolean hasFraction(byte[] json, int from) {
        for (int i = from; json[i] != ']'; i++) {
            if (json[i] == '.' || json[i] == 'e' || json[i] == 'E') {
                return true;
            }
        }
        return false;
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

    private static int blanks(byte[] json, int from) {
        int at = from;
        while (json[at] == ' ' || json[at] == '\n' || json[at] == '\r' || json[at] == '\t') {
            at++;
        }
        return at;
    }
}
