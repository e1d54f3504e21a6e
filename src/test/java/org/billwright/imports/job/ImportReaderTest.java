package org.billwright.imports.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.zip.GZIPOutputStream;
import org.billwright.api.Store;
import org.billwright.format.FileFormat;
import org.billwright.store.Database;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The thread that reads the sources of an import. */
class ImportReaderTest {
    private static final Database DATABASE = Store.fresh("import_reader");

    @AfterAll
    static void close() {
        DATABASE.close();
    }

    /** A source whose reader fails as no reader expects. */
    private static final class Failing extends InputStream {
        @Override
        public int read() throws IOException {
            throw new StackOverflowError("deep");
        }

        @Override
        public int read(byte[] into, int offset, int length) throws IOException {
            return read();
        }
    }

    @Test
    @Timeout(20)
    void whatever_ends_it_ends_the_import() {
        var source = new ImportSource("failing", Optional.empty(), FileFormat.NDJSON, Failing::new);
        var imports = new Imports(DATABASE, Path.of("."));
        assertThatThrownBy(() -> imports.run(ImportOptions.DEFAULTS, List.of(source)))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("the lines cannot be read")
                .hasRootCauseInstanceOf(StackOverflowError.class);
    }

    /** Reads so many bytes of the character, packed as small as they are. */
    private static ImportSource packed(char character, long count, long maxBytes) {
        return new ImportSource(
                "packed",
                Optional.empty(),
                FileFormat.NDJSON,
                () -> {
                    var packed = new ByteArrayOutputStream();
                    try (var gzip = new GZIPOutputStream(packed)) {
                        var chunk = String.valueOf(character).repeat(1 << 16).getBytes(StandardCharsets.US_ASCII);
                        for (long i = 0; i < count; i += chunk.length) {
                            gzip.write(chunk);
                        }
                    }
                    return new ByteArrayInputStream(packed.toByteArray());
                },
                maxBytes);
    }

    @Test
    void what_unpacks_to_too_many_bytes_is_not_read_to_its_end() {
        var imports = new Imports(DATABASE, Path.of("."));
        var report = imports.run(ImportOptions.DEFAULTS, List.of(packed('x', 50_000_000, 20_000_000)));
        assertThat(report.counts().rejected()).isEqualTo(1);
        assertThat(imports.rejected.getFirst()).endsWith("its length in bytes, unpacked, is limited to 20000000");
    }

    @Test
    void a_million_blank_lines_end_a_source() {
        var imports = new Imports(DATABASE, Path.of("."));
        var report = imports.run(ImportOptions.DEFAULTS, List.of(packed('\n', 2_000_000, Long.MAX_VALUE)));
        assertThat(report.counts().rejected()).isEqualTo(1);
        assertThat(imports.rejected.getFirst()).endsWith("there are more than 1000000 blank lines in a row");
    }
}
