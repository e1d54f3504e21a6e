package org.billwright.imports.check;

/** The handling of amounts that do not agree with each other. */
public enum ReconcileMode {
    /** The document is rejected. */
    STRICT,
    /** The document is loaded, with a warning. */
    WARN,
    /** Amounts are not compared. */
    OFF
}
