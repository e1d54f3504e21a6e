package org.billwright.imports.job;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.billwright.format.FileFormat;

/**
 * Where lines come from.
 *
 * @param name that it is told by
 * @param file where it is one, so that an import of it can be resumed
 */
public record ImportSource(String name, Optional<Path> file, FileFormat form, Opener opener) {
    /** Opens a source, as it is packed. */
    @FunctionalInterface
    public interface Opener {
        /** Its bytes from the first on. */
        InputStream open() throws IOException;
    }

    /** A file. */
    public static ImportSource of(Path file, FileFormat form) {
        return new ImportSource(file.toString(), Optional.of(file), form, () -> Files.newInputStream(file));
    }

    /** A stream, which can be read once. */
    public static ImportSource of(String name, InputStream in, FileFormat form) {
        return new ImportSource(name, Optional.empty(), form, () -> in);
    }
}
