package org.billwright.json;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What to do with each member of a stored object to bring it into a version's shape. There are few rules, for what has
 * none is kept, so they are looked through one by one.
 */
final class ProjectionRules {
    static final ProjectionRules NONE = new ProjectionRules(Map.of(), TypeName.STORED);

    private static final Rule KEEP = new Keep();

    private static final byte[] TYPE = "@type".getBytes(StandardCharsets.UTF_8);
    private static final byte[] VALUE = "value".getBytes(StandardCharsets.UTF_8);
    private static final byte[] NOTHING = {};

    private final TypeName type;
    private final boolean givesType;
    private final byte[] deciding;
    private final Map<String, Rule> byStoredName;
    private final byte[][] names;
    private final Rule[] rules;

    private ProjectionRules(Map<String, Rule> byStoredName, TypeName type) {
        this.type = type;
        this.givesType = !type.equals(TypeName.STORED);
        this.deciding = switch (type) {
            case TypeName.Stored s -> NOTHING;
            case TypeName.Always a -> NOTHING;
            case TypeName.WithMember w -> w.member().getBytes(StandardCharsets.UTF_8);
            case TypeName.OfValue v -> VALUE;
        };
        this.byStoredName = byStoredName;
        this.names = byStoredName.keySet().stream()
                .map(name -> name.getBytes(StandardCharsets.UTF_8))
                .toArray(byte[][]::new);
        this.rules = byStoredName.values().toArray(Rule[]::new);
    }

    /** What becomes of one member. */
    sealed interface Rule {}

    /** It is one member again, or none. */
    sealed interface Single extends Rule {}

    /** Shown as it is. */
    record Keep() implements Single {}

    /** Shown under a name, its inside by rules of its own. */
    record Rename(String as, ProjectionRules inside) implements Single {}

    /** A link, shown as a URL. */
    record Resolve(String as) implements Single {}

    /** The object is not shown, its members are, in its place. */
    record Inline(ProjectionRules inside) implements Rule {}

    /** Not shown. */
    record Drop() implements Single {}

    static ProjectionRules of(Shape shape) {
        return of(shape.attributes(), shape.type());
    }

    private static ProjectionRules of(List<Attribute> attributes, TypeName type) {
        var rules = new LinkedHashMap<String, Rule>();
        for (var attribute : attributes) {
            add(rules, attribute.at(), rule(attribute));
        }
        // An extension could stand under a name that this version has for something else.
        attributes.stream()
                .filter(attribute -> !attribute.at().equals(List.of(attribute.name())))
                .forEach(attribute -> rules.putIfAbsent(attribute.name(), new Drop()));
        rules.entrySet().removeIf(entry -> changesNothing(entry.getKey(), entry.getValue()));
        return rules.isEmpty() && type.equals(TypeName.STORED) ? NONE : new ProjectionRules(rules, type);
    }

    private static boolean changesNothing(String storedName, Rule rule) {
        return rule instanceof Rename(var as, var inside) && as.equals(storedName) && inside == NONE;
    }

    private static Rule rule(Attribute attribute) {
        return switch (attribute) {
            case Attribute.Hidden h -> new Drop();
            case Attribute.Group g -> new Rename(g.name(), of(g.members(), g.type()));
            case Attribute.Value v ->
                v.type() == AttributeType.LINK ? new Resolve(v.name()) : new Rename(v.name(), NONE);
        };
    }

    private static void add(Map<String, Rule> rules, List<String> at, Rule rule) {
        if (at.size() == 1) {
            rules.put(at.getFirst(), rule);
            return;
        }
        var inside = new LinkedHashMap<String, Rule>();
        if (rules.get(at.getFirst()) instanceof Inline(var present)) {
            inside.putAll(present.byStoredName);
        }
        add(inside, at.subList(1, at.size()), rule);
        rules.put(at.getFirst(), new Inline(new ProjectionRules(inside, TypeName.STORED)));
    }

    /** The rule on the member whose name stands between these places of a document. */
    Rule on(byte[] document, int start, int end) {
        for (int i = 0; i < names.length; i++) {
            var name = names[i];
            if (name.length == end - start && Arrays.equals(name, 0, name.length, document, start, end)) {
                return rules[i];
            }
        }
        return KEEP;
    }

    /** Whether an object is shown with a type that it does not have. */
    boolean givesType() {
        return givesType;
    }

    /** Whether the member whose name stands here is the object's own type. */
    static boolean isType(byte[] document, int start, int end) {
        return Arrays.equals(TYPE, 0, TYPE.length, document, start, end);
    }

    /** Whether the type goes by the member whose name stands here. */
    boolean isDeciding(byte[] document, int start, int end) {
        return deciding.length > 0 && Arrays.equals(deciding, 0, deciding.length, document, start, end);
    }

    /** The type to give; {@code decidedAt} is where the deciding member's value begins, negative where there is none. */
    String type(byte[] document, int decidedAt) {
        return switch (type) {
            case TypeName.Stored s -> throw new IllegalStateException("no type is given here");
            case TypeName.Always(var name) -> name;
            case TypeName.WithMember(var member, var name, var otherwise) -> decidedAt >= 0 ? name : otherwise;
            case TypeName.OfValue v ->
                decidedAt >= 0 ? CharacteristicType.of(document, decidedAt) : CharacteristicType.ofNothing();
        };
    }
}
