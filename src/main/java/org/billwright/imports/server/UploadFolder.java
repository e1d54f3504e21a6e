package org.billwright.imports.server;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.billwright.store.Ids;

/**
 * Where bodies are while they come in: a folder of this process alone. What one that was killed has left in its own is taken
 * away by the next.
 */
final class UploadFolder implements AutoCloseable {
    private static final String PREFIX = "incoming-";

    private final Path parent;
    private final Path folder;
    private Optional<FileLock> claim = Optional.empty();

    UploadFolder(Path parent) {
        this.parent = parent;
        this.folder = parent.resolve(PREFIX + Ids.next());
    }

    Path folder() {
        return folder;
    }

    /** Begins to use it. */
    void open() {
        try {
            claim = claim(folder);
            Files.createDirectory(folder);
            for (var other : others()) {
                clear(other);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("the folder of imports cannot be used: " + parent, e);
        }
    }

    private static Optional<FileLock> claim(Path folder) {
        return FileLock.on(folder.resolveSibling(folder.getFileName() + ".lock"));
    }

    private List<Path> others() throws IOException {
        try (var files = Files.list(parent)) {
            return files.filter(Files::isDirectory)
                    .filter(path -> path.getFileName().toString().startsWith(PREFIX) && !path.equals(folder))
                    .toList();
        }
    }

    private static void clear(Path left) throws IOException {
        var dead = claim(left);
        if (dead.isPresent()) {
            remove(left);
            dead.get().close();
        }
    }

    private static void remove(Path folder) throws IOException {
        try (var files = Files.list(folder)) {
            for (var file : files.toList()) {
                Files.deleteIfExists(file);
            }
        }
        Files.deleteIfExists(folder);
    }

    @Override
    public void close() {
        try {
            if (claim.isPresent()) {
                remove(folder);
                claim.get().close();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
