package org.billwright.compression;

import io.airlift.compress.v3.zstd.ZstdInputStream;
import io.airlift.compress.v3.zstd.ZstdOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;

/** The compression of a file, with the ending of its name. */
public enum Compression {
    /** No compression. */
    NONE(""),
    /** RFC 1952. */
    GZIP(".gz"),
    /** RFC 8878. */
    ZSTD(".zst");

    private static final int BUFFER_BYTES = 1 << 16;
    private static final Pattern ELEMENT = Pattern.compile("([a-z0-9-]+)\\s*(?:;\\s*q=([01](?:\\.\\d{0,3})?))?");

    private final String ending;

    Compression(String ending) {
        this.ending = ending;
    }

    /** The ending of the file's name. */
    public String ending() {
        return ending;
    }

    /** The compression by the ending of a file's name. */
    public static Compression of(String fileName) {
        return Arrays.stream(values())
                .filter(compression -> compression != NONE && fileName.endsWith(compression.ending))
                .findFirst()
                .orElse(NONE);
    }

    /** What a client prefers by its {@code Accept-Encoding} (RFC 9110 §12.5.3); of two alike, the faster. */
    public static Compression accepted(String header) {
        return Stream.of(ZSTD, GZIP)
                .filter(compression -> weight(header, compression).signum() > 0)
                .max(Comparator.comparing((Compression compression) -> weight(header, compression))
                        .thenComparing(compression -> compression == ZSTD))
                .orElse(NONE);
    }

    private static BigDecimal weight(String header, Compression compression) {
        return Arrays.stream(header.split(",", -1))
                .map(element -> ELEMENT.matcher(element.strip().toLowerCase(Locale.ROOT)))
                .filter(element -> element.matches() && compression.coding().equals(Optional.of(element.group(1))))
                .map(element -> Optional.ofNullable(element.group(2))
                        .map(BigDecimal::new)
                        .orElse(BigDecimal.ONE))
                .findFirst()
                .orElse(BigDecimal.ZERO);
    }

    /** The content coding of HTTP. */
    public Optional<String> coding() {
        return switch (this) {
            case NONE -> Optional.empty();
            case GZIP -> Optional.of("gzip");
            case ZSTD -> Optional.of("zstd");
        };
    }

    /** Compresses bytes. */
    public byte[] compress(byte[] bytes) {
        var packed = new ByteArrayOutputStream(bytes.length / 4);
        try (var out = into(packed)) {
            out.write(bytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return packed.toByteArray();
    }

    /** Compresses what is written, into this stream, which is closed with the one that is returned. */
    public OutputStream into(OutputStream out) throws IOException {
        return switch (this) {
            case NONE -> out;
            case GZIP -> new GZIPOutputStream(out, BUFFER_BYTES);
            case ZSTD -> new ZstdOutputStream(out);
        };
    }

    /** Unpacks what is read from this stream, which is closed with the one that is returned. */
    public InputStream from(InputStream in) throws IOException {
        return switch (this) {
            case NONE -> in;
            case GZIP -> new GzipInputStream(in, BUFFER_BYTES);
            case ZSTD -> new ZstdInputStream(in);
        };
    }
}
