package org.billwright.compression;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.zip.CRC32;
import org.junit.jupiter.api.Test;

/** Compressed bytes are unpacked whatever their writer made of them. */
class CompressionTest {
    private static final byte[] TEXT = "{\"id\":\"A\"}\n".repeat(2_000).getBytes(StandardCharsets.UTF_8);

    private static byte[] unpacked(Compression compression, byte[] packed) throws IOException {
        try (var in = compression.from(new ByteArrayInputStream(packed))) {
            return in.readAllBytes();
        }
    }

    private static byte[] joined(byte[]... parts) {
        var all = new ByteArrayOutputStream();
        Arrays.stream(parts).forEach(all::writeBytes);
        return all.toByteArray();
    }

    private static byte[] repeated(byte[] part, int times) {
        var all = new ByteArrayOutputStream();
        for (int i = 0; i < times; i++) {
            all.writeBytes(part);
        }
        return all.toByteArray();
    }

    @Test
    void any_number_of_empty_members_may_precede_the_data() throws IOException {
        for (var compression : new Compression[] {Compression.GZIP, Compression.ZSTD}) {
            var packed = joined(repeated(compression.compress(new byte[0]), 50_000), compression.compress(TEXT));
            assertThat(unpacked(compression, packed)).isEqualTo(TEXT);
        }
    }

    @Test
    void members_follow_each_other_and_zeros_may_follow_the_last() throws IOException {
        var one = Compression.GZIP.compress(TEXT);
        var empty = Compression.GZIP.compress(new byte[0]);
        assertThat(unpacked(Compression.GZIP, joined(one, empty, one, new byte[1_000])))
                .isEqualTo(joined(TEXT, TEXT));
        assertThat(unpacked(Compression.GZIP, empty)).isEmpty();
    }

    /** A header with an extra field, a name, a comment and a checksum of its own, as RFC 1952 §2.3 allows. */
    private static byte[] withFullHeader(byte[] packed) {
        var header = new ByteArrayOutputStream();
        header.writeBytes(new byte[] {0x1F, (byte) 0x8B, 8, 2 | 4 | 8 | 16, 1, 2, 3, 4, 0, 3});
        header.writeBytes(new byte[] {2, 1});
        header.writeBytes(new byte[258]);
        header.writeBytes("bills.ndjson\0a comment\0".getBytes(StandardCharsets.ISO_8859_1));
        var crc = new CRC32();
        crc.update(header.toByteArray());
        header.write((int) crc.getValue());
        header.write((int) (crc.getValue() >> 8));
        return joined(header.toByteArray(), Arrays.copyOfRange(packed, 10, packed.length));
    }

    @Test
    void a_header_may_have_every_optional_part() throws IOException {
        var one = withFullHeader(Compression.GZIP.compress(TEXT));
        assertThat(unpacked(Compression.GZIP, joined(one, one))).isEqualTo(joined(TEXT, TEXT));
        one[15]++;
        assertThatThrownBy(() -> unpacked(Compression.GZIP, one)).isInstanceOf(IOException.class);
    }

    @Test
    void what_is_cut_off_or_changed_or_no_gzip_is_refused() {
        var packed = Compression.GZIP.compress(TEXT);
        for (int length = 0; length < packed.length; length++) {
            var cut = Arrays.copyOf(packed, length);
            assertThatThrownBy(() -> unpacked(Compression.GZIP, cut)).isInstanceOf(IOException.class);
        }
        for (int last = 1; last <= 8; last++) {
            var changed = packed.clone();
            changed[packed.length - last]++;
            assertThatThrownBy(() -> unpacked(Compression.GZIP, changed)).isInstanceOf(IOException.class);
        }
        for (var tail : new byte[][] {{'x'}, {0, 0, 'x'}, {0x1F}, {0x1F, (byte) 0x8B}}) {
            assertThatThrownBy(() -> unpacked(Compression.GZIP, joined(packed, tail)))
                    .isInstanceOf(IOException.class);
        }
    }
}
