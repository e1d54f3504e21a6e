package org.billwright.format;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.util.Optional;

/** How documents of one kind are written: gathered as bytes, some at a time. */
public interface DocumentWriter {
    /** What stands before the first document. */
    void begin();

    /** Adds a stored document, which is in an array, and, of a bill on hold, the state that it was held from. */
    void add(ByteBuffer document, Optional<String> heldFrom);

    /** How many bytes have been gathered. */
    int length();

    /** Writes what was gathered, and begins anew. */
    void writeTo(OutputStream stream) throws IOException;
}
