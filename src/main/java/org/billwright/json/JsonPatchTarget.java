package org.billwright.json;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import org.billwright.problem.Problem;
import org.billwright.problem.ProblemException;

/**
 * The attribute of a resource that a patch changes, and the values that it can take: what a patch sets has the attribute's type and
 * has no members that the version does not know, so a patch cannot make a document larger than its attributes may be.
 */
public final class JsonPatchTarget {
    private final Shape shape;
    private final List<String> changeable;
    private final Attribute attribute;
    private final boolean element;
    private final String path;

    private JsonPatchTarget(Shape shape, List<String> changeable, Attribute attribute, boolean element, String path) {
        this.shape = shape;
        this.changeable = changeable;
        this.attribute = attribute;
        this.element = element;
        this.path = path;
    }

    /**
     * Finds the attribute at this path, which begins at one of the changeable attributes. Another path, also one to a member that the
     * version does not know, is a {@link Problem.NotPatchable}; one below a value without members is a {@link Problem.InvalidBody}.
     */
    static JsonPatchTarget of(Shape shape, List<String> changeable, List<String> segments) {
        var first = segments.isEmpty() ? "" : segments.getFirst();
        if (!changeable.contains(first)) {
            throw notPatchable(shape, changeable, first);
        }
        var here = attribute(shape, changeable, shape.attributes(), first, first);
        boolean element = false;
        var path = first;
        for (var segment : segments.subList(1, segments.size())) {
            if (here instanceof Attribute.Value(var name, var type, var stored, var values)
                    && type == AttributeType.ANY) {
                break;
            }
            if (!(here instanceof Attribute.Group group)) {
                throw new ProblemException(new Problem.InvalidBody(path, "has no members"));
            }
            path = path + "." + segment;
            if (group.repeated() && !element) {
                ProblemException.unless(isIndex(segment), path, "is not an index of an array");
                element = true;
            } else {
                here = attribute(shape, changeable, group.members(), segment, path);
                element = false;
            }
        }
        return new JsonPatchTarget(shape, changeable, here, element, path);
    }

    /** A whole attribute of the resource. */
    public static JsonPatchTarget of(Shape shape, List<String> changeable, String name) {
        return of(shape, changeable, List.of(name));
    }

    private static boolean isIndex(String segment) {
        return segment.equals("-") || (!segment.isEmpty() && segment.chars().allMatch(c -> c >= '0' && c <= '9'));
    }

    private static Attribute attribute(
            Shape shape, List<String> changeable, List<Attribute> among, String name, String path) {
        return Shape.find(among, name).orElseThrow(() -> notPatchable(shape, changeable, path));
    }

    private static ProblemException notPatchable(Shape shape, List<String> changeable, String path) {
        return new ProblemException(new Problem.NotPatchable(shape.resource(), path, changeable));
    }

    /** Refuses a value that cannot stand here. A null can: it means that there is no value. */
    public void requireFits(JsonNode value) {
        requireFits(value, attribute, element, path);
    }

    private void requireFits(JsonNode value, Attribute at, boolean oneElement, String here) {
        if (value.isNull()) {
            return;
        }
        switch (at) {
            case Attribute.Value v -> ShapeNormalizer.checkType(value, v.type(), here);
            case Attribute.Group g
            when g.repeated() && !oneElement -> {
                ProblemException.unless(value.isArray(), here, "must be an array");
                for (int i = 0; i < value.size(); i++) {
                    requireFits(value.get(i), g, true, here + "[" + i + "]");
                }
            }
            case Attribute.Group g -> {
                ProblemException.unless(value.isObject(), here, "must be an object");
                for (var member : value.properties()) {
                    var path = here + "." + member.getKey();
                    requireFits(
                            member.getValue(),
                            attribute(shape, changeable, g.members(), member.getKey(), path),
                            false,
                            path);
                }
            }
            case Attribute.Hidden h -> throw notPatchable(shape, changeable, here);
        }
    }
}
