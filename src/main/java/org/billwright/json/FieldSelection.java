package org.billwright.json;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The attributes of a resource that are shown ({@code fields}, TMF630 part 1 §4.3): all, or the named ones. The
 * attributes {@code id} and {@code href} are always shown.
 */
public final class FieldSelection {
    /** All attributes. */
    public static final FieldSelection ALL = new FieldSelection(TmfVersion.V5, true, Map.of());

    private static final Set<String> IDENTIFYING = Set.of("id", "href");

    private static final String TYPE = "@type";

    private final TmfVersion version;
    private final boolean all;
    private final Map<String, FieldSelection> members;

    private FieldSelection(TmfVersion version, boolean all, Map<String, FieldSelection> members) {
        this.version = version;
        this.all = all;
        this.members = members;
    }

    /** The attributes at these paths, {@code id} and {@code href}, and in v5 the type of every object. */
    public static FieldSelection of(TmfVersion version, List<List<String>> paths) {
        var root = new FieldSelection(version, false, new LinkedHashMap<>());
        IDENTIFYING.forEach(name -> root.members.put(name, ALL));
        paths.forEach(root::add);
        return root;
    }

    private void add(List<String> path) {
        var name = path.getFirst();
        if (path.size() == 1) {
            members.put(name, ALL);
            return;
        }
        var nested = members.computeIfAbsent(name, n -> new FieldSelection(version, false, new LinkedHashMap<>()));
        if (!nested.all) {
            nested.add(path.subList(1, path.size()));
        }
    }

    /** Whether the attribute of this name is shown. */
    public boolean includes(String name) {
        return all || members.containsKey(name) || (version == TmfVersion.V5 && name.equals(TYPE));
    }

    /** The selection within the object of this name. */
    public FieldSelection nested(String name) {
        return all ? ALL : members.getOrDefault(name, ALL);
    }
}
