package org.billwright.imports.check;

/** What happens to documents that fail a check. */
public enum CheckMode {
    /** The document is rejected. */
    STRICT,
    /** The document is loaded, with a warning. */
    WARN,
    /** There is no check. */
    OFF
}
