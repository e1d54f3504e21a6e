package org.billwright.json;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import org.billwright.problem.Problem;
import org.billwright.problem.ProblemException;

/**
 * Brings a document that a client gave in some version's shape into the stored one, and checks that its attributes are
 * of their types. A document that is in the stored shape already passes unchanged; a null is an absent attribute.
 */
public final class ShapeNormalizer {
    /** How long a text may be, in characters. */
    public static final int MAX_TEXT_CHARACTERS = 10_000;

    private ShapeNormalizer() {}

    /** Checks and lifts the document in place; a wrong type is a {@link Problem.InvalidBody} that names the path. */
    public static void normalize(ObjectNode document, Shape shape) {
        members(document, shape.attributes(), "");
    }

    private static void members(ObjectNode object, List<Attribute> attributes, String path) {
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
                case Attribute.Group g -> group(value, g, here);
                case Attribute.Hidden h -> {}
            }
            move(object, attribute);
        }
    }

    private static void group(JsonNode value, Attribute.Group group, String path) {
        if (group.repeated()) {
            ProblemException.unless(value.isArray(), path, "must be an array");
            for (int i = 0; i < value.size(); i++) {
                element(value.get(i), group, path + "[" + i + "]");
            }
        } else {
            element(value, group, path);
        }
    }

    private static void element(JsonNode value, Attribute.Group group, String path) {
        ProblemException.unless(value.isObject(), path, "must be an object");
        members((ObjectNode) value, group.members(), path);
    }

    private static void move(ObjectNode object, Attribute attribute) {
        var at = attribute.storedPath();
        if (at.equals(List.of(attribute.name()))) {
            return;
        }
        var value = object.remove(attribute.name());
        var parent = object;
        for (var step : at.subList(0, at.size() - 1)) {
            parent = parent.withObjectProperty(step);
        }
        parent.set(at.getLast(), value);
    }

    private static void checkType(JsonNode value, AttributeType type, String path) {
        boolean right = switch (type) {
            case TEXT, LINK -> value.isTextual();
            case DATE_TIME -> value.isTextual() && DateTimes.isDateTime(value.textValue());
            case NUMBER -> value.isNumber();
            case BOOLEAN -> value.isBoolean();
            case ANY -> true;
        };
        ProblemException.unless(right, path, "must be " + type.description());
        ProblemException.unless(
                !value.isTextual() || value.textValue().length() <= MAX_TEXT_CHARACTERS,
                path,
                "is longer than " + MAX_TEXT_CHARACTERS + " characters");
    }
}
