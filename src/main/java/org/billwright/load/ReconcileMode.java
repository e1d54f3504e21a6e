package org.billwright.load;

/** What is done about amounts that do not agree with each other. */
public enum ReconcileMode {
    /** The document is refused. */
    STRICT,
    /** It is loaded, and told. */
    WARN,
    /** They are not compared. */
    OFF
}
