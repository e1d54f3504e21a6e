package org.billwright.imports.job;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.billwright.format.Decompression;
import org.billwright.format.DocumentType;
import org.billwright.format.FileFormat;
import org.billwright.format.PdfRecord;

/** The sources that a command line names: files, folders of files, or {@code -} for standard input. */
public final class ImportSources {
    /** A file whose document type is unknown comes last. */
    private static final int UNKNOWN = DocumentType.values().length;

    private ImportSources() {}

    /**
     * The sources in the order in which their document types must be loaded, by the type of their first line, and then by name.
     *
     * @param format the format of a file that is no PDF
     */
    public static List<ImportSource> of(
            List<Path> paths, Function<Path, FileFormat> format, InputStream standardInput) {
        var sources = new ArrayList<ImportSource>();
        for (var path : paths) {
            if (path.toString().equals("-")) {
                sources.add(ImportSource.of("standard input", standardInput, format.apply(path)));
            } else {
                files(path)
                        .forEach(file -> sources.add(ImportSource.of(
                                file, PdfRecord.isFile(file) ? PdfRecord.format(file) : format.apply(file))));
            }
        }
        return sources.size() < 2
                ? sources
                : sources.stream()
                        .sorted(Comparator.comparingInt(ImportSources::order))
                        .toList();
    }

    private static List<Path> files(Path path) {
        if (!Files.isDirectory(path)) {
            return List.of(path);
        }
        try (var files = Files.list(path)) {
            return files.filter(Files::isRegularFile)
                    .filter(file -> !file.getFileName().toString().startsWith("."))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException("the folder cannot be read: " + path, e);
        }
    }

    private static int order(ImportSource source) {
        return source.file().isEmpty()
                ? UNKNOWN
                : firstKind(source)
                        .map(kind -> List.of(DocumentType.values()).indexOf(kind))
                        .orElse(UNKNOWN);
    }

    private static Optional<DocumentType> firstKind(ImportSource source) {
        if (source.file().filter(PdfRecord::isFile).isPresent()) {
            return Optional.of(DocumentType.DOCUMENT);
        }
        try (var in = Decompression.open(source.opener().open())) {
            var records = source.format().splitter().split(in);
            while (records.next()) {
                if (!records.isBlank()) {
                    var first = source.format().document().parse(records.bytes(), records.number());
                    if (first.isPresent()) {
                        return DocumentType.of(first.get());
                    }
                }
            }
            return Optional.empty();
        } catch (IOException | RuntimeException reportedWhenItIsRead) {
            return Optional.empty();
        }
    }
}
