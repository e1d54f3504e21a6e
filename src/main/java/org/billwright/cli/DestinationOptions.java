package org.billwright.cli;

import java.io.IOException;
import java.util.Collection;
import org.billwright.compression.Compression;
import org.billwright.export.ExportDestination;
import org.billwright.format.DocumentType;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Option;

/** The destination that a command writes documents to. */
final class DestinationOptions {
    private static final String CSV = ".*\\.csv(\\.gz|\\.zst)?";

    @Option(
            names = "--to",
            defaultValue = "-",
            paramLabel = "FOLDER|FILE|-",
            description = {
                "a folder, for a file of each document type; a file for all, named .ndjson (with a mapping: .csv),"
                        + " optionally followed by .gz or .zst;",
                "- for standard output (default)"
            })
    String to = "-";

    @ArgGroup
    Compressed compressed = new Compressed();

    /** At most one compression. */
    static final class Compressed {
        @Option(names = "--gzip", description = "compress with gzip")
        boolean gzip;

        @Option(names = "--zstd", description = "compress with zstd")
        boolean zstd;
    }

    /** Whether CSV can be written there: to one file that is named as CSV, or to standard output. */
    boolean isForCsv() {
        return to.equals("-") || to.matches(CSV);
    }

    /** Whether NDJSON can be written there. */
    boolean isForNdjson() {
        return !to.matches(CSV);
    }

    ExportDestination open(Collection<DocumentType> kinds) throws IOException {
        return ExportDestination.open(to, kinds, compression(), System.out);
    }

    private Compression compression() {
        if (compressed.gzip) {
            return Compression.GZIP;
        }
        return compressed.zstd ? Compression.ZSTD : Compression.NONE;
    }
}
