package org.billwright.json;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.billwright.json.JsonPatchOperation.Kind;
import org.billwright.problem.Problem;
import org.billwright.problem.ProblemException;

/**
 * A JSON Patch (RFC 6902), or a JSON Patch Query, whose paths have conditions (TMF630 part 5), on a resource in a version's shape. It
 * is parsed as a whole before there is a document to apply it to.
 */
public final class JsonPatchDocument {
    /** The maximum number of operations in a patch. */
    public static final int MAX_OPERATIONS = 100;

    /** The maximum number of conditions in all paths of a patch. */
    public static final int MAX_CONDITIONS = 100;

    /** The maximum number of characters that the operations of a patch copy within the document. */
    public static final int MAX_COPIED_CHARACTERS = 1_000_000;

    /** The member that each operation has. */
    public static final String OPERATION = "op";

    private static final String PATH = "path";
    private static final String FROM = "from";
    private static final String VALUE = "value";
    private static final Set<Kind> WITH_VALUE = EnumSet.of(Kind.ADD, Kind.REPLACE, Kind.TEST);
    private static final Set<Kind> WITH_FROM = EnumSet.of(Kind.MOVE, Kind.COPY);
    private static final String KINDS =
            Arrays.stream(Kind.values()).map(Kind::word).collect(Collectors.joining(", "));

    private final List<JsonPatchOperation> operations;

    private JsonPatchDocument(List<JsonPatchOperation> operations) {
        this.operations = operations;
    }

    /**
     * What a patch may do.
     *
     * @param changeable the attributes that operations other than {@code test} may change
     * @param protectedPaths the JSON Pointers below them that they may not change
     * @param queries whether paths may have conditions
     */
    public record Rules(Shape shape, List<String> changeable, Set<String> protectedPaths, boolean queries) {
        /** Copies the collections. */
        public Rules {
            changeable = List.copyOf(changeable);
            protectedPaths = Set.copyOf(protectedPaths);
        }
    }

    /**
     * Parses the operations. One on an attribute that may not change is a {@link Problem.NotPatchable}, an incomplete one a
     * {@link Problem.MalformedBody}, one with a value of a wrong type a {@link Problem.InvalidBody}.
     */
    public static JsonPatchDocument of(List<ObjectNode> operations, Rules rules) {
        requireAtMost(MAX_OPERATIONS, operations.size(), "the number of patch operations");
        var parsed = new ArrayList<JsonPatchOperation>();
        int conditions = 0;
        for (int i = 0; i < operations.size(); i++) {
            var next = parse(operations.get(i), i, rules);
            conditions += next.path().conditions().size();
            requireAtMost(MAX_CONDITIONS, conditions, "the number of conditions in a JSON Patch");
            parsed.add(next);
        }
        return new JsonPatchDocument(List.copyOf(parsed));
    }

    private static void requireAtMost(int limit, int number, String what) {
        if (number > limit) {
            throw new ProblemException(new Problem.LimitExceeded(what, limit));
        }
    }

    private static JsonPatchOperation parse(ObjectNode operation, int number, Rules rules) {
        var kind = Arrays.stream(Kind.values())
                .filter(k -> k.word().equals(operation.path(OPERATION).textValue()))
                .findFirst();
        boolean changes = kind.filter(Kind.TEST::equals).isEmpty();
        var path = JsonPatchPath.of(operation.path(PATH).asText(), rules.shape(), rules.queries());
        var target = changes ? Optional.of(target(path.pointer(), rules)) : Optional.<JsonPatchTarget>empty();
        var from = Optional.ofNullable(operation.path(FROM).textValue());
        var at = "operation " + number + " of the JSON Patch ";
        requireWellFormed(kind.isPresent(), at + "needs an 'op', one of " + KINDS);
        ProblemException.unless(operation.path(PATH).isTextual(), "[" + number + "]." + PATH, "is required");
        var given = kind.orElseThrow();
        requireWellFormed(!WITH_VALUE.contains(given) || operation.has(VALUE), at + "needs a 'value'");
        requireWellFormed(!WITH_FROM.contains(given) || from.isPresent(), at + "needs a 'from', a JSON Pointer");
        if (WITH_FROM.contains(given)) {
            JsonPointers.segments(from.orElseThrow());
        }
        if (given == Kind.MOVE) {
            target(from.orElseThrow(), rules);
        }
        var value = Optional.<JsonNode>ofNullable(operation.get(VALUE)).filter(v -> WITH_VALUE.contains(given));
        value.ifPresent(v -> target.ifPresent(changed -> changed.requireFits(v)));
        return new JsonPatchOperation(given, path, value, from, target);
    }

    private static JsonPatchTarget target(String pointer, Rules rules) {
        var segments = JsonPointers.segments(pointer);
        if (rules.protectedPaths().contains(pointer)) {
            throw new ProblemException(
                    new Problem.NotPatchable(rules.shape().resource(), String.join(".", segments), rules.changeable()));
        }
        return JsonPatchTarget.of(rules.shape(), rules.changeable(), segments);
    }

    private static void requireWellFormed(boolean isSo, String detail) {
        if (!isSo) {
            throw new ProblemException(new Problem.MalformedBody(detail));
        }
    }

    /**
     * Applies all operations to the document, in their order. If one fails, the document must be thrown away: a failed {@code test}
     * and a condition that does not hold are a {@link Problem.PatchTestFailed}, and another failure is a {@link Problem.InvalidBody}
     * or {@link Problem.LimitExceeded}.
     */
    public void apply(ObjectNode document) {
        var allowance = new JsonPatchAllowance();
        operations.forEach(operation -> operation.apply(document, allowance));
    }
}
