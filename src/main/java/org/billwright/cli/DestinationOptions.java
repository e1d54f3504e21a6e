package org.billwright.cli;

import java.io.IOException;
import java.util.Collection;
import org.billwright.load.Compression;
import org.billwright.load.Destination;
import org.billwright.load.Kind;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Option;

/** Where a command writes documents. */
final class DestinationOptions {
    @Option(
            names = "--to",
            defaultValue = "-",
            paramLabel = "FOLDER|FILE|-",
            description = {
                "a folder, for a file of each kind; a file, which ends with .ndjson, .ndjson.gz or .ndjson.zst, for all;",
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

    Destination open(Collection<Kind> kinds) throws IOException {
        return Destination.open(to, kinds, compression(), System.out);
    }

    private Compression compression() {
        if (compressed.gzip) {
            return Compression.GZIP;
        }
        return compressed.zstd ? Compression.ZSTD : Compression.NONE;
    }
}
