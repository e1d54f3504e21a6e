package org.billwright.json;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What a resource looks like in one version of the standard. Versions differ in data: one shape each, over the same
 * stored documents. Attributes that no shape names, a client's extensions, are kept and shown as they are.
 *
 * @param resource the resource's name in URLs, such as {@code customerBill}
 */
public record Shape(String resource, List<Attribute> attributes) {
    /** A shape from its attributes, and the meta-attributes that every resource has. */
    public static Shape of(String resource, Attribute... attributes) {
        return new Shape(
                resource,
                Stream.concat(Stream.of(attributes), Stream.of(Attribute.meta()))
                        .toList());
    }

    /** The attribute of this name among those given, as this version names it. */
    static Optional<Attribute> find(List<Attribute> among, String name) {
        return among.stream()
                .filter(a -> !(a instanceof Attribute.Hidden) && a.name().equals(name))
                .findFirst();
    }

    /** Follows a path of names: each but the last must be an object or array. Empty where this version has no such path. */
    public Optional<List<Attribute>> follow(List<String> path) {
        var found = new ArrayList<Attribute>();
        var here = attributes;
        for (var name : path) {
            var next = find(here, name);
            if (next.isEmpty()) {
                return Optional.empty();
            }
            found.add(next.get());
            here = next.get() instanceof Attribute.Group group ? group.members() : List.of();
        }
        return Optional.of(List.copyOf(found));
    }
}
