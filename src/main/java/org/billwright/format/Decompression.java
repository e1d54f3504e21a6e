package org.billwright.format;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.billwright.compression.Compression;

/** Opens a source as plain UTF-8. The compression is detected by the first bytes. */
public final class Decompression {
    private static final int BUFFER_BYTES = 1 << 16;
    private static final byte[] GZIP = {0x1F, (byte) 0x8B};
    private static final byte[] ZSTD = {0x28, (byte) 0xB5, 0x2F, (byte) 0xFD};
    private static final byte[] UTF_8_MARK = {(byte) 0xEF, (byte) 0xBB, (byte) 0xBF};
    private static final byte[] UTF_16_BIG = {(byte) 0xFE, (byte) 0xFF};
    private static final byte[] UTF_16_LITTLE = {(byte) 0xFF, (byte) 0xFE};

    private Decompression() {}

    /** Opens a source that is plain, or compressed by gzip or zstd; the stream is UTF-8 without a byte order mark. */
    public static InputStream open(InputStream packed) throws IOException {
        var in = new BufferedInputStream(packed, BUFFER_BYTES);
        var compression = compressionOf(in);
        return withoutMark(
                compression == Compression.NONE ? in : new BufferedInputStream(compression.from(in), BUFFER_BYTES));
    }

    /** The compression of a file by its first bytes. */
    public static Compression compressionOf(Path file) throws IOException {
        try (var in = new BufferedInputStream(Files.newInputStream(file), GZIP.length + ZSTD.length)) {
            return compressionOf(in);
        }
    }

    private static Compression compressionOf(BufferedInputStream in) throws IOException {
        return begins(in, GZIP) ? Compression.GZIP : begins(in, ZSTD) ? Compression.ZSTD : Compression.NONE;
    }

    private static InputStream withoutMark(BufferedInputStream in) throws IOException {
        if (begins(in, UTF_16_BIG) || begins(in, UTF_16_LITTLE)) {
            throw new IOException("it is UTF-16, and only UTF-8 is read");
        }
        if (begins(in, UTF_8_MARK)) {
            in.skipNBytes(UTF_8_MARK.length);
        }
        return in;
    }

    private static boolean begins(BufferedInputStream in, byte[] mark) throws IOException {
        in.mark(mark.length);
        var first = in.readNBytes(mark.length);
        in.reset();
        return Arrays.equals(first, mark);
    }
}
