package org.billwright.csv;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.billwright.json.AttributeType;
import org.billwright.problem.Problem;
import org.billwright.problem.ProblemException;
import org.billwright.problem.QuotedInput;

/**
 * An attribute and the column that it is read from.
 *
 * @param stored the path in the stored document
 * @param codes the values of texts in the column, absent for no value; empty where texts are the values
 * @param defaultValue the value where the column is empty
 */
record CsvAttribute(
        AttributePath path,
        AttributePath stored,
        String column,
        AttributeType type,
        CsvValues form,
        Map<String, Optional<JsonNode>> codes,
        Optional<JsonNode> defaultValue,
        boolean required) {
    /** The attribute's value for the text of the column. */
    Optional<JsonNode> value(String text) {
        if (text.isEmpty() || (type != AttributeType.TEXT && text.isBlank())) {
            ProblemException.unless(!required || defaultValue.isPresent(), column, "is empty");
            return defaultValue;
        }
        if (codes.isEmpty()) {
            return Optional.of(form.value(column, type, text));
        }
        return Optional.ofNullable(codes.get(text.strip())).orElseThrow(() -> unknown(text));
    }

    /** The texts of the column that an import reads as the value of a stored document, the simplest first. */
    List<String> texts(ObjectNode document) {
        var value = stored.value(document).filter(node -> !node.asText().isEmpty());
        var texts = new ArrayList<String>();
        if (value.isPresent()) {
            texts.addAll(texts(value.get()));
        } else if (defaultValue.isEmpty()) {
            texts.addAll(required ? List.of() : List.of(""));
            texts.addAll(codesOf(value));
        } else {
            // only a code can stand for an absent value
            texts.addAll(codesOf(value));
            texts.addAll(texts.isEmpty() ? texts(defaultValue.get()) : List.of());
        }
        return List.copyOf(texts);
    }

    private List<String> texts(JsonNode value) {
        var texts = codes.isEmpty() ? List.of(form.text(type, value)) : codesOf(Optional.of(value));
        return same(Optional.of(value), defaultValue)
                ? Stream.concat(texts.stream(), Stream.of("")).toList()
                : texts;
    }

    private List<String> codesOf(Optional<JsonNode> value) {
        return codes.entrySet().stream()
                .filter(code -> same(code.getValue(), value))
                .map(Map.Entry::getKey)
                .filter(code -> !code.isBlank() && code.equals(code.strip()))
                .toList();
    }

    /** Whether two values are equal, regardless of trailing zeros of numbers. */
    static boolean same(Optional<JsonNode> one, Optional<JsonNode> other) {
        return one.equals(other)
                || (one.filter(JsonNode::isNumber).isPresent()
                        && other.filter(JsonNode::isNumber).isPresent()
                        && one.get().decimalValue().compareTo(other.get().decimalValue()) == 0);
    }

    /** The value of a stored document, for an error text. */
    String described(ObjectNode document) {
        return path.text() + " "
                + stored.value(document)
                        .map(value -> "'" + QuotedInput.of(value.asText()) + "'")
                        .orElse("absent");
    }

    private ProblemException unknown(String text) {
        return new ProblemException(new Problem.InvalidBody(
                column,
                "is '" + QuotedInput.of(text) + "'; the mapping knows "
                        + String.join(", ", codes.keySet().stream().sorted().toList())));
    }
}
