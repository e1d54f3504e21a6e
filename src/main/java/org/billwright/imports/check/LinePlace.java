package org.billwright.imports.check;

/**
 * The place of a line in an import.
 *
 * @param source the index of its source, from 0
 * @param number its number in the source, from 1
 */
public record LinePlace(int source, long number) {
    private static final int NUMBER_BITS = 40;
    private static final long NUMBERS = (1L << NUMBER_BITS) - 1;

    /** The place in a column of the database. */
    public static LinePlace of(long packed) {
        return new LinePlace((int) (packed >> NUMBER_BITS), packed & NUMBERS);
    }

    /** The place as one number, for a column of the database. */
    public long packed() {
        return ((long) source << NUMBER_BITS) | (number & NUMBERS);
    }
}
