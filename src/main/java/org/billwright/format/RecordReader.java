package org.billwright.format;

import java.io.IOException;

/** Reads the records of a source one by one: the lines of an NDJSON file, the records of a CSV file, or a file as a whole. */
public interface RecordReader {
    /** The default limit of a record's length, in bytes. */
    int MAX_RECORD_BYTES = 16_000_000;

    /** How much of a record over the limit is kept, in bytes. */
    int KEPT_BYTES = 1 << 16;

    /** Moves to the next record; false at the end. Where it fails, {@link #bytes()} is what was read of the record. */
    boolean next() throws IOException;

    /** The number of the line where the record begins, from 1. */
    long number();

    /** Whether the record is over the limit; {@link #bytes()} is then its beginning. */
    boolean isTooLong();

    /** The limit of a record's length, in bytes. */
    default int maxBytes() {
        return MAX_RECORD_BYTES;
    }

    /** Whether the record is empty or white space. */
    boolean isBlank();

    /** Whether the first bytes of an array are all spaces, tabs or carriage returns. */
    static boolean isBlank(byte[] bytes, int length) {
        for (int i = 0; i < length; i++) {
            if (bytes[i] != ' ' && bytes[i] != '\t' && bytes[i] != '\r') {
                return false;
            }
        }
        return true;
    }

    /** The record's bytes as they are in the source. */
    byte[] bytes();
}
