package org.billwright.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Stream;
import org.billwright.api.Store;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

class TaxCommandTest {
    @RegisterExtension
    static final Commands COMMANDS = new Commands("tax_commands");

    private static Commands.Run tax(String... arguments) {
        return Commands.run(
                new TaxCommand(),
                Stream.concat(Arrays.stream(arguments), Stream.of("--tenant", Store.TENANT))
                        .toArray(String[]::new));
    }

    private Path file(Path folder, String rules) throws IOException {
        return Files.writeString(folder.resolve("rules.json"), rules.replace('\'', '"'));
    }

    @Test
    void a_file_of_rules_is_imported_as_a_whole_or_not_at_all(@TempDir Path folder) throws IOException {
        var good = "{'id':'ES-21','taxCategory':'VAT','jurisdictionName':'ES','taxRate':21}";
        var invalid = tax(
                "import",
                file(folder, "[" + good + ",{'id':'X','taxCategory':'VAT'}]").toString());
        assertThat(invalid.exitCode()).isEqualTo(1);
        assertThat(invalid.err()).contains("tax rule 2").contains("taxRate").contains("none was imported");
        assertThat(tax("list").out()).isEmpty();

        var imported = tax("import", file(folder, "[" + good + "]").toString());
        assertThat(imported.exitCode()).isZero();
        assertThat(imported.out()).contains("imported 1 tax rules");
        assertThat(tax("list").out()).contains("\"id\":\"ES-21\"");

        var again = "[{'id':'ES-other','taxCategory':'VAT','jurisdictionName':'ES','taxRate':21.00}]";
        assertThat(tax("import", file(folder, again).toString()).err())
                .contains("another tax rule is about the same tax at the same time");
    }
}
