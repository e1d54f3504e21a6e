package org.billwright.parity;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.billwright.format.Decompression;
import org.billwright.format.FileFormat;
import org.billwright.format.PdfRecord;
import org.billwright.format.RecordReader;
import org.billwright.tax.TaxRateUnit;

/**
 * A file, or the files of a folder, plain or compressed with gzip or zstd. PDFs and hidden files are passed over.
 *
 * @param format the format of a file: NDJSON, or CSV by a mapping
 * @param taxRate the unit of tax rates where a file does not say it
 */
public record FileSource(Path path, Function<Path, FileFormat> format, Optional<TaxRateUnit> taxRate)
        implements DocumentSource {
    @Override
    public void read(RecordConsumer consumer) throws IOException {
        for (var file : files()) {
            read(file, consumer);
        }
    }

    private List<Path> files() {
        if (!Files.isDirectory(path)) {
            return List.of(path);
        }
        try (var files = Files.list(path)) {
            var found = files.filter(Files::isRegularFile)
                    .filter(file -> !file.getFileName().toString().startsWith(".") && !PdfRecord.isFile(file))
                    .sorted()
                    .toList();
            if (found.isEmpty()) {
                throw new UnreadableSourceException(path + ": the folder has no files");
            }
            return found;
        } catch (IOException e) {
            throw new UnreadableSourceException(path + ": the folder cannot be read: " + reason(e));
        }
    }

    private void read(Path file, RecordConsumer consumer) throws IOException {
        var by = format.apply(file);
        try (var in = open(file)) {
            var records = split(file, by, in);
            while (next(file, records)) {
                if (!records.isBlank()) {
                    consumer.accept(recordOf(file, by, records));
                }
            }
        }
    }

    private static InputStream open(Path file) {
        try {
            return Decompression.open(Files.newInputStream(file));
        } catch (IOException e) {
            throw new UnreadableSourceException(file + ": cannot be read: " + reason(e));
        }
    }

    private static RecordReader split(Path file, FileFormat by, InputStream in) {
        try {
            return by.splitter().split(in);
        } catch (IOException e) {
            throw new UnreadableSourceException(file + ": " + reason(e));
        }
    }

    private static boolean next(Path file, RecordReader records) {
        try {
            return records.next();
        } catch (IOException e) {
            throw new UnreadableSourceException(file + ":" + (records.number() + 1) + ": cannot be read: " + reason(e));
        }
    }

    private static String reason(IOException e) {
        return Optional.ofNullable(e.getMessage()).orElseGet(() -> e.getClass().getSimpleName());
    }

    private SourceRecord recordOf(Path file, FileFormat by, RecordReader records) {
        long number = records.number();
        if (records.isTooLong()) {
            throw new UnreadableSourceException(
                    file + ":" + number + ": the record is longer than " + records.maxBytes() + " bytes");
        }
        var bytes = records.bytes();
        return new SourceRecord(
                file.toString(),
                number,
                bytes.length,
                Optional.empty(),
                by.taxRate().or(() -> taxRate),
                () -> by.document().parse(bytes, number));
    }
}
