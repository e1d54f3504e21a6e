package org.billwright.json;

/** What an attribute's value is, which decides how it is checked and compared. */
public enum AttributeType {
    /** Compared by code point. */
    TEXT("text"),
    /** RFC 3339, compared as a point in time. */
    DATE_TIME("a date-time such as 2026-01-31T00:00:00Z"),
    /** Decimal, compared by value: 9.0 equals 9.00. */
    NUMBER("a decimal number"),
    /** true or false. */
    BOOLEAN("true or false"),
    /** A URL of this server, stored relative to its base, or any other URL, stored as it is. */
    LINK("a URL"),
    /** Any JSON value; a characteristic's. */
    ANY("a value");

    private final String description;

    AttributeType(String description) {
        this.description = description;
    }

    /** For error texts: what was expected. */
    public String description() {
        return description;
    }
}
