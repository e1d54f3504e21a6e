package org.billwright.parity;

/** One of the two sides of a comparison. */
public enum Side {
    /** The first one, such as the older biller. */
    LEFT("left"),
    /** The second one; differences are this one less the other. */
    RIGHT("right");

    private final String word;

    Side(String word) {
        this.word = word;
    }

    /** The name in texts and JSON. */
    public String word() {
        return word;
    }
}
