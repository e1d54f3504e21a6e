package org.billwright.parity;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Records in temporary files by a hash of their keys, so that all records of a key are in one file. */
final class SpillPartitions implements AutoCloseable {
    private static final int BUFFER_BYTES = 1 << 14;
    private static final long FNV_OFFSET = 0xcbf29ce484222325L;
    private static final long FNV_PRIME = 0x100000001b3L;

    private final SpillFolder folder;
    private final int level;
    private final List<Path> files = new ArrayList<>();
    private final List<DataOutputStream> streams = new ArrayList<>();
    private final long[] sizes;

    /**
     * Begins to write.
     *
     * @param level how often the records were split before: each time they are split by another hash
     */
    SpillPartitions(SpillFolder folder, int count, int level) throws IOException {
        this.folder = folder;
        this.level = level;
        this.sizes = new long[count];
        for (int i = 0; i < count; i++) {
            var file = folder.newFile();
            files.add(file);
            streams.add(new DataOutputStream(new BufferedOutputStream(Files.newOutputStream(file), BUFFER_BYTES)));
        }
    }

    /** One of the files. */
    record Partition(SpillFolder folder, Path file, long bytes) {
        /** Takes the records of a file. */
        @FunctionalInterface
        interface Reader {
            void accept(SpillRecord next) throws IOException;
        }

        /** Reads all records. */
        void read(Reader reader) throws IOException {
            try (var in = new DataInputStream(new BufferedInputStream(Files.newInputStream(file), BUFFER_BYTES))) {
                for (var next = SpillRecord.read(in); next.isPresent(); next = SpillRecord.read(in)) {
                    reader.accept(next.get());
                }
            }
        }

        /** Reads all records into other partitions, and deletes the file. */
        List<Partition> split(int count, int level) throws IOException {
            try (var parts = new SpillPartitions(folder, count, level)) {
                read(parts::add);
                delete();
                return parts.finish();
            }
        }

        void delete() throws IOException {
            folder.delete(file, bytes);
        }
    }

    void add(SpillRecord next) throws IOException {
        int at = (int) Long.remainderUnsigned(hash(next.key()), sizes.length);
        int bytes = next.write(streams.get(at));
        sizes[at] += bytes;
        folder.written(bytes);
    }

    /** FNV-1a over the characters, then mixed, so that another level has another order. */
    private long hash(String key) {
        long hash = FNV_OFFSET + level;
        for (int i = 0; i < key.length(); i++) {
            hash = (hash ^ key.charAt(i)) * FNV_PRIME;
        }
        hash = (hash ^ (hash >>> 32)) * FNV_PRIME;
        return hash ^ (hash >>> 29);
    }

    /** Ends writing; the files. */
    List<Partition> finish() throws IOException {
        close();
        var partitions = new ArrayList<Partition>();
        for (int i = 0; i < sizes.length; i++) {
            partitions.add(new Partition(folder, files.get(i), sizes[i]));
        }
        return partitions;
    }

    @Override
    public void close() throws IOException {
        for (var stream : streams) {
            stream.close();
        }
    }
}
