package org.billwright.json;

/** The type of an attribute's value, which decides how it is validated and compared. */
public enum AttributeType {
    /** Compared by code point. */
    TEXT("text"),
    /** RFC 3339, compared as a point in time. */
    DATE_TIME("a date-time such as 2026-01-31T00:00:00Z"),
    /** Decimal, compared by value: 9.0 equals 9.00. */
    NUMBER("a decimal number"),
    /** true or false. */
    BOOLEAN("true or false"),
    /** A URL: of this server, stored relative to its base URL, or of another, stored unchanged. */
    LINK("a URL"),
    /** Any JSON value, such as a characteristic's. */
    ANY("a value");

    private final String description;

    AttributeType(String description) {
        this.description = description;
    }

    /** The expected value, for error texts. */
    public String description() {
        return description;
    }
}
