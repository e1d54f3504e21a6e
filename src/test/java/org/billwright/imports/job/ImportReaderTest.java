package org.billwright.imports.job;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
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
}
