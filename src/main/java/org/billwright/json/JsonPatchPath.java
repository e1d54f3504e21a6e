package org.billwright.json;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.billwright.problem.Problem;
import org.billwright.problem.ProblemException;

/**
 * A path of a JSON Patch, a JSON Pointer (RFC 6901); in a JSON Patch Query it may have conditions (TMF630 part 5): {@code
 * /state?state=new}. A condition on an array that the path goes through selects its elements: {@code
 * /taxItem?taxItem.taxCategory=IVU}. Names in conditions begin at the resource.
 *
 * @param text the path as it was given
 * @param pointer the path without conditions
 * @param segments the same, unescaped
 * @param selects whether the path has conditions, and therefore names arrays without an index
 */
record JsonPatchPath(
        String text, String pointer, List<String> segments, boolean selects, List<JsonPatchCondition> conditions) {
    /**
     * Parses a path. One that is no JSON Pointer is a {@link Problem.MalformedBody}, an attribute in a condition that the shape does
     * not have is a {@link Problem.UnknownAttribute}.
     */
    static JsonPatchPath of(String path, Shape shape, boolean queries) {
        var parts = queries ? path.split("\\?", 2) : new String[] {path};
        var segments = JsonPointers.segments(parts[0]);
        if (parts.length == 1) {
            return new JsonPatchPath(path, path, segments, false, List.of());
        }
        var conditions = new ArrayList<JsonPatchCondition>();
        for (var term : parts[1].split("&", -1)) {
            var sides = term.split("=", 2);
            if (sides.length != 2 || sides[0].isEmpty() || segments.isEmpty()) {
                throw new ProblemException(
                        new Problem.InvalidBody(path, "is not a path with a query: /array?array.name=value"));
            }
            if (conditions.size() == JsonPatchDocument.MAX_CONDITIONS) {
                throw new ProblemException(new Problem.LimitExceeded(
                        "the number of conditions in a JSON Patch", JsonPatchDocument.MAX_CONDITIONS));
            }
            conditions.add(JsonPatchCondition.of(decoded(path, sides[0]), decoded(path, sides[1]), shape));
        }
        return new JsonPatchPath(path, parts[0], segments, true, List.copyOf(conditions));
    }

    private static String decoded(String path, String text) {
        try {
            var bytes =
                    new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1).replace("+", "%2B");
            return Utf8.text(
                    URLDecoder.decode(bytes, StandardCharsets.ISO_8859_1).getBytes(StandardCharsets.ISO_8859_1));
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
        if (!selects) {
            return List.of(pointer);
        }
        var found = new ArrayList<String>();
        find(document, 0, "", List.of(), maybeAbsent, found);
        return found;
    }

    private void find(
            JsonNode node, int depth, String here, List<String> names, boolean maybeAbsent, List<String> found) {
        if (node.isArray()) {
            boolean indexed = depth < segments.size() && isIndex(segments.get(depth));
            for (int i = 0; i < node.size(); i++) {
                boolean named = !indexed || segments.get(depth).equals(String.valueOf(i));
                if (named && matches(node.get(i), names)) {
                    find(node.get(i), indexed ? depth + 1 : depth, here + "/" + i, names, maybeAbsent, found);
                }
            }
        } else if (depth == segments.size()) {
            if (maybeAbsent || !node.isMissingNode()) {
                found.add(here);
            }
        } else {
            var name = segments.get(depth);
            var next = new ArrayList<>(names);
            next.add(name);
            boolean isLast = depth + 1 == segments.size();
            if (isLast || node.isObject()) {
                find(node.path(name), depth + 1, here + "/" + escaped(name), next, maybeAbsent, found);
            }
        }
    }

    private static String escaped(String name) {
        return name.replace("~", "~0").replace("/", "~1");
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
