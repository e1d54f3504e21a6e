package org.billwright.query;

import java.util.List;
import java.util.Optional;
import org.billwright.json.AttributeType;
import org.billwright.json.TypeName;

/**
 * An attribute of a resource that a query names.
 *
 * @param name in the query
 * @param steps the path in the stored document, from the root
 * @param column the typed column, if there is one
 * @param values the values that the attribute can have; empty if it has no enumeration
 * @param implied for an {@code @type}, the type that is shown where none is stored
 */
public record Field(
        String name,
        AttributeType type,
        List<String> values,
        List<Step> steps,
        Optional<Column> column,
        TypeName implied) {
    /** One level of a document: the member's name, and whether it is an array. */
    public record Step(String name, boolean repeated) {}
}
