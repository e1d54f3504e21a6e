package org.billwright.json;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The attributes of a resource in one version of the standard. Each version has its own shape over the same stored
 * documents. Attributes that no shape has, a client's extensions, are stored and shown unchanged.
 *
 * @param resource the resource's name in URLs, such as {@code customerBill}
 * @param type the {@code @type} that is shown where none is stored
 */
public record Shape(TmfVersion version, String resource, TypeName type, List<Attribute> attributes) {
    /** A shape with these attributes and the meta-attributes that every resource has. */
    public static Shape of(TmfVersion version, String resource, Attribute... attributes) {
        var name = resource.substring(0, 1).toUpperCase(Locale.ROOT) + resource.substring(1);
        return new Shape(
                version,
                resource,
                version.type(new TypeName.Always(name)),
                Stream.concat(Stream.of(attributes), Stream.of(Attribute.meta()))
                        .toList());
    }

    /** The attribute with this name in this version. */
    static Optional<Attribute> find(List<Attribute> among, String name) {
        return among.stream()
                .filter(a -> !(a instanceof Attribute.Hidden) && a.name().equals(name))
                .findFirst();
    }

    /** The attributes along a path of names. Empty if this version has no such path. */
    public Optional<List<Attribute>> resolve(List<String> path) {
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
