package org.billwright.document;

import java.io.IOException;
import java.util.Optional;

/** Where the documents of a run are put for a print house: a folder, or a bucket. A file has its name when it is complete. */
public interface OutboundFiles extends AutoCloseable {
    /** Writes a file, or replaces it. */
    void write(String name, byte[] bytes) throws IOException;

    /** The bytes of a file; empty where there is none. */
    Optional<byte[]> read(String name) throws IOException;

    /** Deletes a file, if there is one. */
    void delete(String name) throws IOException;

    @Override
    default void close() {}
}
