package org.billwright.imports.job;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Enumeration;
import java.util.Optional;
import java.util.stream.Stream;
import org.billwright.format.FileFormat;
import org.billwright.json.Json;

/**
 * A source of documents.
 *
 * @param name as it is reported
 * @param file where it is a file, so that the import can be resumed
 * @param maxBytes how many bytes it may have when it is unpacked; what follows is not read
 */
public record ImportSource(String name, Optional<Path> file, FileFormat format, Opener opener, long maxBytes) {
    /** Opens a source. */
    @FunctionalInterface
    public interface Opener {
        /** Its bytes from the first on, compressed as they are. */
        InputStream open() throws IOException;
    }

    /** A source of any length. */
    public ImportSource(String name, Optional<Path> file, FileFormat format, Opener opener) {
        this(name, file, format, opener, Long.MAX_VALUE);
    }

    /** A file. */
    public static ImportSource of(Path file, FileFormat format) {
        return new ImportSource(file.toString(), Optional.of(file), format, () -> Files.newInputStream(file));
    }

    /** A stream, which can be read once. */
    public static ImportSource of(String name, InputStream in, FileFormat format) {
        return new ImportSource(name, Optional.empty(), format, () -> in);
    }

    /** Documents that this process makes, with their {@code @type}. They are read once, while they are made. */
    @SuppressWarnings("JdkObsolete") // SequenceInputStream takes nothing newer
    public static ImportSource of(String name, Stream<ObjectNode> documents) {
        var lines = documents
                .map(document -> (Json.write(document) + "\n").getBytes(StandardCharsets.UTF_8))
                .<InputStream>map(ByteArrayInputStream::new)
                .iterator();
        var all = new SequenceInputStream(new Enumeration<>() {
            @Override
            public boolean hasMoreElements() {
                return lines.hasNext();
            }

            @Override
            public InputStream nextElement() {
                return lines.next();
            }
        });
        return of(name, all, FileFormat.NDJSON);
    }
}
