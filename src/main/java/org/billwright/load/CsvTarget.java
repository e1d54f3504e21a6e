package org.billwright.load;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;
import java.util.Optional;
import org.billwright.json.Type;
import org.billwright.problem.Echo;
import org.billwright.problem.Problem;
import org.billwright.problem.Rejected;

/**
 * An attribute and the column that it comes from.
 *
 * @param codes what the column's texts stand for, an absent value for none; empty where they stand for themselves
 * @param otherwise the value where the column is empty
 */
record CsvTarget(
        AttributePath path,
        String column,
        Type type,
        CsvValues form,
        Map<String, Optional<JsonNode>> codes,
        Optional<JsonNode> otherwise,
        boolean required) {
    /** The attribute's value for the text of the column. */
    Optional<JsonNode> value(String text) {
        if (text.isEmpty() || (type != Type.TEXT && text.isBlank())) {
            Rejected.unless(!required || otherwise.isPresent(), column, "is empty");
            return otherwise;
        }
        if (codes.isEmpty()) {
            return Optional.of(form.value(column, type, text));
        }
        return Optional.ofNullable(codes.get(text.strip())).orElseThrow(() -> unknown(text));
    }

    private Rejected unknown(String text) {
        return new Rejected(new Problem.InvalidBody(
                column,
                "is '" + Echo.of(text) + "'; the mapping knows "
                        + String.join(", ", codes.keySet().stream().sorted().toList())));
    }
}
