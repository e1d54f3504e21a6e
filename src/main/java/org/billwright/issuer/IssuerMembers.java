package org.billwright.issuer;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;
import org.billwright.problem.Problem;
import org.billwright.problem.ProblemException;

/** Reads the members of an issuer's document. What is invalid is a {@link Problem.InvalidBody} with its path. */
final class IssuerMembers {
    private static final int MAX_ELEMENTS = 20;

    /** The maximum length of a text other than a footer, in characters. */
    private static final int MAX_CHARACTERS = 300;

    private IssuerMembers() {}

    /** Rejects members with other names: a mistyped name would be missing on every bill. */
    static void requireNames(JsonNode object, String path, List<String> names) {
        ProblemException.unless(object.isObject(), path, "must be an object");
        object.fieldNames()
                .forEachRemaining(name -> ProblemException.unless(
                        names.contains(name),
                        path.isEmpty() ? name : path + "." + name,
                        "is unknown; known: " + String.join(", ", names)));
    }

    static String required(JsonNode object, String path, String name) {
        return optional(object, path, name)
                .orElseThrow(() -> new ProblemException(new Problem.InvalidBody(inside(path, name), "is required")));
    }

    static Optional<String> optional(JsonNode object, String path, String name) {
        return optional(object, path, name, MAX_CHARACTERS);
    }

    static Optional<String> optional(JsonNode object, String path, String name, int maxCharacters) {
        var value = object.path(name);
        ProblemException.unless(
                value.isMissingNode()
                        || (value.isTextual()
                                && !value.textValue().isBlank()
                                && value.textValue().length() <= maxCharacters),
                inside(path, name),
                "must be a text of 1 to " + maxCharacters + " characters");
        return Optional.ofNullable(value.textValue());
    }

    private static String inside(String path, String name) {
        return path.isEmpty() ? name : path + "." + name;
    }

    /** Reads each element of an array, which may be absent, with its path. */
    static <T> List<T> elements(JsonNode object, String name, BiFunction<JsonNode, String, T> read) {
        var array = object.path(name);
        ProblemException.unless(array.isMissingNode() || array.isArray(), name, "must be an array");
        ProblemException.unless(array.size() <= MAX_ELEMENTS, name, "has more than " + MAX_ELEMENTS + " elements");
        var found = new ArrayList<T>();
        for (int i = 0; i < array.size(); i++) {
            found.add(read.apply(array.get(i), name + "[" + i + "]"));
        }
        return List.copyOf(found);
    }
}
