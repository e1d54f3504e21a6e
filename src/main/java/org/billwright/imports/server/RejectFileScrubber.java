package org.billwright.imports.server;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.billwright.format.NdjsonRecordReader;
import org.billwright.format.RecordReader;
import org.billwright.json.Json;

/** Removes the lines that name a person from the rejects file of an import that has ended. */
final class RejectFileScrubber {
    /** A rejected line is longer as a JSON text. */
    private static final int MAX_ENTRY_BYTES = 4 * RecordReader.MAX_RECORD_BYTES;

    private final Path file;

    RejectFileScrubber(Path file) {
        this.file = file;
    }

    /** The ids of rejected bills that match. */
    Set<String> bills(PersonMatcher matcher) {
        return read(entries ->
                entries.flatMap(Optional::stream).flatMap(matcher::billOf).collect(Collectors.toSet()));
    }

    /** Removes the lines that match, and those that cannot be read; how many they were. */
    int remove(PersonMatcher matcher) {
        long removed = read(
                entries -> entries.filter(entry -> entry.map(matcher::matches).orElse(true))
                        .count());
        if (removed > 0) {
            rewriteWithout(matcher);
        }
        return Math.toIntExact(removed);
    }

    private void rewriteWithout(PersonMatcher matcher) {
        var rest = file.resolveSibling(file.getFileName() + ".rest");
        try {
            var written = Files.getLastModifiedTime(file);
            try (var out = Files.newOutputStream(rest)) {
                read(entries -> {
                    entries.flatMap(Optional::stream)
                            .filter(entry -> !matcher.matches(entry))
                            .forEach(entry -> write(out, entry));
                    return file;
                });
            }
            Files.setLastModifiedTime(rest, written);
            Files.move(rest, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void write(OutputStream out, ObjectNode entry) {
        try {
            out.write((Json.write(entry) + "\n").getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Reads the entries one by one; an entry that cannot be read is empty. */
    private <T> T read(Function<Stream<Optional<ObjectNode>>, T> use) {
        try (var in = Files.newInputStream(file)) {
            var lines = new NdjsonRecordReader(in, MAX_ENTRY_BYTES);
            return use.apply(Stream.generate(() -> hasNext(lines))
                    .takeWhile(more -> more)
                    .filter(more -> !lines.isBlank())
                    .map(more -> entry(lines)));
        } catch (NoSuchFileException expired) {
            return use.apply(Stream.empty());
        } catch (IOException e) {
            throw new UncheckedIOException("rejected lines cannot be read: " + file, e);
        }
    }

    private static boolean hasNext(NdjsonRecordReader lines) {
        try {
            return lines.next();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A process that was killed may have left an incomplete entry at the end. */
    private static Optional<ObjectNode> entry(NdjsonRecordReader lines) {
        try {
            return lines.isTooLong()
                    ? Optional.empty()
                    : Optional.of(Json.stored(new String(lines.bytes(), StandardCharsets.UTF_8)));
        } catch (IllegalStateException noJson) {
            return Optional.empty();
        }
    }
}
