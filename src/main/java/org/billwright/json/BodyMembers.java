package org.billwright.json;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.billwright.problem.ProblemException;

/** Reads the members of small request bodies, which have no shape of their own. */
public final class BodyMembers {
    private static final List<String> EXTENSION = List.of("@baseType", "@schemaLocation");

    private BodyMembers() {}

    /** Refuses a body with other members than these. */
    public static void require(ObjectNode body, Set<String> known) {
        body.fieldNames()
                .forEachRemaining(name -> ProblemException.unless(
                        known.contains(name),
                        name,
                        "is not read here; there are "
                                + String.join(", ", known.stream().sorted().toList())));
    }

    /**
     * Refuses objects inside of a body that have other members than these attributes. An object that names its base type or its schema is
     * an extension, whose members are its own.
     */
    public static void requireNested(ObjectNode body, List<Attribute> attributes) {
        for (var attribute : attributes) {
            if (attribute instanceof Attribute.Group group && body.has(group.name())) {
                requireGroup(body.path(group.name()), group, group.name());
            }
        }
    }

    private static void requireGroup(JsonNode value, Attribute.Group group, String path) {
        if (value instanceof ObjectNode object) {
            requireObject(object, group, path + ".");
        }
        for (int i = 0; value.isArray() && i < value.size(); i++) {
            if (value.get(i) instanceof ObjectNode element) {
                requireObject(element, group, path + "[" + i + "].");
            }
        }
    }

    private static void requireObject(ObjectNode object, Attribute.Group group, String path) {
        var members = group.members();
        boolean isExtension = EXTENSION.stream().anyMatch(object::has);
        object.fieldNames()
                .forEachRemaining(name -> ProblemException.unless(
                        isExtension
                                || name.equals("@type")
                                || members.stream().anyMatch(m -> m.name().equals(name)),
                        path + name,
                        "is not read here; there are "
                                + String.join(
                                        ", ",
                                        members.stream()
                                                .map(Attribute::name)
                                                .sorted()
                                                .toList())));
        for (var member : members) {
            if (member instanceof Attribute.Group inner && object.has(inner.name())) {
                requireGroup(object.path(inner.name()), inner, path + inner.name());
            }
        }
    }

    /** A text that may be missing, and otherwise has 1 to so many characters. */
    public static Optional<String> text(ObjectNode body, String name, int most) {
        var value = JsonValues.text(body, name);
        ProblemException.unless(
                !body.has(name)
                        || value.filter(given -> !given.isBlank() && given.length() <= most)
                                .isPresent(),
                name,
                "must be a text of 1 to " + most + " characters");
        return value;
    }
}
