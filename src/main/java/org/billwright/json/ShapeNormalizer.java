package org.billwright.json;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import org.billwright.problem.Problem;
import org.billwright.problem.ProblemException;

/**
 * Converts a client's document from a version's shape to the stored shape and validates the types of its attributes. A
 * document in the stored shape stays unchanged. A null counts as an absent attribute.
 */
public final class ShapeNormalizer {
    /** The maximum length of a text, in characters. */
    public static final int MAX_TEXT_CHARACTERS = 10_000;

    private ShapeNormalizer() {}

    /** Validates and converts the document in place. A wrong type is a {@link Problem.InvalidBody} with the path. */
    public static void normalize(ObjectNode document, Shape shape) {
        normalizeMembers(document, shape.attributes(), "");
    }

    private static void normalizeMembers(ObjectNode object, List<Attribute> attributes, String path) {
        for (var attribute : attributes) {
            var value = object.get(attribute.name());
            if (value == null || attribute instanceof Attribute.Hidden) {
                continue;
            }
            if (value.isNull()) {
                object.remove(attribute.name());
                continue;
            }
            var here = path.isEmpty() ? attribute.name() : path + "." + attribute.name();
            switch (attribute) {
                case Attribute.Value v -> checkType(value, v.type(), here);
                case Attribute.Group g -> normalizeGroup(value, g, here);
                case Attribute.Hidden h -> {}
            }
            moveToStoredPath(object, attribute, path);
        }
    }

    private static void normalizeGroup(JsonNode value, Attribute.Group group, String path) {
        if (group.repeated()) {
            ProblemException.unless(value.isArray(), path, "must be an array");
            for (int i = 0; i < value.size(); i++) {
                normalizeElement(value.get(i), group, path + "[" + i + "]");
            }
        } else {
            normalizeElement(value, group, path);
        }
    }

    private static void normalizeElement(JsonNode value, Attribute.Group group, String path) {
        ProblemException.unless(value.isObject(), path, "must be an object");
        normalizeMembers((ObjectNode) value, group.members(), path);
    }

    private static void moveToStoredPath(ObjectNode object, Attribute attribute, String path) {
        var at = attribute.storedPath();
        if (at.equals(List.of(attribute.name()))) {
            return;
        }
        var value = object.remove(attribute.name());
        var parent = object;
        for (var step : at.subList(0, at.size() - 1)) {
            var present = parent.path(step);
            ProblemException.unless(
                    present.isMissingNode() || present.isNull() || present.isObject(),
                    path.isEmpty() ? step : path + "." + step,
                    "must be an object");
            parent = parent.withObjectProperty(step);
        }
        parent.set(at.getLast(), value);
    }

    static void checkType(JsonNode value, AttributeType type, String path) {
        boolean valid = switch (type) {
            case TEXT, LINK -> value.isTextual();
            case DATE_TIME -> value.isTextual() && DateTimes.isDateTime(value.textValue());
            case NUMBER -> value.isNumber();
            case BOOLEAN -> value.isBoolean();
            case ANY -> true;
        };
        ProblemException.unless(valid, path, "must be " + type.description());
        ProblemException.unless(
                !value.isTextual() || value.textValue().length() <= MAX_TEXT_CHARACTERS,
                path,
                "is longer than " + MAX_TEXT_CHARACTERS + " characters");
    }
}
