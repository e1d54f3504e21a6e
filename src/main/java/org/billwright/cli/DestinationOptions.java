package org.billwright.cli;

import java.io.IOException;
import java.util.Collection;
import org.billwright.load.Compression;
import org.billwright.load.DocumentType;
import org.billwright.load.ExportDestination;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Option;

/** Where a command writes documents. */
final class DestinationOptions {
    private static final String CSV = ".*\\.csv(\\.gz|\\.zst)?";

    @Option(
            names = "--to",
            defaultValue = "-",
            paramLabel = "FOLDER|FILE|-",
            description = {
                "a folder, for a file of each kind; a file, which ends with .ndjson (by a mapping: .csv), perhaps with .gz"
                        + " or .zst behind that, for all;",
                "- for standard output (default)"
            })
    String to = "-";

    @ArgGroup
    Compressed compressed = new Compressed();

    /** At most one way. */
    static final class Compressed {
        @Option(names = "--gzip", description = "compress with gzip")
        boolean gzip;

        @Option(names = "--zstd", description = "compress with zstd")
        boolean zstd;
    }

    /** Whether records of CSV can go there: into one stream, and no other form under the name of one. */
    boolean isForCsv() {
        return to.equals("-") || to.matches(CSV);
    }

    /** Whether lines of JSON can. */
    boolean isForLines() {
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
