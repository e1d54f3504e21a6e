package org.billwright.query;

import java.util.List;
import java.util.Optional;
import org.billwright.json.AttributeType;
import org.billwright.json.TypeName;

/**
 * An attribute that a query may name, found in the resource.
 *
 * @param name as the client wrote it
 * @param steps where the stored document has it, from the root
 * @param column the typed column that holds it, where there is one
 * @param implied the value that is shown where none is stored, of an object's {@code @type}
 */
public record Field(String name, AttributeType type, List<Step> steps, Optional<Column> column, TypeName implied) {
    /** One level of a document: the member's name, and whether it is an array. */
    public record Step(String name, boolean repeated) {}
}
