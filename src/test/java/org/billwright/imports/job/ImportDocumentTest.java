package org.billwright.imports.job;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.billwright.api.Store;
import org.billwright.format.DocumentType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Holds the examples of docs/import.md against the import. */
class ImportDocumentTest {
    private static List<String> examples() throws IOException {
        var page = Files.readString(Path.of("docs/import.md"));
        var block = page.split("```ndjson\n", 2)[1].split("```", 2)[0];
        return block.lines().toList();
    }

    @Test
    void every_example_is_loaded(@TempDir Path folder) throws IOException {
        var lines = examples();
        for (var type : DocumentType.values()) {
            assertThat(lines).as(type.type()).anyMatch(line -> line.contains("\"@type\": \"" + type.type() + "\""));
        }
        try (var database = Store.fresh("import_document")) {
            var imports = new Imports(database, folder);
            var report = imports.load(imports.file("examples", lines.toArray(String[]::new)));
            assertThat(imports.rejected).isEmpty();
            assertThat(imports.warned).isEmpty();
            assertThat(report.counts().loaded()).isEqualTo(lines.size());
            assertThat(report.differences()).isZero();
            assertThat(report.missingAccounts().count()).isZero();
        }
    }
}
