package org.billwright.json;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Which attributes of a resource are shown ({@code fields}, TMF630 part 1 §4.3): all, or those named, nested ones with
 * dots. Identity is always shown.
 */
public final class Selection {
    /** Everything. */
    public static final Selection ALL = new Selection(Version.V5, true, Map.of());

    private static final Set<String> IDENTIFYING = Set.of("id", "href");

    private static final String TYPE = "@type";

    private final Version version;
    private final boolean all;
    private final Map<String, Selection> members;

    private Selection(Version version, boolean all, Map<String, Selection> members) {
        this.version = version;
        this.all = all;
        this.members = members;
    }

    /** The attributes at these paths, and identity; in v5 the type of every object as well. */
    public static Selection of(Version version, List<List<String>> paths) {
        var root = new Selection(version, false, new LinkedHashMap<>());
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
        var inside = members.computeIfAbsent(name, n -> new Selection(version, false, new LinkedHashMap<>()));
        if (!inside.all) {
            inside.add(path.subList(1, path.size()));
        }
    }

    boolean includes(String name) {
        return all || members.containsKey(name) || (version == Version.V5 && name.equals(TYPE));
    }

    Selection inside(String name) {
        return all ? ALL : members.getOrDefault(name, ALL);
    }
}
