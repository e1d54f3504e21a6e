package org.billwright.pdf;

/** What a colour is for. */
enum Ink {
    /** Texts. */
    TEXT,
    /** Labels and what is less important; its contrast on white is 5.7 to 1. */
    MUTED,
    /** The colour of the issuer. */
    ACCENT,
    /** Texts on the colour of the issuer. */
    PAPER,
    /** A light background. */
    TINT,
    /** Thin lines. */
    RULE
}
