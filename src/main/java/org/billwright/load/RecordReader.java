package org.billwright.load;

import java.io.IOException;

/** What a source is split into: lines of NDJSON, records of CSV, a file as a whole. */
public interface RecordReader {
    /** Goes to the next; false at the end. Where it fails, {@link #bytes()} is what was read of it. */
    boolean next() throws IOException;

    /** The number of the line where this one begins, from 1. */
    long number();

    /** Whether it is over the limit; {@link #bytes()} is then its beginning. */
    boolean isTooLong();

    /** The limit. */
    default int maxBytes() {
        return FileFormat.MAX_RECORD_BYTES;
    }

    /** Whether nothing is in it. */
    boolean isBlank();

    /** Whether these bytes are spaces, tabs and what a carriage return leaves. */
    static boolean isBlank(byte[] bytes, int length) {
        for (int i = 0; i < length; i++) {
            if (bytes[i] != ' ' && bytes[i] != '\t' && bytes[i] != '\r') {
                return false;
            }
        }
        return true;
    }

    /** As it stands in the source. */
    byte[] bytes();
}
