package org.billwright.json;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What to do with each member of a stored object to bring it into a version's shape; what has no rule is kept. */
record Rules(Map<String, Rule> byStoredName) {
    static final Rules NONE = new Rules(Map.of());

    private static final Rule KEEP = new Keep();

    /** What becomes of one member. */
    sealed interface Rule {}

    /** Shown as it is. */
    record Keep() implements Rule {}

    /** Shown under a name, its inside by rules of its own. */
    record Rename(String as, Rules inside) implements Rule {}

    /** A link, shown as a URL. */
    record Resolve(String as) implements Rule {}

    /** The object is not shown, its members are, in its place. */
    record Inline(Rules inside) implements Rule {}

    /** Not shown. */
    record Drop() implements Rule {}

    static Rules of(Shape shape) {
        return of(shape.attributes());
    }

    private static Rules of(List<Attribute> attributes) {
        var rules = new HashMap<String, Rule>();
        for (var attribute : attributes) {
            add(rules, attribute.at(), rule(attribute));
        }
        return new Rules(Map.copyOf(rules));
    }

    private static Rule rule(Attribute attribute) {
        return switch (attribute) {
            case Attribute.Hidden h -> new Drop();
            case Attribute.Group g -> new Rename(g.name(), of(g.members()));
            case Attribute.Value v -> v.type() == Type.LINK ? new Resolve(v.name()) : new Rename(v.name(), NONE);
        };
    }

    private static void add(Map<String, Rule> rules, List<String> at, Rule rule) {
        if (at.size() == 1) {
            rules.put(at.getFirst(), rule);
            return;
        }
        var inside = new HashMap<String, Rule>();
        if (rules.get(at.getFirst()) instanceof Inline(var present)) {
            inside.putAll(present.byStoredName());
        }
        add(inside, at.subList(1, at.size()), rule);
        rules.put(at.getFirst(), new Inline(new Rules(Map.copyOf(inside))));
    }

    Rule on(String storedName) {
        return byStoredName.getOrDefault(storedName, KEEP);
    }
}
