package org.billwright.load;

import io.airlift.compress.v3.zstd.ZstdOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Arrays;
import java.util.zip.GZIPOutputStream;

/** How a file is compressed, and how its name then ends. */
public enum Compression {
    /** Not at all. */
    NONE(""),
    /** RFC 1952. */
    GZIP(".gz"),
    /** RFC 8878. */
    ZSTD(".zst");

    private static final int BUFFER_BYTES = 1 << 16;

    private final String ending;

    Compression(String ending) {
        this.ending = ending;
    }

    /** What a file's name ends with. */
    public String ending() {
        return ending;
    }

    /** The compression that a file's name tells of. */
    public static Compression of(String fileName) {
        return Arrays.stream(values())
                .filter(compression -> compression != NONE && fileName.endsWith(compression.ending))
                .findFirst()
                .orElse(NONE);
    }

    /** Compresses what is written, into this stream, which is closed with the one that is returned. */
    public OutputStream into(OutputStream out) throws IOException {
        return switch (this) {
            case NONE -> out;
            case GZIP -> new GZIPOutputStream(out, BUFFER_BYTES);
            case ZSTD -> new ZstdOutputStream(out);
        };
    }
}
