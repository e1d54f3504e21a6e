package org.billwright.json;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.flipkart.zjsonpatch.CompatibilityFlags;
import com.flipkart.zjsonpatch.InvalidJsonPatchException;
import com.flipkart.zjsonpatch.JsonPatch;
import com.flipkart.zjsonpatch.JsonPatchApplicationException;
import com.flipkart.zjsonpatch.Operation;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import org.billwright.problem.Problem;
import org.billwright.problem.ProblemException;

/** Applies JSON Patches (RFC 6902), and JSON Patch Queries, whose paths select array elements (TMF630 part 5). */
public final class JsonPatchDocument {
    /** The maximum number of operations in a patch. */
    public static final int MAX_OPERATIONS = 100;

    private static final String TEST = "test";
    private static final EnumSet<CompatibilityFlags> STRICT =
            EnumSet.of(CompatibilityFlags.FORBID_REMOVE_MISSING_OBJECT);

    private JsonPatchDocument() {}

    /**
     * The document after all operations. If one fails, none is applied: a failed {@code test} is a
     * {@link Problem.PatchTestFailed}, an operation on an attribute that may not change is a
     * {@link Problem.NotPatchable}, and another failure is a {@link Problem.InvalidBody}.
     */
    public static ObjectNode apply(
            ObjectNode document, List<ObjectNode> operations, String resource, List<String> changeable) {
        if (operations.size() > MAX_OPERATIONS) {
            throw new ProblemException(new Problem.LimitExceeded("the number of patch operations", MAX_OPERATIONS));
        }
        var patch = Json.array();
        for (int i = 0; i < operations.size(); i++) {
            requireChangeable(operations.get(i), resource, changeable);
            addResolved(patch, document, operations.get(i), i);
        }
        try {
            return (ObjectNode) JsonPatch.apply(patch, document, STRICT);
        } catch (InvalidJsonPatchException e) {
            throw new ProblemException(new Problem.MalformedBody("not a JSON Patch: " + e.getMessage()));
        } catch (JsonPatchApplicationException e) {
            if (e.getOperation() == Operation.TEST) {
                throw new ProblemException(new Problem.PatchTestFailed(String.valueOf(e.getPath())));
            }
            throw new ProblemException(
                    new Problem.InvalidBody(String.valueOf(e.getPath()), "cannot be patched so: " + e.getMessage()));
        }
    }

    private static void requireChangeable(ObjectNode operation, String resource, List<String> changeable) {
        var op = operation.path("op").asText();
        if (op.equals(TEST)) {
            return;
        }
        requireChangeable(operation.path("path"), resource, changeable);
        if (op.equals("move")) {
            requireChangeable(operation.path("from"), resource, changeable);
        }
    }

    private static void requireChangeable(JsonNode path, String resource, List<String> changeable) {
        var first = path.asText().split("[/?]", 3);
        var attribute = first.length > 1 ? first[1] : "";
        if (!changeable.contains(attribute)) {
            throw new ProblemException(new Problem.NotPatchable(resource, attribute, changeable));
        }
    }

    /** An operation whose path has a query becomes one operation for each selected element. */
    private static void addResolved(ArrayNode patch, ObjectNode document, ObjectNode operation, int number) {
        var path = Optional.ofNullable(operation.path("path").textValue())
                .orElseThrow(
                        () -> new ProblemException(new Problem.InvalidBody("[" + number + "].path", "is required")));
        if (path.indexOf('?') < 0) {
            patch.add(operation);
            return;
        }
        var found = JsonPatchPath.of(path).pointers(document);
        if (found.isEmpty()) {
            throw operation.path("op").asText().equals(TEST)
                    ? new ProblemException(new Problem.PatchTestFailed(path))
                    : new ProblemException(new Problem.InvalidBody(path, "finds nothing"));
        }
        found.forEach(pointer -> patch.add(operation.deepCopy().put("path", pointer)));
    }
}
