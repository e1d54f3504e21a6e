package org.billwright.csv;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import org.billwright.problem.Problem;
import org.billwright.problem.ProblemException;

/** A column that is written, and the attributes that an import reads from it; none where the mapping has no use for it. */
record CsvColumn(String name, List<CsvAttribute> targets) {
    /** The text that an import reads as what the document has in all of the attributes. */
    String text(ObjectNode document) {
        if (targets.isEmpty()) {
            return "";
        }
        var possible = targets.stream().map(target -> target.texts(document)).toList();
        return possible.getFirst().stream()
                .filter(text -> possible.stream().allMatch(texts -> texts.contains(text)))
                .findFirst()
                .orElseThrow(() -> new ProblemException(new Problem.InvalidBody(
                        name,
                        "cannot be written: no text of it stands for "
                                + String.join(
                                        " and ",
                                        targets.stream()
                                                .map(target -> target.told(document))
                                                .toList()))));
    }
}
