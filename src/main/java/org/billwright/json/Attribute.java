package org.billwright.json;

import java.util.List;
import java.util.stream.Stream;

/**
 * An attribute of a resource in one version of the standard. The stored document may have it under another name or at
 * another level: {@link #storedPath()}, relative to the parent.
 */
public sealed interface Attribute {
    /** The name in this version. */
    String name();

    /** The path in the stored document, relative to the parent: two steps where this version omits a level. */
    List<String> storedPath();

    /**
     * An attribute with a value.
     *
     * @param values the values of an enumeration; empty if it is none
     */
    record Value(String name, AttributeType type, List<String> storedPath, List<String> values) implements Attribute {
        private Value(String name, AttributeType type) {
            this(name, type, List.of(name), List.of());
        }

        /** The same attribute with another stored path. */
        public Value storedAt(String... stored) {
            return new Value(name, type, List.of(stored), values);
        }
    }

    /**
     * An object or an array of objects.
     *
     * @param type the {@code @type} that is shown where none is stored
     */
    record Group(String name, boolean repeated, List<Attribute> members, List<String> storedPath, TypeName type)
            implements Attribute {
        /** This object with further members. */
        public Group with(Attribute... more) {
            return new Group(
                    name,
                    repeated,
                    Stream.concat(members.stream(), Stream.of(more)).toList(),
                    storedPath,
                    type);
        }

        /** This object with the standard's meta-attributes, and with its type where the version requires one. */
        public Group typed(TmfVersion version, TypeName name) {
            return new Group(this.name, repeated, with(meta()).members, storedPath, version.type(name));
        }

        /** The same for an object whose type is always the same. */
        public Group typed(TmfVersion version, String name) {
            return typed(version, new TypeName.Always(name));
        }
    }

    /** A stored attribute that this version does not have. */
    record Hidden(String name, List<String> storedPath) implements Attribute {}

    /** A text. */
    static Value text(String name) {
        return new Value(name, AttributeType.TEXT);
    }

    /** A text that is one of these. */
    static Value enumeration(String name, List<String> values) {
        return new Value(name, AttributeType.TEXT, List.of(name), List.copyOf(values));
    }

    /** A point in time. */
    static Value dateTime(String name) {
        return new Value(name, AttributeType.DATE_TIME);
    }

    /** A decimal number. */
    static Value number(String name) {
        return new Value(name, AttributeType.NUMBER);
    }

    /** A boolean. */
    static Value bool(String name) {
        return new Value(name, AttributeType.BOOLEAN);
    }

    /** A URL. */
    static Value link(String name) {
        return new Value(name, AttributeType.LINK);
    }

    /** Any JSON value. */
    static Value any(String name) {
        return new Value(name, AttributeType.ANY);
    }

    /** One object. */
    static Group object(String name, Attribute... members) {
        return new Group(name, false, List.of(members), List.of(name), TypeName.STORED);
    }

    /** An array of objects. */
    static Group array(String name, Attribute... members) {
        return new Group(name, true, List.of(members), List.of(name), TypeName.STORED);
    }

    /** A stored attribute that is not shown. */
    static Hidden hidden(String name) {
        return new Hidden(name, List.of(name));
    }

    /** Money: {@code unit}, an ISO 4217 code, and {@code value}. */
    static Group money(String name) {
        return object(name, text("unit"), number("value"));
    }

    /** TimePeriod: {@code startDateTime} inclusive, {@code endDateTime}. */
    static Group period(String name) {
        return object(name, dateTime("startDateTime"), dateTime("endDateTime"));
    }

    /** A reference to an entity of another server. */
    static Group reference(String name) {
        return object(name, text("id"), text("href"), text("name"), text("@referredType"));
    }

    /** A reference to a billing account. */
    static Group billingAccount(TmfVersion version) {
        return reference("billingAccount")
                .with(version.since5(text("ratingType")))
                .typed(version, "BillingAccountRef");
    }

    /** A reference to a resource of this server. */
    static Group localReference(String name) {
        return object(name, text("id"), link("href"), text("name"), text("@referredType"));
    }

    /** A related party: flat in v4; wrapped with its role in v5 and in the stored document. */
    static Group party(TmfVersion version, String name) {
        return switch (version) {
            case V4 -> partyV4(name);
            case V5 ->
                object(
                                name,
                                text("role"),
                                reference("partyOrPartyRole")
                                        .with(text("partyId"), text("partyName"))
                                        .typed(version, new TypeName.WithMember("partyId", "PartyRoleRef", "PartyRef")))
                        .typed(version, "RelatedPartyRefOrPartyRoleRef");
        };
    }

    /** An array of parties. */
    static Group parties(TmfVersion version, String name) {
        var one = party(version, name);
        return new Group(name, true, one.members(), one.storedPath(), one.type());
    }

    private static Group partyV4(String name) {
        return object(
                name,
                text("id").storedAt("partyOrPartyRole", "id"),
                text("href").storedAt("partyOrPartyRole", "href"),
                text("name").storedAt("partyOrPartyRole", "name"),
                text("@referredType").storedAt("partyOrPartyRole", "@referredType"),
                text("role"),
                text("@type"),
                text("@baseType"),
                text("@schemaLocation"),
                new Hidden("@type", List.of("partyOrPartyRole", "@type")),
                new Hidden("@baseType", List.of("partyOrPartyRole", "@baseType")),
                new Hidden("@schemaLocation", List.of("partyOrPartyRole", "@schemaLocation")));
    }

    /** {@code @type}, {@code @baseType} and {@code @schemaLocation}. */
    static Attribute[] meta() {
        return new Attribute[] {text("@type"), text("@baseType"), text("@schemaLocation")};
    }
}
