package org.billwright.imports.server;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.billwright.store.Ids;

/**
 * The folder for bodies while they are received, for this process alone. The folders of processes that were killed are deleted at the
 * next start.
 */
final class UploadFolder implements AutoCloseable {
    private static final String PREFIX = "incoming-";

    private final Path parent;
    private final Path folder;
    private Optional<FileLock> lock = Optional.empty();

    UploadFolder(Path parent) {
        this.parent = parent;
        this.folder = parent.resolve(PREFIX + Ids.next());
    }

    Path folder() {
        return folder;
    }

    /** Creates and locks the folder, and deletes abandoned ones. */
    void open() {
        try {
            lock = lock(folder);
            Files.createDirectory(folder);
            for (var other : others()) {
                clear(other);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("the folder of imports cannot be used: " + parent, e);
        }
    }

    private static Optional<FileLock> lock(Path folder) {
        return FileLock.tryAcquire(lockFile(folder));
    }

    private static Path lockFile(Path folder) {
        return folder.resolveSibling(folder.getFileName() + ".lock");
    }

    private List<Path> others() throws IOException {
        try (var files = Files.list(parent)) {
            return files.filter(Files::isDirectory)
                    .filter(path -> path.getFileName().toString().startsWith(PREFIX) && !path.equals(folder))
                    .toList();
        }
    }

    private static void clear(Path abandoned) throws IOException {
        var free = lock(abandoned);
        if (free.isPresent()) {
            remove(abandoned);
            free.get().close();
        }
    }

    private static void remove(Path folder) throws IOException {
        try (var files = Files.list(folder)) {
            for (var file : files.toList()) {
                Files.deleteIfExists(file);
            }
        }
        Files.deleteIfExists(folder);
        Files.deleteIfExists(lockFile(folder));
    }

    @Override
    public void close() {
        try {
            if (lock.isPresent()) {
                remove(folder);
                lock.get().close();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
