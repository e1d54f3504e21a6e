package org.billwright.query;

import java.util.Optional;

/**
 * A typed column that holds an attribute beside the document.
 *
 * @param optional whether it can be null, which an order must then place
 * @param relation the resource, as {@code related_party} names it, whose parties the column holds there
 */
public record Column(String name, boolean optional, Optional<String> relation) {
    /** A column that every row has. */
    public static Column required(String name) {
        return new Column(name, false, Optional.empty());
    }

    /** A column that can be null. */
    public static Column optional(String name) {
        return new Column(name, true, Optional.empty());
    }

    /** All that are parties to a resource. */
    public static Column parties(String resource) {
        return new Column("party_id", false, Optional.of(resource));
    }

    /** Whether there is one value, in the row itself. */
    boolean isInRow() {
        return relation.isEmpty();
    }
}
