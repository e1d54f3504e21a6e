package org.billwright.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.billwright.cli.Commands.run;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.stream.IntStream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** The command import: what it prints, and its exit codes. */
class ImportCommandTest {
    @RegisterExtension
    static final Commands COMMANDS = new Commands("import_command");

    private static Path bills(Path folder, String name, int count) throws IOException {
        return Files.write(
                folder.resolve(name + ".ndjson"),
                IntStream.range(0, count)
                        .mapToObj(i -> """
                                {"@type":"CustomerBill","id":"%s-%d","state":"new","billDate":"2026-01-31T00:00:00Z",\
                                "billingAccount":{"id":"%s-missing-%02d"}}""".formatted(name, i, name, i))
                        .toList());
    }

    @Test
    void deferred_lines_that_are_rejected_count_for_the_limit(@TempDir Path folder) throws IOException {
        var file = bills(folder, "limit", 30).toString();
        var stopped = run(new ImportCommand(), "--accounts", "STRICT", "--max-rejects", "5", file);
        assertThat(stopped.exitCode()).isEqualTo(3);
        assertThat(stopped.out()).contains("0 loaded, 0 unchanged, 30 rejected", "stopped: more lines were rejected");
        var resumed = run(new ImportCommand(), "--accounts", "STRICT", "--max-rejects", "5", file);
        assertThat(resumed.exitCode()).isEqualTo(1);
        assertThat(resumed.out()).contains("0 loaded, 0 unchanged, 30 rejected", "30 billing accounts do not exist");
    }

    @Test
    void missing_accounts_are_counted_and_named(@TempDir Path folder) throws IOException {
        for (var mode : new String[] {"warn", "strict"}) {
            var run = run(
                    new ImportCommand(),
                    "--accounts",
                    mode.toUpperCase(Locale.ROOT),
                    bills(folder, mode, 12).toString());
            assertThat(run.out())
                    .contains("12 billing accounts do not exist although lines are on them: " + mode + "-missing-00, ")
                    .contains(mode + "-missing-09, …")
                    .doesNotContain(mode + "-missing-10");
            assertThat(run.err()).contains("warning: the billing account " + mode + "-missing-11 does not exist");
        }
    }

    @Test
    void a_file_of_many_empty_members_is_loaded(@TempDir Path folder) throws IOException {
        var empty = new ByteArrayOutputStream();
        new GZIPOutputStream(empty).close();
        var all = new ByteArrayOutputStream();
        for (int i = 0; i < 20_000; i++) {
            all.writeBytes(empty.toByteArray());
        }
        try (var out = new GZIPOutputStream(all)) {
            out.write(Files.readAllBytes(bills(folder, "members", 2)));
        }
        var file = Files.write(folder.resolve("members.gz"), all.toByteArray()).toString();
        assertThat(run(new ImportCommand(), file).exitCode()).isZero();
    }
}
