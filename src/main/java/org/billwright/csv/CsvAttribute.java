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
 * An attribute and the column that it comes from.
 *
 * @param stored where documents have it when they are stored
 * @param codes what the column's texts stand for, an absent value for none; empty where they stand for themselves
 * @param otherwise the value where the column is empty
 */
record CsvAttribute(
        AttributePath path,
        AttributePath stored,
        String column,
        AttributeType type,
        CsvValues form,
        Map<String, Optional<JsonNode>> codes,
        Optional<JsonNode> otherwise,
        boolean required) {
    /** The attribute's value for the text of the column. */
    Optional<JsonNode> value(String text) {
        if (text.isEmpty() || (type != AttributeType.TEXT && text.isBlank())) {
            ProblemException.unless(!required || otherwise.isPresent(), column, "is empty");
            return otherwise;
        }
        if (codes.isEmpty()) {
            return Optional.of(form.value(column, type, text));
        }
        return Optional.ofNullable(codes.get(text.strip())).orElseThrow(() -> unknown(text));
    }

    /** The texts of the column that are read as what a stored document has, the plainest first. */
    List<String> texts(ObjectNode document) {
        var value = stored.value(document).filter(node -> !node.asText().isEmpty());
        var texts = new ArrayList<String>();
        if (value.isPresent()) {
            texts.addAll(texts(value.get()));
        } else if (otherwise.isEmpty()) {
            texts.addAll(required ? List.of() : List.of(""));
            texts.addAll(codesOf(value));
        } else {
            // It cannot come back as absent, but where there is a code for that.
            texts.addAll(codesOf(value));
            texts.addAll(texts.isEmpty() ? texts(otherwise.get()) : List.of());
        }
        return List.copyOf(texts);
    }

    private List<String> texts(JsonNode value) {
        var texts = codes.isEmpty() ? List.of(form.text(type, value)) : codesOf(Optional.of(value));
        return same(Optional.of(value), otherwise)
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

    /** Whether these are one value, however many zeros a number ends with. */
    static boolean same(Optional<JsonNode> one, Optional<JsonNode> other) {
        return one.equals(other)
                || (one.filter(JsonNode::isNumber).isPresent()
                        && other.filter(JsonNode::isNumber).isPresent()
                        && one.get().decimalValue().compareTo(other.get().decimalValue()) == 0);
    }

    /** What a stored document has, for people. */
    String told(ObjectNode document) {
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
