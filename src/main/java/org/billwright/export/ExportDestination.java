package org.billwright.export;

import java.io.BufferedOutputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Collection;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.billwright.compression.Compression;
import org.billwright.format.DocumentType;

/**
 * The destination of documents: a file for each document type in a folder, named so that the files can be loaded in the order of
 * their names; or one file, or a stream, for all types. Files have a temporary name until they are complete.
 */
public final class ExportDestination implements AutoCloseable {
    private static final String LINES = ".ndjson";
    private static final String RECORDS = ".csv";
    private static final String UNFINISHED = ".part";
    private static final int BUFFER_BYTES = 1 << 16;

    private final Map<DocumentType, OutputStream> streams = new EnumMap<>(DocumentType.class);
    private final Map<Path, Path> unfinished;

    private ExportDestination(Map<Path, Path> unfinished) {
        this.unfinished = unfinished;
    }

    /**
     * Opens it for these kinds: {@code -} is the standard output; a name that ends with {@code .ndjson} or {@code .csv}, or
     * with {@code .gz} or {@code .zst} behind that, one file, compressed as its name says; any other is a folder.
     */
    public static ExportDestination open(
            String name, Collection<DocumentType> kinds, Compression compression, OutputStream standardOutput)
            throws IOException {
        if (name.equals("-")) {
            return into(kinds, compression, standardOutput);
        }
        var byName = Compression.of(name);
        var unpacked = name.substring(0, name.length() - byName.ending().length());
        if (unpacked.endsWith(LINES) || unpacked.endsWith(RECORDS)) {
            var part = Path.of(name + UNFINISHED);
            var destination = new ExportDestination(Map.of(part, Path.of(name)));
            var stream = byName.into(Files.newOutputStream(part));
            return destination.all(kinds, new BufferedOutputStream(stream, BUFFER_BYTES));
        }
        return folder(Path.of(name), kinds, compression);
    }

    /** Writes all types into a stream, which is flushed at the end and not closed. */
    static ExportDestination into(Collection<DocumentType> kinds, Compression compression, OutputStream stream)
            throws IOException {
        var packed = compression.into(new Flushed(stream));
        return new ExportDestination(Map.of()).all(kinds, new BufferedOutputStream(packed, BUFFER_BYTES));
    }

    private static ExportDestination folder(Path folder, Collection<DocumentType> kinds, Compression compression)
            throws IOException {
        Files.createDirectories(folder);
        var destination = new ExportDestination(new LinkedHashMap<>());
        try {
            for (var kind : kinds) {
                var file = folder.resolve(fileName(kind) + compression.ending());
                var part = folder.resolve(file.getFileName() + UNFINISHED);
                destination.unfinished.put(part, file);
                var stream = compression.into(Files.newOutputStream(part));
                destination.streams.put(kind, new BufferedOutputStream(stream, BUFFER_BYTES));
            }
        } catch (IOException e) {
            destination.close();
            throw e;
        }
        return destination;
    }

    private ExportDestination all(Collection<DocumentType> kinds, OutputStream stream) {
        kinds.forEach(kind -> streams.put(kind, stream));
        return this;
    }

    /** The file of a kind in a folder, such as {@code 4-bill.ndjson}, without the ending for its compression. */
    static String fileName(DocumentType kind) {
        int place = List.of(DocumentType.values()).indexOf(kind) + 1;
        return place + "-" + kind.name().toLowerCase(Locale.ROOT).replace('_', '-') + LINES;
    }

    /** Whether all types are written into one stream. */
    public boolean isSingle() {
        return streams.values().stream().distinct().count() == 1;
    }

    /** The stream for documents of this type; the caller does not close it. */
    public OutputStream stream(DocumentType kind) {
        var stream = streams.get(kind);
        if (stream == null) {
            throw new IllegalArgumentException("not opened for " + kind);
        }
        return stream;
    }

    /** Flushes the streams, and gives the files their names. */
    public void finish() throws IOException {
        closeStreams();
        for (var file : unfinished.entrySet()) {
            Files.move(file.getKey(), file.getValue(), StandardCopyOption.REPLACE_EXISTING);
        }
    }

    private void closeStreams() throws IOException {
        for (var stream : streams.values()) {
            stream.close();
        }
    }

    /** Deletes files that are not complete. */
    @Override
    public void close() throws IOException {
        try {
            closeStreams();
        } finally {
            for (var part : unfinished.keySet()) {
                Files.deleteIfExists(part);
            }
        }
    }

    /** A stream that is flushed instead of closed. */
    private static final class Flushed extends FilterOutputStream {
        Flushed(OutputStream out) {
            super(out);
        }

        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
            out.write(bytes, offset, length);
        }

        @Override
        public void close() throws IOException {
            out.flush();
        }
    }
}
