package org.billwright.json;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What a resource looks like in one version of the standard. Versions differ in data: one shape each, over the same
 * stored documents. Attributes that no shape names, a client's extensions, are kept and shown as they are.
 *
 * @param resource the resource's name in URLs, such as {@code customerBill}
 * @param type what an instance is shown as where the stored one does not say
 */
public record Shape(TmfVersion version, String resource, TypeName type, List<Attribute> attributes) {
    /** A shape from its attributes, and the meta-attributes that every resource has. */
    public static Shape of(TmfVersion version, String resource, Attribute... attributes) {
        var name = resource.substring(0, 1).toUpperCase(Locale.ROOT) + resource.substring(1);
        return new Shape(
                version,
                resource,
                version.type(new TypeName.Always(name)),
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
