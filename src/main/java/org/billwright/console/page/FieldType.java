package org.billwright.console.page;

/** What a field of a form takes. */
public enum FieldType {
    /** A line of text. */
    TEXT,
    /** A text. */
    LONG_TEXT,
    /** A decimal number, such as an amount. */
    DECIMAL,
    /** A whole number. */
    INTEGER,
    /** A day; the body gets its begin in the console's time zone. */
    DAY,
    /** One of some values. */
    CHOICE,
    /** Yes or no. */
    CHECK,
    /** A line of text that becomes an element of an array of references by id. */
    REFERENCES,
    /** A line of text that is another one each time the form is shown: a form that is sent twice is one request. */
    UNIQUE,
    /** A line of text for the URL of the operation, which its body does not have. */
    URL_PART,
    /** A value that the person does not see. */
    HIDDEN
}
