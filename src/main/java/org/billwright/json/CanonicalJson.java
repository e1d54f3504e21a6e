package org.billwright.json;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.Map;

/**
 * The content of a document as text: the same for two documents that differ in the order of their members and in trailing zeros of their
 * numbers alone, and for no others. It is no JSON: texts stand behind their length instead of in quotes.
 */
public final class CanonicalJson {
    private static final int EXPECTED_CHARACTERS = 1 << 10;

    private CanonicalJson() {}

    /** The content of a document. */
    public static String of(JsonNode document) {
        var out = new StringBuilder(EXPECTED_CHARACTERS);
        write(document, out);
        return out.toString();
    }

    private static void write(JsonNode node, StringBuilder out) {
        switch (node) {
            case ObjectNode object -> {
                out.append('{');
                var members = new ArrayList<>(object.properties());
                members.sort(Map.Entry.comparingByKey());
                members.forEach(member -> {
                    text(member.getKey(), out);
                    write(member.getValue(), out);
                });
                out.append('}');
            }
            case ArrayNode array -> {
                out.append('[');
                array.forEach(element -> write(element, out));
                out.append(']');
            }
            default -> {
                if (node.isTextual()) {
                    text(node.textValue(), out);
                } else if (node.isNumber()) {
                    out.append(node.decimalValue().stripTrailingZeros()).append(' ');
                } else {
                    out.append(node.asText()).append(' ');
                }
            }
        }
    }

    private static void text(String text, StringBuilder out) {
        out.append('"').append(text.length()).append(':').append(text);
    }
}
