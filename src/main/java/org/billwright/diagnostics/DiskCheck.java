package org.billwright.diagnostics;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;

/** Whether a folder can be written to, and has space. */
final class DiskCheck {
    private static final String NAME = "disk";

    /** The bodies of a few imports. */
    private static final long LEAST = 1L << 30;

    private DiskCheck() {}

    /** A folder that is absent is created by a server: the one above it counts. */
    static Diagnosis of(Path folder) {
        var existing = existing(folder.toAbsolutePath());
        if (existing.isEmpty() || !Files.isDirectory(existing.get()) || !Files.isWritable(existing.get())) {
            return Diagnosis.error(
                    NAME,
                    folder + " cannot be written to",
                    "let the user of the server write to it, or name another folder");
        }
        try {
            long free = Files.getFileStore(existing.get()).getUsableSpace();
            var text = folder + " has " + Sizes.text(free) + " free";
            return free < LEAST
                    ? Diagnosis.warning(NAME, text, "an import over HTTP waits there as a file: make room")
                    : Diagnosis.ok(NAME, text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Optional<Path> existing(Path folder) {
        return Stream.iterate(folder, path -> path != null, Path::getParent)
                .filter(Files::exists)
                .findFirst();
    }
}
