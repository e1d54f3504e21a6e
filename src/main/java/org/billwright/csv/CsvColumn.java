package org.billwright.csv;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Set;
import org.billwright.problem.Problem;
import org.billwright.problem.ProblemException;

/**
 * A column to write, and the attributes that an import reads from it; none where the mapping does not use the column.
 *
 * @param nulls texts that an import reads as an empty field
 */
record CsvColumn(String name, List<CsvAttribute> targets, Set<String> nulls) {
    /** The text that an import reads as the values of all these attributes. */
    String text(ObjectNode document) {
        if (targets.isEmpty()) {
            return "";
        }
        var possible =
                targets.stream().map(target -> target.texts(name, document)).toList();
        return possible.getFirst().stream()
                .filter(text -> !nulls.contains(text.strip()))
                .filter(text -> possible.stream().allMatch(texts -> texts.contains(text)))
                .findFirst()
                .orElseThrow(() -> new ProblemException(new Problem.InvalidBody(
                        name,
                        "cannot be written: no text represents "
                                + String.join(
                                        " and ",
                                        targets.stream()
                                                .map(target -> target.described(document))
                                                .toList()))));
    }
}
