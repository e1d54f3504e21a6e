package org.billwright.json;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.flipkart.zjsonpatch.CompatibilityFlags;
import com.flipkart.zjsonpatch.JsonPatch;
import com.flipkart.zjsonpatch.JsonPatchApplicationException;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.billwright.problem.Problem;
import org.billwright.problem.ProblemException;

/**
 * JSON Patches (RFC 6902), and JSON Patch Queries, whose paths have conditions (TMF630 part 5), on a resource in a version's shape.
 *
 * @param changeable the attributes that operations other than {@code test} may change
 * @param protectedPaths the paths below them that they may not change
 * @param queries whether paths may have conditions
 */
public record JsonPatchDocument(Shape shape, List<String> changeable, Set<String> protectedPaths, boolean queries) {
    /** The maximum number of operations in a patch. */
    public static final int MAX_OPERATIONS = 100;

    /** The member that each operation has. */
    public static final String OPERATION = "op";

    private static final String TEST = "test";
    private static final String ADD = "add";
    private static final String VALUE = "value";

    /** RFC 6902 §4; they have a case. */
    private static final List<String> OPERATIONS = List.of(ADD, "remove", "replace", "move", "copy", TEST);

    private static final Set<String> WITH_VALUE = Set.of(ADD, "replace", TEST);
    private static final Set<String> WITH_FROM = Set.of("move", "copy");
    private static final EnumSet<CompatibilityFlags> STRICT =
            EnumSet.of(CompatibilityFlags.FORBID_REMOVE_MISSING_OBJECT);

    /** Numbers are equal by value (RFC 6902 §4.6). */
    private static final Comparator<JsonNode> BY_VALUE =
            (a, b) -> a.isNumber() && b.isNumber() ? a.decimalValue().compareTo(b.decimalValue()) : a.equals(b) ? 0 : 1;

    /** Copies the collections. */
    public JsonPatchDocument {
        changeable = List.copyOf(changeable);
        protectedPaths = Set.copyOf(protectedPaths);
    }

    /**
     * Applies all operations to the document, in their order. If one fails, the document must be thrown away: a failed {@code test}
     * and a condition that does not hold are a {@link Problem.PatchTestFailed}, an operation on an attribute that may not change is
     * a {@link Problem.NotPatchable}, and another failure is a {@link Problem.InvalidBody} or {@link Problem.MalformedBody}.
     */
    public void apply(ObjectNode document, List<ObjectNode> operations) {
        if (operations.size() > MAX_OPERATIONS) {
            throw new ProblemException(new Problem.LimitExceeded("the number of patch operations", MAX_OPERATIONS));
        }
        for (int i = 0; i < operations.size(); i++) {
            requireChangeable(operations.get(i));
            requireComplete(operations.get(i), i);
        }
        operations.forEach(operation -> applyResolved(document, operation));
    }

    private void requireChangeable(ObjectNode operation) {
        var op = operation.path(OPERATION).asText();
        if (op.equals(TEST)) {
            return;
        }
        requireChangeable(operation.path("path"));
        if (op.equals("move")) {
            requireChangeable(operation.path("from"));
        }
    }

    private void requireChangeable(JsonNode given) {
        var path = queries ? given.asText().split("\\?", 2)[0] : given.asText();
        var first = path.split("/", 3);
        var attribute = first.length > 1 ? first[1] : "";
        if (!changeable.contains(attribute) || protectedPaths.contains(path)) {
            throw new ProblemException(new Problem.NotPatchable(
                    shape.resource(),
                    changeable.contains(attribute) ? path.substring(1).replace('/', '.') : attribute,
                    changeable));
        }
    }

    private static void requireComplete(ObjectNode operation, int number) {
        var at = "operation " + number + " of the JSON Patch ";
        var op = Optional.ofNullable(operation.path(OPERATION).textValue()).orElse("");
        requireWellFormed(OPERATIONS.contains(op), at + "needs an 'op', one of " + String.join(", ", OPERATIONS));
        ProblemException.unless(operation.path("path").isTextual(), "[" + number + "].path", "is required");
        requireWellFormed(!WITH_VALUE.contains(op) || operation.has(VALUE), at + "needs a 'value'");
        requireWellFormed(
                !WITH_FROM.contains(op) || operation.path("from").isTextual(), at + "needs a 'from', a JSON Pointer");
    }

    private static void requireWellFormed(boolean isSo, String detail) {
        if (!isSo) {
            throw new ProblemException(new Problem.MalformedBody(detail));
        }
    }

    /** An operation whose path has conditions becomes one operation for each selected value. */
    private void applyResolved(ObjectNode document, ObjectNode operation) {
        var path = operation.path("path").asText();
        if (!queries || path.indexOf('?') < 0) {
            apply(document, operation, path);
            return;
        }
        var query = JsonPatchPath.of(path, shape);
        if (!query.holds(document)) {
            throw new ProblemException(new Problem.PatchTestFailed(path));
        }
        var op = operation.path(OPERATION).asText();
        var found = query.pointers(document, op.equals(ADD));
        if (found.isEmpty()) {
            throw new ProblemException(
                    op.equals(TEST)
                            ? new Problem.PatchTestFailed(path)
                            : new Problem.InvalidBody(path, "finds nothing"));
        }
        found.forEach(pointer -> apply(document, operation, pointer));
    }

    private static void apply(ObjectNode document, ObjectNode operation, String pointer) {
        if (operation.path(OPERATION).asText().equals(TEST)) {
            test(document, pointer, operation.path(VALUE));
            return;
        }
        try {
            JsonPatch.applyInPlace(Json.array().add(operation.deepCopy().put("path", pointer)), document, STRICT);
        } catch (JsonPatchApplicationException e) {
            throw new ProblemException(new Problem.InvalidBody(
                    pointer,
                    "cannot be changed by '" + operation.path(OPERATION).asText()
                            + "': the path, or the path that it is in, does not exist"));
        }
    }

    private static void test(ObjectNode document, String pointer, JsonNode expected) {
        JsonNode found;
        try {
            found = document.at(JsonPointer.compile(pointer));
        } catch (IllegalArgumentException e) {
            throw new ProblemException(new Problem.InvalidBody(pointer, "is not a JSON Pointer"));
        }
        if (!found.equals(BY_VALUE, expected)) {
            throw new ProblemException(new Problem.PatchTestFailed(pointer));
        }
    }
}
