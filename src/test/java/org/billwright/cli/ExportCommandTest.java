package org.billwright.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.billwright.cli.Commands.run;

import io.airlift.compress.v3.zstd.ZstdInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.zip.GZIPInputStream;
import org.billwright.api.Store;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The commands generate, import and export, on a database of their own. */
class ExportCommandTest {
    private static final String NAME = "export_command";

    @RegisterExtension
    static final Commands COMMANDS = new Commands(NAME);

    private static List<String> files(Path folder) throws IOException {
        try (var files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }

    @Test
    void generated_and_imported_documents_are_exported_unchanged(@TempDir Path folder) throws IOException {
        var generated = run(
                new GenerateCommand(),
                "--accounts",
                "12",
                "--months",
                "3",
                "--today",
                "2026-06-17",
                "--to",
                folder + "/in",
                "--gzip");
        assertThat(generated.exitCode()).isZero();
        assertThat(generated.err()).contains("documents generated");
        assertThat(files(folder.resolve("in")))
                .containsExactly(
                        "1-account.ndjson.gz",
                        "2-cycle-specification.ndjson.gz",
                        "3-cycle.ndjson.gz",
                        "4-bill.ndjson.gz",
                        "5-rate.ndjson.gz");

        var all = folder.resolve("all.ndjson").toString();
        run(new GenerateCommand(), "--accounts", "12", "--months", "3", "--today", "2026-06-17", "--to", all);
        assertThat(run(new ImportCommand(), all).exitCode()).isZero();
        var exported = run(new ExportCommand(), "--to", folder + "/out", "--zstd");
        assertThat(exported.exitCode()).isZero();
        assertThat(exported.err()).contains("12 BillingAccount").contains("36 CustomerBill");
        assertThat(files(folder.resolve("out"))).hasSize(13);
        try (var in = new GZIPInputStream(Files.newInputStream(folder.resolve("in/4-bill.ndjson.gz")));
                var out = new ZstdInputStream(Files.newInputStream(folder.resolve("out/4-bill.ndjson.zst")))) {
            assertThat(new String(out.readAllBytes(), UTF_8).lines())
                    .hasSize(36)
                    .allSatisfy(line -> assertThat(line).startsWith("{\"id\":\"CB-"));
            assertThat(in.readAllBytes()).isNotEmpty();
        }

        var again = run(new ImportCommand(), all);
        assertThat(again.out()).contains("0 loaded").contains("0 rejected");
    }

    @Test
    void standard_output_has_documents_and_nothing_else() {
        var run = run(new GenerateCommand(), "--accounts", "1", "--months", "1", "--today", "2026-06-17");
        assertThat(run.exitCode()).isZero();
        assertThat(run.out().lines()).allMatch(line -> line.startsWith("{\"") && line.endsWith("}"));
    }

    @Test
    void a_file_gets_its_name_only_when_it_is_complete(@TempDir Path folder) throws IOException {
        var refused = run(new ExportCommand(), "--type", "bill", "--filter", "stat=sent", "--to", folder + "/x.ndjson");
        assertThat(refused.exitCode()).isEqualTo(2);
        assertThat(refused.err()).contains("customerBill has no attribute 'stat'");
        assertThat(files(folder)).isEmpty();

        assertThat(run(new ExportCommand(), "--type", "bill", "--to", folder + "/x.ndjson.gz")
                        .exitCode())
                .isZero();
        assertThat(files(folder)).containsExactly("x.ndjson.gz");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            --type invoice           | --type must be
            --tmf v3                 | --tmf must be v4 or v5
            --filter state=sent      | one type
            --type bill --filter x   | 'x'
            --gzip --zstd            | mutually exclusive
            """)
    void invalid_usage_is_reported(String arguments, String message) {
        var run = run(new ExportCommand(), arguments.split(" +", -1));
        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.err()).contains(message);
    }

    @Test
    void invalid_sizes_are_invalid_usage() {
        var run = run(new GenerateCommand(), "--accounts", "0");
        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.err()).contains("1 to 1,000,000,000 accounts");
    }

    @Test
    void documents_of_bills_are_exported_as_lines_that_import_restores(@TempDir Path folder) throws IOException {
        var in = Files.createDirectory(folder.resolve("in"));
        Files.writeString(in.resolve("CLI-PDF.pdf"), "%PDF-1.7 " + "x".repeat(100_000));
        Files.writeString(in.resolve("bill.ndjson"), """
                {"@type":"CustomerBill","id":"CLI-PDF","state":"sent","billDate":"2026-01-31T00:00:00Z","billingAccount":{"id":"A"}}
                """);
        var imported = run(new ImportCommand(), in.toString());
        assertThat(imported.out()).startsWith("2 loaded, 0 unchanged, 0 rejected");

        var lines = folder.resolve("documents.ndjson").toString();
        var filter = "bill.id=CLI-PDF";
        assertThat(run(new ExportCommand(), "--type", "document", "--filter", filter, "--to", lines)
                        .err())
                .contains("1 BillDocument");
        assertThat(Files.readAllLines(Path.of(lines))).hasSize(1);
        assertThat(run(new ImportCommand(), lines).out()).startsWith("0 loaded, 1 unchanged");
        var before = stored();
        Store.asOwner(NAME).useHandle(owner -> owner.execute("delete from bill_document_content"));
        assertThat(run(new ImportCommand(), "--restart", lines).out()).startsWith("1 loaded");
        assertThat(stored()).isEqualTo(before);
        assertThat(importsInTheAuditTrail("documents.ndjson")).isEqualTo(2);
    }

    private static long importsInTheAuditTrail(String file) {
        return Store.asOwner(NAME)
                .withHandle(owner -> owner.createQuery("""
                                select count(distinct j.id)
                                from audit_entry a
                                join import_job j on j.tenant = a.tenant and j.id = a.doc #>> '{request,0,subject,0,id}'
                                where a.action = 'import' and a.caller like 'billwright:import by %' and j.sources::text like :file
                                """)
                        .bind("file", "%" + file + "%")
                        .mapTo(Long.class)
                        .one());
    }

    private static String stored() {
        return Store.asOwner(NAME)
                .withHandle(owner -> owner.createQuery(
                                "select concat_ws(' ', bill_id, id, name, mime_type, sha256, md5(bytes)) from bill_document_content")
                        .mapTo(String.class)
                        .one());
    }
}
