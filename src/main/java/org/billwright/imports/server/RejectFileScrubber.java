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
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.billwright.format.NdjsonRecordReader;
import org.billwright.format.RecordReader;
import org.billwright.json.Json;

/** A file of refused lines of an import that has ended. */
final class RejectFileScrubber {
    /** A refused line as a text of JSON is longer than it was. */
    private static final int MAX_ENTRY_BYTES = 4 * RecordReader.MAX_RECORD_BYTES;

    private final Path file;

    RejectFileScrubber(Path file) {
        this.file = file;
    }

    /** The bills that name somebody. */
    Set<String> bills(PersonMatcher naming) {
        var bills = new HashSet<String>();
        read(entry -> naming.billOf(entry).forEach(bills::add), unreadable -> {});
        return bills;
    }

    /** Takes out what names somebody, and what cannot be looked through; gives how many lines those were. */
    int takeOut(PersonMatcher naming) {
        var found = new int[1];
        read(entry -> found[0] += naming.isIn(entry) ? 1 : 0, unreadable -> found[0]++);
        if (found[0] > 0) {
            write(naming);
        }
        return found[0];
    }

    private void write(PersonMatcher naming) {
        var rest = file.resolveSibling(file.getFileName() + ".rest");
        try {
            var written = Files.getLastModifiedTime(file);
            try (var out = Files.newOutputStream(rest)) {
                read(
                        entry -> {
                            if (!naming.isIn(entry)) {
                                add(out, entry);
                            }
                        },
                        unreadable -> {});
            }
            Files.setLastModifiedTime(rest, written);
            Files.move(rest, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void add(OutputStream out, ObjectNode entry) {
        try {
            out.write((Json.write(entry) + "\n").getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A process that was killed may have left a part of one at the end. */
    private static Optional<ObjectNode> entry(NdjsonRecordReader lines) {
        try {
            return lines.isTooLong()
                    ? Optional.empty()
                    : Optional.of(Json.stored(new String(lines.bytes(), StandardCharsets.UTF_8)));
        } catch (IllegalStateException noJson) {
            return Optional.empty();
        }
    }

    private void read(Consumer<ObjectNode> entries, Consumer<Long> unreadable) {
        try (var in = Files.newInputStream(file)) {
            var lines = new NdjsonRecordReader(in, MAX_ENTRY_BYTES);
            while (lines.next()) {
                if (!lines.isBlank()) {
                    entry(lines).ifPresentOrElse(entries, () -> unreadable.accept(lines.number()));
                }
            }
        } catch (NoSuchFileException e) {
            // It has grown old meanwhile.
        } catch (IOException e) {
            throw new UncheckedIOException("refused lines cannot be read: " + file, e);
        }
    }
}
