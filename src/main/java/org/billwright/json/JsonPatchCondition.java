package org.billwright.json;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.billwright.problem.Problem;
import org.billwright.problem.ProblemException;

/**
 * A condition in a path of a JSON Patch Query: an attribute, and the value that it must have. Values are compared by the type of the
 * attribute, as in filters of lists: {@code 10.5} equals {@code 10.50}.
 */
record JsonPatchCondition(List<String> names, Predicate<JsonNode> isValue) {
    /** Resolves the attribute in the shape. An unknown one is a {@link Problem.UnknownAttribute}. */
    static JsonPatchCondition of(String name, String value, Shape shape) {
        var names = List.of(name.split("\\.", -1));
        var attribute = shape.resolve(names)
                .orElseThrow(() -> new ProblemException(new Problem.UnknownAttribute(shape.resource(), name)))
                .getLast();
        return new JsonPatchCondition(
                names,
                switch (attribute) {
                    case Attribute.Value v -> equality(name, value, v);
                    case Attribute.Group g -> throw notComparable(name);
                    case Attribute.Hidden h -> throw notComparable(name);
                });
    }

    private static ProblemException notComparable(String name) {
        return new ProblemException(new Problem.InvalidBody(name, "has no value to compare; name one of its members"));
    }

    private static Predicate<JsonNode> equality(String name, String value, Attribute.Value attribute) {
        if (!attribute.values().isEmpty() && !attribute.values().contains(value)) {
            throw new ProblemException(
                    new Problem.InvalidValue(name, value, "one of " + String.join(", ", attribute.values())));
        }
        var type = attribute.type();
        return switch (type) {
            case TEXT, LINK -> node -> value.equals(node.textValue());
            case ANY -> node -> node.isValueNode() && node.asText().equals(value);
            case BOOLEAN -> {
                require(value.equals("true") || value.equals("false"), name, type);
                yield node -> node.isBoolean() && node.asText().equals(value);
            }
            case NUMBER -> {
                var number = Json.number(value, name).orElseThrow(() -> wrongType(name, type));
                yield node -> node.isNumber() && node.decimalValue().compareTo(number) == 0;
            }
            case DATE_TIME -> {
                var time = DateTimes.parseIso8601(value).orElseThrow(() -> wrongType(name, type));
                yield node -> Optional.ofNullable(node.textValue())
                        .flatMap(DateTimes::parseIso8601)
                        .filter(time::isEqual)
                        .isPresent();
            }
        };
    }

    private static void require(boolean valid, String name, AttributeType type) {
        if (!valid) {
            throw wrongType(name, type);
        }
    }

    private static ProblemException wrongType(String name, AttributeType type) {
        return new ProblemException(new Problem.InvalidBody(name, "must be " + type.description()));
    }

    /** Whether the attribute is below the one with these names. */
    boolean isBelow(List<String> outer) {
        return names.size() > outer.size() && names.subList(0, outer.size()).equals(outer);
    }

    /** The same condition, asked of an object at this depth. */
    JsonPatchCondition from(int depth) {
        return new JsonPatchCondition(names.subList(depth, names.size()), isValue);
    }

    /** Whether the attribute has the value; in an array, whether any element has it. */
    boolean holds(JsonNode node) {
        return holds(node, names);
    }

    private boolean holds(JsonNode node, List<String> path) {
        if (node.isArray()) {
            return node.valueStream().anyMatch(element -> holds(element, path));
        }
        return path.isEmpty() ? isValue.test(node) : holds(node.path(path.getFirst()), path.subList(1, path.size()));
    }
}
