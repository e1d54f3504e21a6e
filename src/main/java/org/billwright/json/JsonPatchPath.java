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
 * A path of a JSON Patch Query, which has conditions (TMF630 part 5): {@code /state?state=new}. A condition on an array that the
 * path goes through selects its elements: {@code /taxItem?taxItem.taxCategory=IVU}. Names in conditions begin at the resource.
 */
record JsonPatchPath(List<String> segments, List<JsonPatchCondition> conditions) {
    /** Parses a path with a query. An attribute that the shape does not have is a {@link Problem.UnknownAttribute}. */
    static JsonPatchPath of(String path, Shape shape) {
        var parts = path.split("\\?", 2);
        var conditions = new ArrayList<JsonPatchCondition>();
        for (var term : parts[1].split("&", -1)) {
            var sides = term.split("=", 2);
            if (sides.length != 2 || sides[0].isEmpty() || !parts[0].startsWith("/")) {
                throw new ProblemException(
                        new Problem.InvalidBody(path, "is not a path with a query: /array?array.name=value"));
            }
            conditions.add(JsonPatchCondition.of(decoded(path, sides[0]), decoded(path, sides[1]), shape));
        }
        return new JsonPatchPath(Arrays.asList(parts[0].substring(1).split("/", -1)), conditions);
    }

    private static String decoded(String path, String text) {
        try {
            return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            throw new ProblemException(new Problem.InvalidBody(path, "is not percent-encoded correctly"));
        }
    }

    /** Whether the document meets each condition, those on arrays by any element. */
    boolean holds(JsonNode document) {
        return conditions.stream().allMatch(condition -> condition.holds(document));
    }

    /**
     * JSON Pointers (RFC 6901) to all selected values of a document.
     *
     * @param maybeAbsent whether the last member of the path need not exist
     */
    List<String> pointers(JsonNode document, boolean maybeAbsent) {
        var found = new ArrayList<String>();
        find(document, 0, "", List.of(), maybeAbsent, found);
        return found;
    }

    private void find(
            JsonNode node, int depth, String pointer, List<String> names, boolean maybeAbsent, List<String> found) {
        if (node.isArray()) {
            boolean indexed = depth < segments.size() && isIndex(segments.get(depth));
            for (int i = 0; i < node.size(); i++) {
                boolean named = !indexed || segments.get(depth).equals(String.valueOf(i));
                if (named && matches(node.get(i), names)) {
                    find(node.get(i), indexed ? depth + 1 : depth, pointer + "/" + i, names, maybeAbsent, found);
                }
            }
        } else if (depth == segments.size()) {
            if (maybeAbsent || !node.isMissingNode()) {
                found.add(pointer);
            }
        } else {
            var segment = segments.get(depth);
            var name = segment.replace("~1", "/").replace("~0", "~");
            var next = new ArrayList<>(names);
            next.add(name);
            boolean isLast = depth + 1 == segments.size();
            if (isLast || node.isObject()) {
                find(node.path(name), depth + 1, pointer + "/" + segment, next, maybeAbsent, found);
            }
        }
    }

    private static boolean isIndex(String segment) {
        return segment.chars().allMatch(c -> c >= '0' && c <= '9') && !segment.isEmpty();
    }

    /** Whether an element of the array with these names meets the conditions on that array. */
    private boolean matches(JsonNode element, List<String> array) {
        return conditions.stream()
                .filter(condition -> condition.isBelow(array))
                .allMatch(condition -> condition.from(array.size()).holds(element));
    }
}
