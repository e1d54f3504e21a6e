package org.billwright.pdf;

/**
 * How a text looks.
 *
 * @param size in hundredths of a point
 */
record TypeStyle(int size, boolean isBold, Ink ink) {
    static final TypeStyle TITLE = new TypeStyle(2_000, true, Ink.ACCENT);
    static final TypeStyle NAME = new TypeStyle(1_500, true, Ink.ACCENT);
    static final TypeStyle HEADING = new TypeStyle(1_150, true, Ink.ACCENT);
    static final TypeStyle SUBHEADING = new TypeStyle(950, true, Ink.TEXT);
    static final TypeStyle ADDRESS = new TypeStyle(1_000, false, Ink.TEXT);
    static final TypeStyle BODY = new TypeStyle(875, false, Ink.TEXT);
    static final TypeStyle STRONG = new TypeStyle(875, true, Ink.TEXT);
    static final TypeStyle DUE = new TypeStyle(1_050, true, Ink.ACCENT);
    static final TypeStyle SMALL = new TypeStyle(725, false, Ink.MUTED);
    static final TypeStyle SMALL_STRONG = new TypeStyle(725, true, Ink.TEXT);
    static final TypeStyle FINE = new TypeStyle(650, false, Ink.MUTED);

    private static final int LEADING_PERCENT = 130;
    private static final int BASELINE_PERCENT = 101;

    /** From one line to the next. */
    int leading() {
        return size * LEADING_PERCENT / 100;
    }

    /** From the top of a line to its baseline. */
    int baseline() {
        return size * BASELINE_PERCENT / 100;
    }

    TypeStyle in(Ink other) {
        return new TypeStyle(size, isBold, other);
    }

    TypeStyle sized(int other) {
        return new TypeStyle(other, isBold, ink);
    }

    TypeStyle bold() {
        return new TypeStyle(size, true, ink);
    }
}
