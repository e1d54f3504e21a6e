package org.billwright.load;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Optional;
import org.billwright.store.Ids;

/**
 * Where bodies are while they come in: a folder of this process alone, locked as long as the process lives. What one that was
 * killed has left in its own is taken away by the next.
 */
final class Incoming implements AutoCloseable {
    private static final String PREFIX = "incoming-";
    private static final String LOCK = ".lock";

    private final Path parent;
    private final Path folder;
    private Optional<FileChannel> lock = Optional.empty();

    Incoming(Path parent) {
        this.parent = parent;
        this.folder = parent.resolve(PREFIX + Ids.next());
    }

    Path folder() {
        return folder;
    }

    /** Begins to use it. */
    void open() {
        try {
            lock = lock(lockOf(folder), StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
            Files.createDirectory(folder);
            for (var other : others()) {
                clear(other);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("the folder of imports cannot be used: " + parent, e);
        }
    }

    private static Path lockOf(Path folder) {
        return folder.resolveSibling(folder.getFileName() + LOCK);
    }

    private static Optional<FileChannel> lock(Path file, StandardOpenOption... options) throws IOException {
        var channel = FileChannel.open(file, options);
        try {
            if (Optional.ofNullable(channel.tryLock()).isPresent()) {
                return Optional.of(channel);
            }
        } catch (OverlappingFileLockException ofThisProcess) {
            // It lives: this is it.
        }
        channel.close();
        return Optional.empty();
    }

    private List<Path> others() throws IOException {
        try (var files = Files.list(parent)) {
            return files.filter(Files::isDirectory)
                    .filter(path -> path.getFileName().toString().startsWith(PREFIX) && !path.equals(folder))
                    .toList();
        }
    }

    private static void clear(Path left) throws IOException {
        var dead = lock(lockOf(left), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
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
        Files.deleteIfExists(lockOf(folder));
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
