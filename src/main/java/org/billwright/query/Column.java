package org.billwright.query;

import java.util.Optional;

/**
 * A typed column with an attribute of the document.
 *
 * @param optional whether it can be null; null values are sorted last
 * @param relation the resource in the table {@code related_party}, if the column is in that table
 */
public record Column(String name, boolean optional, Optional<String> relation) {
    /** A column that is never null. */
    public static Column required(String name) {
        return new Column(name, false, Optional.empty());
    }

    /** A column that can be null. */
    public static Column optional(String name) {
        return new Column(name, true, Optional.empty());
    }

    /** The parties related to a resource. */
    public static Column parties(String resource) {
        return new Column("party_id", false, Optional.of(resource));
    }

    /** Whether the column is in the resource's own table. */
    boolean isInRow() {
        return relation.isEmpty();
    }
}
