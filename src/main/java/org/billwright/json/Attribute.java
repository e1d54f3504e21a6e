package org.billwright.json;

import java.util.List;
import java.util.stream.Stream;

/**
 * An attribute of a resource in one version of the standard. Where the stored document has it under another name or
 * deeper, {@link #at()} tells where, seen from the parent.
 */
public sealed interface Attribute {
    /** The name in this version. */
    String name();

    /** The path in the stored document, from the parent: one step, or two where this version leaves out a level. */
    List<String> at();

    /** An attribute with a value. */
    record Value(String name, Type type, List<String> at) implements Attribute {
        /** The same attribute, stored elsewhere. */
        public Value at(String... stored) {
            return new Value(name, type, List.of(stored));
        }
    }

    /** An object, or an array of them, with attributes of its own. */
    record Group(String name, boolean repeated, List<Attribute> members, List<String> at) implements Attribute {
        /** This object, with further members. */
        public Group with(Attribute... more) {
            return new Group(
                    name,
                    repeated,
                    Stream.concat(members.stream(), Stream.of(more)).toList(),
                    at);
        }
    }

    /** An attribute that is stored and that this version does not have. */
    record Hidden(String name, List<String> at) implements Attribute {}

    /** A text. */
    static Value text(String name) {
        return new Value(name, Type.TEXT, List.of(name));
    }

    /** A point in time. */
    static Value dateTime(String name) {
        return new Value(name, Type.DATE_TIME, List.of(name));
    }

    /** A decimal number. */
    static Value number(String name) {
        return new Value(name, Type.NUMBER, List.of(name));
    }

    /** A truth value. */
    static Value bool(String name) {
        return new Value(name, Type.BOOLEAN, List.of(name));
    }

    /** A URL. */
    static Value link(String name) {
        return new Value(name, Type.LINK, List.of(name));
    }

    /** Any JSON value. */
    static Value any(String name) {
        return new Value(name, Type.ANY, List.of(name));
    }

    /** One object. */
    static Group object(String name, Attribute... members) {
        return new Group(name, false, List.of(members), List.of(name));
    }

    /** An array of objects. */
    static Group array(String name, Attribute... members) {
        return new Group(name, true, List.of(members), List.of(name));
    }

    /** Stored, and not shown. */
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

    /** A reference to an entity that another server keeps, with the meta-attributes of the standard. */
    static Group reference(String name) {
        return object(name, text("id"), text("href"), text("name"), text("@referredType"))
                .with(meta());
    }

    /** A reference to a resource of this server. */
    static Group ownReference(String name) {
        return object(name, text("id"), link("href"), text("name"), text("@referredType"))
                .with(meta());
    }

    /** A v4 related party, flat; it is stored as v5 has it, wrapped with its role. */
    static Group partyV4(String name) {
        return object(
                name,
                text("id").at("partyOrPartyRole", "id"),
                text("href").at("partyOrPartyRole", "href"),
                text("name").at("partyOrPartyRole", "name"),
                text("@referredType").at("partyOrPartyRole", "@referredType"),
                text("role"),
                text("@type").at("partyOrPartyRole", "@type"),
                text("@baseType").at("partyOrPartyRole", "@baseType"),
                text("@schemaLocation").at("partyOrPartyRole", "@schemaLocation"),
                hidden("@type"));
    }

    /** An array of v4 related parties. */
    static Group partiesV4(String name) {
        return array(name, partyV4(name).members().toArray(Attribute[]::new));
    }

    /** {@code @type}, {@code @baseType} and {@code @schemaLocation}. */
    static Attribute[] meta() {
        return new Attribute[] {text("@type"), text("@baseType"), text("@schemaLocation")};
    }
}
