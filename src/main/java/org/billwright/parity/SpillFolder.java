package org.billwright.parity;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/** A folder of temporary files. It is deleted when it is closed, and when the process ends by a signal. */
final class SpillFolder implements AutoCloseable {
    private final Path folder;
    private final Thread atExit = Thread.ofPlatform().unstarted(this::delete);
    private final AtomicInteger files = new AtomicInteger();
    private final AtomicLong bytes = new AtomicLong();
    private final AtomicLong mostBytes = new AtomicLong();

    /** Makes a folder of its own in another one, which must exist. */
    SpillFolder(Path in) throws IOException {
        this.folder = Files.createTempDirectory(in, "billwright-parity-");
        Runtime.getRuntime().addShutdownHook(atExit);
    }

    /** The path of a new file. */
    Path newFile() {
        return folder.resolve(files.incrementAndGet() + ".part");
    }

    /** Counts bytes that were written. */
    void written(long count) {
        long now = bytes.addAndGet(count);
        mostBytes.accumulateAndGet(now, Math::max);
    }

    /** Deletes a file that is no longer needed. */
    void delete(Path file, long size) throws IOException {
        Files.deleteIfExists(file);
        bytes.addAndGet(-size);
    }

    /** The most bytes that the files had at one time. */
    long mostBytes() {
        return mostBytes.get();
    }

    private void delete() {
        try (var left = Files.newDirectoryStream(folder)) {
            for (var file : left) {
                Files.deleteIfExists(file);
            }
            Files.deleteIfExists(folder);
        } catch (IOException e) {
            throw new UncheckedIOException("the temporary files in " + folder + " cannot be deleted", e);
        }
    }

    @Override
    public void close() {
        try {
            Runtime.getRuntime().removeShutdownHook(atExit);
        } catch (IllegalStateException ending) {
            return; // the process ends, and the hook runs
        }
        delete();
    }
}
