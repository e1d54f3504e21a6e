package org.billwright.json;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.billwright.problem.Problem;
import org.billwright.problem.ProblemException;

/**
 * A path of a JSON Patch Query, which selects array elements by their content (TMF630 part 5):
 * {@code /taxItem?taxItem.taxCategory=IVU}. Names in the query begin at the resource.
 */
record JsonPatchPath(List<String> segments, List<Condition> conditions) {
    /** An attribute and the text that it must have. */
    record Condition(String path, String value) {}

    static JsonPatchPath of(String path) {
        var parts = path.split("\\?", 2);
        var conditions = new ArrayList<Condition>();
        for (var term : parts[1].split("&", -1)) {
            var sides = term.split("=", 2);
            if (sides.length != 2 || sides[0].isEmpty() || !parts[0].startsWith("/")) {
                throw new ProblemException(
                        new Problem.InvalidBody(path, "is not a path with a query: /array?array.name=value"));
            }
            conditions.add(new Condition(sides[0], decoded(path, sides[1])));
        }
        return new JsonPatchPath(Arrays.asList(parts[0].substring(1).split("/", -1)), conditions);
    }

    private static String decoded(String path, String value) {
        try {
            return URLDecoder.decode(value.replace("+", "%2B"), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            throw new ProblemException(new Problem.InvalidBody(path, "is not percent-encoded correctly"));
        }
    }

    /** JSON Pointers (RFC 6901) to all selected values of a document. */
    List<String> pointers(JsonNode document) {
        var found = new ArrayList<String>();
        find(document, 0, "", "", found);
        return found;
    }

    private void find(JsonNode node, int depth, String pointer, String dotted, List<String> found) {
        if (node.isArray()) {
            for (int i = 0; i < node.size(); i++) {
                if (matches(node.get(i), dotted)) {
                    find(node.get(i), depth, pointer + "/" + i, dotted, found);
                }
            }
        } else if (depth == segments.size()) {
            if (!node.isMissingNode()) {
                found.add(pointer);
            }
        } else {
            var name = segments.get(depth);
            find(
                    node.path(name),
                    depth + 1,
                    pointer + "/" + name,
                    dotted.isEmpty() ? name : dotted + "." + name,
                    found);
        }
    }

    /** Whether an element of the array at this path matches the conditions on that array. */
    private boolean matches(JsonNode element, String array) {
        return conditions.stream()
                .filter(condition -> condition.path.startsWith(array + "."))
                .allMatch(condition -> has(
                        element,
                        List.of(condition.path.substring(array.length() + 1).split("\\.", -1)),
                        condition.value));
    }

    private static boolean has(JsonNode node, List<String> path, String value) {
        if (node.isArray()) {
            return node.valueStream().anyMatch(element -> has(element, path, value));
        }
        return path.isEmpty()
                ? node.isValueNode() && node.asText().equals(value)
                : has(node.path(path.getFirst()), path.subList(1, path.size()), value);
    }
}
