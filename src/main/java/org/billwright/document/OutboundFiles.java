package org.billwright.document;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/** Where the documents of a run are put for a print house: a folder, or a bucket. A file has its name when it is complete. */
public interface OutboundFiles extends AutoCloseable {
    /** Writes a file, or replaces it. */
    void write(String name, byte[] bytes) throws IOException;

    @Override
    default void close() {}

    /** A folder, which is created. */
    static OutboundFiles folder(Path folder) {
        return (name, bytes) -> {
            Files.createDirectories(folder);
            var part = folder.resolve(name + ".part");
            Files.write(part, bytes);
            Files.move(part, folder.resolve(name), StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
        };
    }
}
