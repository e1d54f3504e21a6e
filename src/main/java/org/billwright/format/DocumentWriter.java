package org.billwright.format;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;

/** Writes documents of one type into a buffer of bytes, which is written to a stream from time to time. */
public interface DocumentWriter {
    /** Writes what precedes the first document. */
    void writeHeader();

    /** Adds a stored document, in a buffer with an array, and what an import needs beside it. */
    void add(ByteBuffer document, ExportMarks marks);

    /** The length of the buffer in bytes. */
    int length();

    /** Writes the buffer to a stream, and empties it. */
    void writeTo(OutputStream stream) throws IOException;
}
