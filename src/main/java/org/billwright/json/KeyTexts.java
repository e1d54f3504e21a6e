package org.billwright.json;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import org.billwright.problem.Problem;
import org.billwright.problem.ProblemException;

/** Texts by which the database finds a document: ids, references and numbers. Its indexes cannot hold long ones. */
public final class KeyTexts {
    /** The maximum length, in characters. */
    public static final int MAX_CHARACTERS = 200;

    private static final String PARTY = "partyOrPartyRole";

    private KeyTexts() {}

    /** Whether a text can be a key. */
    public static boolean isKey(String text) {
        return text.length() <= MAX_CHARACTERS;
    }

    /**
     * Checks texts of a document in the stored shape. The first that is too long is a {@link Problem.InvalidBody} with the path in this
     * version.
     *
     * @param paths with points between their steps; an array stands for each of its elements
     */
    public static void validate(ObjectNode stored, TmfVersion version, String... paths) {
        for (var path : paths) {
            validate(stored, version, List.of(path.split("\\.", -1)), "");
        }
    }

    private static void validate(JsonNode node, TmfVersion version, List<String> steps, String path) {
        if (node.isArray()) {
            for (int i = 0; i < node.size(); i++) {
                validate(node.get(i), version, steps, path + "[" + i + "]");
            }
        } else if (steps.isEmpty()) {
            ProblemException.unless(
                    !node.isTextual() || isKey(node.textValue()),
                    path,
                    "is limited to " + MAX_CHARACTERS + " characters");
        } else {
            var step = steps.getFirst();
            boolean isHidden = version == TmfVersion.V4 && step.equals(PARTY);
            var here = isHidden ? path : path.isEmpty() ? step : path + "." + step;
            validate(node.path(step), version, steps.subList(1, steps.size()), here);
        }
    }
}
