package org.billwright.json.projection;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.billwright.json.Attribute;
import org.billwright.json.AttributeType;
import org.billwright.json.Shape;
import org.billwright.json.TypeName;

/**
 * The rules that bring the members of a stored object into a version's shape. A member without a rule is kept. There are
 * few rules, so a linear search finds them fastest.
 */
final class ProjectionRules {
    static final ProjectionRules NONE = new ProjectionRules(Map.of(), TypeName.STORED);

    private static final Rule KEEP = new Keep();

    private static final byte[] TYPE = "@type".getBytes(StandardCharsets.UTF_8);
    private static final byte[] VALUE = "value".getBytes(StandardCharsets.UTF_8);
    private static final byte[] NOTHING = {};

    private final TypeName type;
    private final boolean addsType;
    private final byte[] typeMember;
    private final Map<String, Rule> byStoredName;
    private final byte[][] names;
    private final Rule[] rules;

    private ProjectionRules(Map<String, Rule> byStoredName, TypeName type) {
        this.type = type;
        this.addsType = !type.equals(TypeName.STORED);
        this.typeMember = switch (type) {
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

    /** The rule for one member. */
    sealed interface Rule {}

    /** The result is one member or none. */
    sealed interface Single extends Rule {}

    /** The member is copied. */
    record Keep() implements Single {}

    /** The member is written under this name, its value by rules of its own. */
    record Rename(String as, ProjectionRules inside) implements Single {}

    /** The member is a link and is written as a URL. */
    record Resolve(String as) implements Single {}

    /** The members of the object are written in its place. */
    record Inline(ProjectionRules inside) implements Rule {}

    /** The member is not written. */
    record Drop() implements Single {}

    static ProjectionRules of(Shape shape) {
        return of(shape.attributes(), shape.type());
    }

    private static ProjectionRules of(List<Attribute> attributes, TypeName type) {
        var rules = new LinkedHashMap<String, Rule>();
        for (var attribute : attributes) {
            add(rules, attribute.storedPath(), rule(attribute));
        }
        // A client's extension may have a name that this version uses for another attribute.
        attributes.stream()
                .filter(attribute -> !attribute.storedPath().equals(List.of(attribute.name())))
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

    /** The rule for the member whose name is between these positions of a document. */
    Rule ruleFor(byte[] document, int start, int end) {
        for (int i = 0; i < names.length; i++) {
            var name = names[i];
            if (name.length == end - start && Arrays.equals(name, 0, name.length, document, start, end)) {
                return rules[i];
            }
        }
        return KEEP;
    }

    /** Whether an object without a stored type is written with one. */
    boolean addsType() {
        return addsType;
    }

    /** Whether the name between these positions is that of the object's own type. */
    static boolean isType(byte[] document, int start, int end) {
        return Arrays.equals(TYPE, 0, TYPE.length, document, start, end);
    }

    /** Whether the type depends on the member whose name is between these positions. */
    boolean determinesType(byte[] document, int start, int end) {
        return typeMember.length > 0 && Arrays.equals(typeMember, 0, typeMember.length, document, start, end);
    }

    /** The type to write; {@code typeMemberAt} is where the value begins that the type depends on, negative if absent. */
    String type(byte[] document, int typeMemberAt) {
        return switch (type) {
            case TypeName.Stored s -> throw new IllegalStateException("this object gets no type");
            case TypeName.Always(var name) -> name;
            case TypeName.WithMember(var member, var name, var otherwise) -> typeMemberAt >= 0 ? name : otherwise;
            case TypeName.OfValue v ->
                typeMemberAt >= 0 ? CharacteristicType.of(document, typeMemberAt) : CharacteristicType.withoutValue();
        };
    }
}
