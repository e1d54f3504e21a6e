package org.billwright.json;

import com.fasterxml.jackson.databind.JsonNode;
import org.billwright.problem.Problem;
import org.billwright.problem.ProblemException;

/** How much the operations of one JSON Patch may still copy: copies of copies would double the document each time. */
final class JsonPatchAllowance {
    private long left = JsonPatchDocument.MAX_COPIED_CHARACTERS;

    /** Takes the size of a value that is going to be copied. */
    void take(JsonNode value) {
        left -= size(value, left);
        if (left < 0) {
            throw new ProblemException(new Problem.LimitExceeded(
                    "the number of characters that a JSON Patch copies", JsonPatchDocument.MAX_COPIED_CHARACTERS));
        }
    }

    /** Refuses a value that would nest the document too deeply. */
    void requireDepth(String pointer, JsonNode value) {
        long outer = pointer.chars().filter(c -> c == '/').count();
        if (outer + depth(value) > Json.MAX_DEPTH) {
            throw new ProblemException(new Problem.LimitExceeded("the nesting of a patched document", Json.MAX_DEPTH));
        }
    }

    /** The characters of names and texts, and one for each value; the search ends above the limit. */
    private static long size(JsonNode value, long limit) {
        long size = 1L + (value.isContainerNode() ? 0 : value.asText().length());
        for (var member : value.properties()) {
            size += member.getKey().length();
        }
        for (var element : value) {
            if (size > limit) {
                break;
            }
            size += size(element, limit - size);
        }
        return size;
    }

    private static int depth(JsonNode value) {
        int deepest = 0;
        for (var element : value) {
            deepest = Math.max(deepest, depth(element));
        }
        return value.isContainerNode() ? deepest + 1 : 0;
    }
}
