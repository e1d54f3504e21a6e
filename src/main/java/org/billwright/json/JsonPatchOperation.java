package org.billwright.json;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.flipkart.zjsonpatch.CompatibilityFlags;
import com.flipkart.zjsonpatch.JsonPatch;
import com.flipkart.zjsonpatch.JsonPatchApplicationException;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Optional;
import org.billwright.problem.Problem;
import org.billwright.problem.ProblemException;

/**
 * One operation of a JSON Patch, with its path parsed and its value checked.
 *
 * @param value for {@code add}, {@code replace} and {@code test}
 * @param from a JSON Pointer, for {@code move} and {@code copy}
 * @param target what is changed; a {@code test} has none
 */
record JsonPatchOperation(
        Kind kind,
        JsonPatchPath path,
        Optional<JsonNode> value,
        Optional<String> from,
        Optional<JsonPatchTarget> target) {
    /** RFC 6902 §4. The names have a case. */
    enum Kind {
        ADD,
        REMOVE,
        REPLACE,
        MOVE,
        COPY,
        TEST;

        String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    private static final EnumSet<CompatibilityFlags> STRICT =
            EnumSet.of(CompatibilityFlags.FORBID_REMOVE_MISSING_OBJECT);

    /** Numbers are equal by value (RFC 6902 §4.6). */
    private static final Comparator<JsonNode> BY_VALUE =
            (a, b) -> a.isNumber() && b.isNumber() ? a.decimalValue().compareTo(b.decimalValue()) : a.equals(b) ? 0 : 1;

    /** Applies the operation to each value that the path selects. What it copies is taken from the allowance before it is copied. */
    void apply(ObjectNode document, JsonPatchAllowance allowance) {
        if (!path.holds(document)) {
            throw new ProblemException(new Problem.PatchTestFailed(path.text()));
        }
        var found = path.pointers(document, kind == Kind.ADD);
        if (found.isEmpty()) {
            throw new ProblemException(
                    kind == Kind.TEST
                            ? new Problem.PatchTestFailed(path.text())
                            : new Problem.InvalidBody(path.text(), "finds nothing"));
        }
        found.forEach(pointer -> apply(document, pointer, allowance));
    }

    private void apply(ObjectNode document, String pointer, JsonPatchAllowance allowance) {
        switch (kind) {
            case TEST -> test(document, pointer);
            case REMOVE -> change(document, pointer, operation(Kind.REMOVE, pointer));
            case ADD, REPLACE -> {
                var set = value.orElseThrow();
                allowance.requireDepth(pointer, set);
                change(document, pointer, operation(kind, pointer).set("value", set.deepCopy()));
            }
            case MOVE -> {
                allowance.requireDepth(pointer, source(document));
                change(document, pointer, operation(Kind.MOVE, pointer).put("from", from.orElseThrow()));
            }
            case COPY -> {
                var source = source(document);
                allowance.take(source);
                allowance.requireDepth(pointer, source);
                change(document, pointer, operation(Kind.ADD, pointer).set("value", source.deepCopy()));
            }
        }
    }

    private JsonNode source(ObjectNode document) {
        var source = document.at(JsonPointer.compile(from.orElseThrow()));
        ProblemException.unless(!source.isMissingNode(), from.orElseThrow(), "does not exist");
        target.ifPresent(at -> at.requireFits(source));
        return source;
    }

    private static ObjectNode operation(Kind kind, String pointer) {
        return Json.object().put("op", kind.word()).put("path", pointer);
    }

    private void change(ObjectNode document, String pointer, JsonNode operation) {
        try {
            JsonPatch.applyInPlace(Json.array().add(operation), document, STRICT);
        } catch (JsonPatchApplicationException e) {
            throw new ProblemException(new Problem.InvalidBody(
                    pointer,
                    "cannot be changed by '" + kind.word() + "': the path, or the path that it is in, does not exist"));
        }
    }

    private void test(ObjectNode document, String pointer) {
        var found = document.at(JsonPointer.compile(pointer));
        if (!found.equals(BY_VALUE, value.orElseThrow())) {
            throw new ProblemException(new Problem.PatchTestFailed(pointer));
        }
    }
}
