package org.billwright.imports.check;

/** What is done about amounts that do not agree with each other. */
public enum ReconcileMode {
    /** The document is refused. */
    STRICT,
    /** It is loaded, and told. */
    WARN,
    /** They are not compared. */
    OFF
}
