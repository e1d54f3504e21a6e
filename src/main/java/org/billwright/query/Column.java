package org.billwright.query;

/**
 * A typed column that holds an attribute beside the document.
 *
 * @param optional whether it can be null, which an order must then place
 * @param array whether it holds all the values that the attribute has in an array
 */
public record Column(String name, boolean optional, boolean array) {
    /** A column that every row has. */
    public static Column required(String name) {
        return new Column(name, false, false);
    }

    /** A column that can be null. */
    public static Column optional(String name) {
        return new Column(name, true, false);
    }

    /** An array of text. */
    public static Column array(String name) {
        return new Column(name, false, true);
    }
}
