package org.billwright.json;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.billwright.problem.Problem;
import org.billwright.problem.ProblemException;

/**
 * Validates a document in the stored shape as a version would show it, so that what is accepted through one version is valid in the
 * other: types of attributes, the members that the schemas require, and types of objects that they restrict.
 */
public final class ShapeValidator {
    private static final String TYPE = "@type";
    private static final String SCHEMA_LOCATION = "@schemaLocation";

    /** The members that the schemas require in objects other than references. */
    private static final Map<String, List<String>> REQUIRED = Map.of(
            "accountBalance", List.of("amount", "balanceType", "validFor"),
            "characteristic", List.of("name", "value"));

    private static final String ID = "id";
    private static final String REFERRED_TYPE = "@referredType";
    private static final String PARTY = "partyOrPartyRole";

    private ShapeValidator() {}

    /** Validates the document. The first violation is a {@link Problem.InvalidBody} with the path in this version. */
    public static void validate(ObjectNode stored, Shape shape) {
        validateMembers(stored, shape.attributes(), "");
    }

    /** Validates the document as both versions would show it. A violation has the path in this version, if this one has it too. */
    public static void validate(ObjectNode stored, TmfVersion version, Function<TmfVersion, Shape> shapes) {
        validate(stored, shapes.apply(version));
        validate(stored, shapes.apply(version.other()));
    }

    private static void validateMembers(ObjectNode object, List<Attribute> attributes, String path) {
        for (var attribute : attributes) {
            if (attribute instanceof Attribute.Hidden) {
                continue;
            }
            var value = at(object, attribute.storedPath());
            if (value.isMissingNode()) {
                continue;
            }
            if (value.isNull()) {
                remove(object, attribute.storedPath());
                continue;
            }
            var here = path.isEmpty() ? attribute.name() : path + "." + attribute.name();
            switch (attribute) {
                case Attribute.Value v -> validateValue(value, v, here);
                case Attribute.Group g -> validateGroup(value, g, here);
                case Attribute.Hidden h -> {}
            }
        }
    }

    private static JsonNode at(JsonNode object, List<String> path) {
        var here = object;
        for (var step : path) {
            here = here.path(step);
        }
        return here;
    }

    private static void remove(ObjectNode object, List<String> path) {
        if (at(object, path.subList(0, path.size() - 1)) instanceof ObjectNode parent) {
            parent.remove(path.getLast());
        }
    }

    private static void validateValue(JsonNode value, Attribute.Value attribute, String path) {
        ShapeNormalizer.checkType(value, attribute.type(), path);
        if (!attribute.values().isEmpty()) {
            ProblemException.unless(
                    attribute.values().contains(value.textValue()),
                    path,
                    "must be one of " + String.join(", ", attribute.values()));
        }
        if (attribute.name().equals(SCHEMA_LOCATION)) {
            ProblemException.unless(
                    isUri(value.textValue()) && Links.isReference(value.textValue()),
                    path,
                    "must be a URI of the scheme http, https or urn");
        } else if (attribute.type() == AttributeType.LINK || attribute.name().equals("url")) {
            ProblemException.unless(
                    Links.isWebLink(value.textValue()),
                    path,
                    "must be a URL of the scheme http or https, or a relative one");
        } else if (attribute.name().equals("href")) {
            ProblemException.unless(
                    Links.isReference(value.textValue()),
                    path,
                    "must be a URI of the scheme http, https or urn, or a relative one");
        }
    }

    private static boolean isUri(String text) {
        try {
            return new URI(text).isAbsolute();
        } catch (URISyntaxException e) {
            return false;
        }
    }

    private static void validateGroup(JsonNode value, Attribute.Group group, String path) {
        if (!group.repeated()) {
            validateElement(value, group, path);
            return;
        }
        ProblemException.unless(value.isArray(), path, "must be an array");
        for (int i = 0; i < value.size(); i++) {
            validateElement(value.get(i), group, path + "[" + i + "]");
        }
    }

    private static void validateElement(JsonNode value, Attribute.Group group, String path) {
        ProblemException.unless(value.isObject(), path, "must be an object");
        var object = (ObjectNode) value;
        validateMembers(object, group.members(), path);
        for (var name : required(group)) {
            Shape.find(group.members(), name)
                    .ifPresent(member -> ProblemException.unless(
                            !at(object, member.storedPath()).isMissingNode(), path + "." + name, "is required"));
        }
        if (isReference(group)) {
            validateId(object, group, path + "." + ID);
        }
        validateObjectType(object, group.type(), path);
    }

    private static List<String> required(Attribute.Group group) {
        return hasMember(group, PARTY) ? List.of(PARTY) : REQUIRED.getOrDefault(group.name(), List.of());
    }

    /** A reference is what can say which type it refers to. */
    private static boolean isReference(Attribute.Group group) {
        return hasMember(group, REFERRED_TYPE);
    }

    private static boolean hasMember(Attribute.Group group, String name) {
        return Shape.find(group.members(), name).isPresent();
    }

    private static void validateId(ObjectNode object, Attribute.Group group, String path) {
        var id = Shape.find(group.members(), ID)
                .map(member -> at(object, member.storedPath()))
                .flatMap(value -> Optional.ofNullable(value.textValue()))
                .orElse("");
        ProblemException.unless(!id.isBlank(), path, "is required");
        ProblemException.unless(Links.isSegment(id), path, "must not be '.' or '..'");
    }

    private static void validateObjectType(ObjectNode object, TypeName type, String path) {
        var given = JsonValues.text(object, TYPE);
        if (given.isEmpty()) {
            return;
        }
        switch (type) {
            case TypeName.WithMember(var member, var name, var otherwise) ->
                ProblemException.unless(
                        given.get().equals(name) || given.get().equals(otherwise),
                        path + "." + TYPE,
                        "must be " + otherwise + " or " + name);
            case TypeName.OfValue v ->
                ProblemException.unless(
                        CharacteristicValue.fits(given.get(), object.path("value")),
                        path + ".value",
                        "is not the value of a " + given.get());
            case TypeName.Always a -> {}
            case TypeName.Stored s -> {}
        }
    }
}
